//! The tree as text.

use super::lexemes::{Kind, Lexeme};
use super::tree::{Form, Group, Item, Piece};

/// The most columns of a line, as rustfmt has it.
const WIDTH: usize = 100;

const STEP: usize = 4;

/// The items of a pipeline, each line with this indentation.
pub(super) fn pipeline(group: &Group<'_>, indent: usize) -> String {
    let mut out = String::new();
    items(&mut out, &group.items, indent);
    out
}

/// Items, each on lines of its own. Every line ends with a line end.
fn items(out: &mut String, items: &[Item<'_>], indent: usize) {
    for (number, item) in items.iter().enumerate() {
        if item.blank_before && number > 0 {
            out.push('\n');
        }
        pad(out, indent);
        pieces(out, &item.pieces, indent);
        for comment in &item.beside {
            out.push(' ');
            out.push_str(comment);
        }
        out.push('\n');
    }
}

fn pad(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}

/// The pieces of an item, in one line if they fit there; otherwise with as many of its groups on
/// several lines as it takes.
fn pieces(out: &mut String, pieces: &[Piece<'_>], indent: usize) {
    let broken = broken(pieces, indent);
    let mut before: Option<&Piece<'_>> = None;
    let mut new_line = false;
    for (piece, is_broken) in pieces.iter().zip(broken) {
        let own_line = matches!(piece, Piece::Lexeme(comment)
            if comment.kind == Kind::LineComment && comment.lines_before > 0 && before.is_some());
        if own_line && !new_line {
            new_line_in_item(out, indent);
        } else if !new_line && before.is_some_and(|before| spaced(before, piece)) {
            out.push(' ');
        }
        new_line = false;
        match piece {
            Piece::Group(inside) if is_broken => group(out, inside, indent),
            piece => flat_piece(out, piece),
        }
        if matches!(piece, Piece::Lexeme(comment) if comment.kind == Kind::LineComment)
            && pieces.len() > 1
        {
            new_line_in_item(out, indent);
            new_line = true;
        }
        before = Some(piece);
    }
}

fn new_line_in_item(out: &mut String, indent: usize) {
    let trimmed = out.trim_end_matches(' ').len();
    out.truncate(trimmed);
    out.push('\n');
    pad(out, indent + STEP);
}

/// Which groups of an item are on several lines.
fn broken(pieces: &[Piece<'_>], indent: usize) -> Vec<bool> {
    let mut broken: Vec<bool> = pieces
        .iter()
        .map(|piece| matches!(piece, Piece::Group(group) if !can_be_flat(group)))
        .collect();
    while let Some(long) = long_line(pieces, &broken, indent) {
        let candidates = long
            .rev()
            .find(|&at| matches!(pieces.get(at), Some(Piece::Group(group)) if !group.is_empty()));
        match candidates.and_then(|at| broken.get_mut(at)) {
            Some(group) => *group = true,
            None => break,
        }
    }
    broken
}

/// The pieces of the first line that is too long and has a group that could be broken.
fn long_line(
    pieces: &[Piece<'_>],
    broken: &[bool],
    indent: usize,
) -> Option<std::ops::Range<usize>> {
    let mut begin = 0;
    let mut width = indent;
    let mut before: Option<&Piece<'_>> = None;
    for (at, piece) in pieces.iter().enumerate() {
        width += usize::from(before.is_some_and(|before| spaced(before, piece)));
        let is_broken = broken.get(at).copied().unwrap_or_default();
        let mut text = String::new();
        flat_piece(&mut text, piece);
        let ends_line = is_broken || text.contains('\n');
        width += if ends_line { 1 } else { columns(&text) };
        let has_group = |range: &std::ops::Range<usize>| {
            range.clone().any(|at| {
                matches!(pieces.get(at), Some(Piece::Group(group)) if !group.is_empty())
                    && !broken.get(at).copied().unwrap_or_default()
            })
        };
        let line = begin..at + usize::from(!is_broken);
        if width > WIDTH && has_group(&line) {
            return Some(line);
        }
        if ends_line {
            (begin, width) = (at + 1, indent + 1);
        }
        before = Some(piece);
    }
    None
}

fn columns(text: &str) -> usize {
    text.chars().count()
}

/// A group on several lines.
fn group(out: &mut String, group: &Group<'_>, indent: usize) {
    let (open, close) = group.form.brackets();
    out.push_str(open);
    if let Some(only) = hugged(group) {
        self::group(out, only, indent);
        out.push_str(close);
        return;
    }
    if let Some(comment) = group.beside_open {
        out.push(' ');
        out.push_str(comment);
    }
    out.push('\n');
    items(out, &group.items, indent + STEP);
    pad(out, indent);
    out.push_str(close);
}

/// The one element of a list that is a map or a list itself: their brackets stand together.
fn hugged<'g, 't>(group: &'g Group<'t>) -> Option<&'g Group<'t>> {
    let [only] = group.items.as_slice() else {
        return None;
    };
    let [Piece::Group(inside)] = only.pieces.as_slice() else {
        return None;
    };
    let alone = group.form == Form::List
        && inside.form != Form::Tuple
        && !inside.is_empty()
        && group.beside_open.is_none()
        && only.beside.is_empty();
    alone.then_some(inside)
}

/// Returns whether nothing in a group needs a line of its own.
fn can_be_flat(group: &Group<'_>) -> bool {
    if group.is_empty() {
        return true;
    }
    let ends_with_comma = group.items.last().is_some_and(
        |last| matches!(last.pieces.last(), Some(Piece::Lexeme(last)) if last.is_sign(",")),
    );
    if group.form == Form::Block || group.beside_open.is_some() {
        return false;
    }
    if ends_with_comma && group.form != Form::Tuple {
        return false;
    }
    group.items.iter().enumerate().all(|(number, item)| {
        // Behind another item on its line, a comment would be that one's.
        let is_led = number > 0
            && matches!(item.pieces.first(), Some(Piece::Lexeme(first)) if first.is_comment());
        !item.is_comment()
            && !is_led
            && item.beside.is_empty()
            && item.pieces.iter().all(piece_can_be_flat)
    })
}

fn piece_can_be_flat(piece: &Piece<'_>) -> bool {
    match piece {
        Piece::Lexeme(lexeme) => lexeme.kind != Kind::LineComment && !lexeme.text.contains('\n'),
        Piece::Verbatim(text) => !text.contains('\n'),
        Piece::Group(group) => can_be_flat(group),
    }
}

/// A piece in one line, as far as it can be.
fn flat_piece(out: &mut String, piece: &Piece<'_>) {
    let group = match piece {
        Piece::Lexeme(lexeme) => return out.push_str(lexeme.text),
        Piece::Verbatim(text) => return out.push_str(text),
        Piece::Group(group) => group,
    };
    let (open, close) = group.form.brackets();
    let inside = if open == "{" && !group.items.is_empty() {
        " "
    } else {
        ""
    };
    out.push_str(open);
    out.push_str(inside);
    for (number, item) in group.items.iter().enumerate() {
        if number > 0 {
            out.push(' ');
        }
        let mut before: Option<&Piece<'_>> = None;
        for piece in &item.pieces {
            if before.is_some_and(|before| spaced(before, piece)) {
                out.push(' ');
            }
            flat_piece(out, piece);
            before = Some(piece);
        }
    }
    out.push_str(inside);
    out.push_str(close);
}

/// Returns whether a space stands between two pieces.
fn spaced(before: &Piece<'_>, next: &Piece<'_>) -> bool {
    if let Piece::Lexeme(next) = next {
        if next.is_comment() {
            return true;
        }
        if next.kind == Kind::Sign && matches!(next.text, "," | ";" | "." | "::" | ">" | "<") {
            return false;
        }
        if next.is_sign(":") {
            return false;
        }
    }
    match (before, next) {
        (Piece::Lexeme(before), _) if before.kind == Kind::Sign => !matches!(
            before.text,
            "." | ".." | "::" | "-" | "!" | "<" | "&" | "#" | "$"
        ),
        (Piece::Lexeme(before), Piece::Group(group)) => {
            group.form != Form::Tuple || before.kind != Kind::Word || is_word_of_a_list(before)
        }
        // The inputs of an action; kinds begin with a capital letter.
        (Piece::Lexeme(before), Piece::Verbatim(_)) => {
            before.kind != Kind::Word || !before.text.starts_with(char::is_uppercase)
        }
        _ => true,
    }
}

/// Returns whether a tuple behind the word is no inputs of an action.
fn is_word_of_a_list(word: &Lexeme<'_>) -> bool {
    matches!(word.text, "for" | "in")
}

impl Group<'_> {
    /// Returns whether nothing stands in it, not even a comment.
    fn is_empty(&self) -> bool {
        self.items.is_empty() && self.beside_open.is_none()
    }
}

impl Form {
    fn brackets(self) -> (&'static str, &'static str) {
        match self {
            Form::Block | Form::Map => ("{", "}"),
            Form::List => ("[", "]"),
            Form::Tuple => ("(", ")"),
        }
    }
}
