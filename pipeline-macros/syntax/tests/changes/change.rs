//! The changes of single tokens.

use std::fmt;
use std::ops::Range;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A source with one change.
pub(crate) struct Change {
    pub(crate) source: String,
    pub(crate) how: How,
    /// The token, or the group as a whole.
    pub(crate) token: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) start: usize,
    /// The declaration that holds the token and the one behind it, in the changed source.
    near: Range<usize>,
}

impl Change {
    /// Returns whether a place of the changed source is in the declaration that was changed, or
    /// in the one behind it.
    pub(crate) fn is_near(&self, start: usize) -> bool {
        // Another name is missed wherever the first one is used.
        if matches!(self.how, How::Replace(put) if NAMES.contains(&put)) {
            return true;
        }
        (self.near.start..=self.near.end).contains(&start)
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum How {
    Delete,
    Double,
    Swap,
    /// This in its place.
    Replace(&'static str),
    /// Other brackets around the same tokens.
    Rebracket,
}

/// What stands in the place of a token that can be a name, too.
const NAMES: &[&str] = &["\"x\"", "garbled"];

/// What stands in the place of a token: a sign that nothing begins with, an operator, a number, a
/// text and a word.
const GARBAGE: &[&str] = &["%", "=>", "42", "\"x\"", "garbled"];

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Change {
            how, line, column, ..
        } = self;
        let mut token: String = self.token.split_whitespace().collect::<Vec<_>>().join(" ");
        if token.chars().count() > 30 {
            token = token.chars().take(29).chain(['…']).collect();
        }
        match how {
            How::Replace(put) => write!(f, "{line}:{column} {token} -> {put}"),
            _ => write!(f, "{line}:{column} {how:?} {token}"),
        }
    }
}

/// Every change of a token: groups are tokens too, and so is what is in them. Where `replaced`,
/// something else stands in the place of each, too.
pub(crate) fn changes(source: &str, replaced: bool) -> Vec<Change> {
    let stream: TokenStream = source.parse().expect("tokens");
    let items = items(&stream);
    let mut found = Vec::new();
    let mut rows = vec![stream];
    while let Some(row) = rows.pop() {
        let trees: Vec<TokenTree> = row.into_iter().collect();
        for (index, tree) in trees.iter().enumerate() {
            if let TokenTree::Group(group) = tree {
                rows.push(group.stream());
            }
            let here = range(tree);
            let next = trees.get(index + 1).map(range);
            let edits = [
                (How::Delete, Some((here.clone(), String::new()))),
                (
                    How::Double,
                    Some((here.end..here.end, doubled(source, tree))),
                ),
                (
                    How::Swap,
                    next.and_then(|next| swapped(source, &here, next)),
                ),
            ];
            let garbage = GARBAGE.iter().map(|put| {
                let before = blank(&source[..here.start], put);
                let behind = blank(put, &source[here.end..]);
                let edit = (here.clone(), format!("{before}{put}{behind}"));
                (How::Replace(put), Some(edit))
            });
            let brackets = rebracketed(source, tree).map(|text| (here.clone(), text));
            let replacing = garbage.chain([(How::Rebracket, brackets)]);
            let all = edits.into_iter().chain(replacing.filter(|_| replaced));
            for (how, edit) in all {
                let Some((place, text)) = edit else { continue };
                let mut changed = source.to_owned();
                changed.replace_range(place.clone(), &text);
                let near = near(&items, here.start);
                let end = near.end + text.len() - place.len();
                found.push(Change {
                    source: changed,
                    how,
                    token: source[here.clone()].to_owned(),
                    line: tree.span().start().line,
                    column: tree.span().start().column + 1,
                    start: here.start,
                    near: near.start..end,
                });
            }
        }
    }
    found.sort_by_key(|change| change.start);
    found
}

/// The token once more: signs stand side by side, words do not.
fn doubled(source: &str, tree: &TokenTree) -> String {
    let token = &source[range(tree)];
    match tree {
        TokenTree::Punct(_) => token.to_owned(),
        _ => format!(" {token}"),
    }
}

/// The group in other brackets.
fn rebracketed(source: &str, tree: &TokenTree) -> Option<String> {
    let TokenTree::Group(group) = tree else {
        return None;
    };
    let (open, close) = match group.delimiter() {
        Delimiter::Brace => ('(', ')'),
        Delimiter::Parenthesis => ('[', ']'),
        _ => ('{', '}'),
    };
    let text = &source[range(tree)];
    Some(format!("{open}{}{close}", &text[1..text.len() - 1]))
}

/// The edit that swaps two tokens; the blanks between them stay, and others come where words
/// would grow together.
fn swapped(
    source: &str,
    here: &Range<usize>,
    next: Range<usize>,
) -> Option<(Range<usize>, String)> {
    let (first, second) = (&source[here.clone()], &source[next.clone()]);
    let between = &source[here.end..next.start];
    let between = if between.is_empty() { " " } else { between };
    let before = blank(&source[..here.start], second);
    let behind = blank(first, &source[next.end..]);
    let text = format!("{before}{second}{between}{first}{behind}");
    (first != second).then_some((here.start..next.end, text))
}

/// The blank that keeps two tokens apart.
fn blank(before: &str, behind: &str) -> &'static str {
    let is_word = |character: char| character == '_' || character.is_alphanumeric();
    let grows = before.ends_with(|last| is_word(last) || last == '"')
        && behind.starts_with(|first| is_word(first) || first == '"');
    if grows { " " } else { "" }
}

/// The declarations and settings of a pipeline.
fn items(stream: &TokenStream) -> Vec<Range<usize>> {
    let mut items = Vec::new();
    let mut start = None;
    let trees: Vec<TokenTree> = stream.clone().into_iter().collect();
    let is_semicolon =
        |tree: &TokenTree| matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ';');
    for (index, tree) in trees.iter().enumerate() {
        let start_here = *start.get_or_insert(range(tree).start);
        let block =
            matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        let ends = is_semicolon(tree) || (block && !trees.get(index + 1).is_some_and(is_semicolon));
        if ends || index + 1 == trees.len() {
            items.push(start_here..range(tree).end);
            start = None;
        }
    }
    items
}

/// The item at a place, and the next one.
fn near(items: &[Range<usize>], place: usize) -> Range<usize> {
    let index = items
        .iter()
        .position(|item| place < item.end)
        .unwrap_or(items.len() - 1);
    let next = items.get(index + 1).unwrap_or(&items[index]);
    items[index].start..next.end
}

fn range(tree: &TokenTree) -> Range<usize> {
    tree.span().byte_range()
}
