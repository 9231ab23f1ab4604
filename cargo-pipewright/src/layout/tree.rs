//! Lexemes to a tree: groups, and the items in them.

use proc_macro2::Delimiter;

use super::lexemes::{Kind, Lexeme};

/// A part of an item.
#[derive(Debug)]
pub(super) enum Piece<'t> {
    Lexeme(Lexeme<'t>),
    /// A Rust expression with its parentheses, byte for byte.
    Verbatim(&'t str),
    Group(Group<'t>),
}

#[derive(Debug)]
pub(super) struct Group<'t> {
    pub(super) form: Form,
    /// A comment on the line of the opening bracket.
    pub(super) beside_open: Option<&'t str>,
    pub(super) items: Vec<Item<'t>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `{ … }` with stages, declarations, actions or rules in it; the whole pipeline too.
    Block,
    /// `{ … }` with keys and values.
    Map,
    /// `[ … ]`
    List,
    /// `( … )` with names and literals.
    Tuple,
}

/// A declaration, an action, a setting, an element; or a comment on a line of its own.
#[derive(Debug, Default)]
pub(super) struct Item<'t> {
    pub(super) blank_before: bool,
    /// With the `;` or `,` at its end.
    pub(super) pieces: Vec<Piece<'t>>,
    /// Comments behind it on its last line.
    pub(super) beside: Vec<&'t str>,
}

/// What holds a list of items inside: its `{ … }` is a block.
const BLOCKS: &[&str] = &[
    "stage",
    "parallel",
    "for",
    "if",
    "before_entry",
    "on_success",
    "on_failure",
];

/// The pipeline that these lexemes are.
pub(super) fn tree<'t>(text: &'t str, lexemes: &[Lexeme<'t>]) -> Group<'t> {
    let mut reader = Reader {
        text,
        lexemes,
        at: 0,
    };
    reader.items(Form::Block)
}

struct Reader<'l, 't> {
    text: &'t str,
    lexemes: &'l [Lexeme<'t>],
    at: usize,
}

impl<'t> Reader<'_, 't> {
    fn next(&self) -> Option<Lexeme<'t>> {
        self.lexemes.get(self.at).copied()
    }

    /// The next one that is no comment.
    fn next_token(&self) -> Option<Lexeme<'t>> {
        let rest = self.lexemes.get(self.at..).unwrap_or_default();
        rest.iter().find(|lexeme| !lexeme.is_comment()).copied()
    }

    /// Returns whether the next token closes the group, or there is none.
    fn ends(&self) -> bool {
        self.next_token()
            .is_none_or(|token| matches!(token.kind, Kind::Close(_)))
    }

    /// The items up to the closing bracket, which stays.
    fn items(&mut self, form: Form) -> Group<'t> {
        let mut group = Group {
            form,
            beside_open: None,
            items: Vec::new(),
        };
        while let Some(next) = self.next() {
            if matches!(next.kind, Kind::Close(_)) {
                break;
            }
            if next.is_comment() && self.comment(next, &mut group) {
                self.at += 1;
                continue;
            }
            let item = self.item(form);
            group.items.push(item);
        }
        group
    }

    /// Takes a comment between two items; not if it stands in front of one on its line.
    fn comment(&self, comment: Lexeme<'t>, group: &mut Group<'t>) -> bool {
        let next = self.lexemes.get(self.at + 1);
        let last_of_line = next.is_none_or(|next| {
            next.lines_before > 0 || next.is_comment() || matches!(next.kind, Kind::Close(_))
        });
        let same_line = comment.lines_before == 0 && self.at > 0;
        match group.items.last_mut() {
            Some(item) if same_line && !item.is_comment() => item.beside.push(comment.text),
            None if same_line && comment.kind == Kind::LineComment => {
                group.beside_open = Some(comment.text);
            }
            _ if !last_of_line => return false,
            _ => group.items.push(Item {
                blank_before: comment.lines_before > 1,
                pieces: vec![Piece::Lexeme(comment)],
                beside: Vec::new(),
            }),
        }
        true
    }

    fn item(&mut self, form: Form) -> Item<'t> {
        let mut item = Item {
            blank_before: self.next().is_some_and(|first| first.lines_before > 1),
            ..Item::default()
        };
        let mut first_word = None;
        while let Some(next) = self.next() {
            if matches!(next.kind, Kind::Close(_)) || (next.is_comment() && self.ends()) {
                break;
            }
            if let Kind::Open(delimiter) = next.kind {
                let is_block = form == Form::Block && first_word.is_some_and(is_block_word);
                let piece = self.group(delimiter, is_block, &item);
                item.pieces.push(piece);
                if form == Form::Block && delimiter == Delimiter::Brace && !self.goes_on() {
                    break;
                }
                continue;
            }
            self.at += 1;
            if first_word.is_none() && !next.is_comment() {
                // `parallel: Manual;` is an action of that name.
                let named = self.next_token().is_some_and(|next| next.is_sign(":"));
                first_word = Some(if named { "" } else { next.text });
            }
            item.pieces.push(Piece::Lexeme(next));
            let separator = if form == Form::Block { ";" } else { "," };
            if next.is_sign(separator) {
                break;
            }
        }
        item
    }

    /// Returns whether an item goes on behind a `}`.
    fn goes_on(&self) -> bool {
        self.next_token().is_some_and(|next| {
            next.is_sign(";") || (next.kind == Kind::Word && next.text == "else")
        })
    }

    fn group(&mut self, delimiter: Delimiter, is_block: bool, item: &Item<'t>) -> Piece<'t> {
        let open = self.at;
        if delimiter == Delimiter::Parenthesis && !self.is_tuple(item) {
            return self.verbatim();
        }
        let form = match delimiter {
            Delimiter::Brace if is_block => Form::Block,
            Delimiter::Brace => Form::Map,
            Delimiter::Bracket => Form::List,
            Delimiter::Parenthesis | Delimiter::None => Form::Tuple,
        };
        self.at = open + 1;
        let group = self.items(form);
        // The closing bracket.
        self.at += 1;
        Piece::Group(group)
    }

    /// Everything to the closing parenthesis.
    fn verbatim(&mut self) -> Piece<'t> {
        let begin = self.next().map_or(0, |open| open.at);
        let mut depth = 0_usize;
        let mut end = begin;
        while let Some(next) = self.next() {
            self.at += 1;
            end = next.end();
            match next.kind {
                Kind::Open(_) => depth += 1,
                Kind::Close(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        Piece::Verbatim(self.text.get(begin..end).unwrap_or_default())
    }

    /// Returns whether parentheses hold names and literals: the inputs of an action, the variables
    /// of a `for`, an element of its list. Others hold Rust.
    fn is_tuple(&self, item: &Item<'t>) -> bool {
        let inside = self.lexemes.get(self.at + 1..).unwrap_or_default();
        let inside = inside
            .iter()
            .take_while(|lexeme| !matches!(lexeme.kind, Kind::Close(_)));
        let plain = |lexeme: &Lexeme<'_>| {
            matches!(lexeme.kind, Kind::Word | Kind::Literal) || lexeme.is_sign(",")
        };
        let is_plain = inside.clone().all(plain);
        let has_comma = inside.clone().any(|lexeme| lexeme.is_sign(","));
        let behind_a_kind = matches!(
            item.pieces.last(),
            Some(Piece::Lexeme(last)) if last.kind == Kind::Word
                && !matches!(last.text, "if" | "for" | "in" | "import" | "include" | "ssm" | "import_value")
        );
        is_plain && (has_comma || behind_a_kind)
    }
}

fn is_block_word(word: &str) -> bool {
    BLOCKS.contains(&word)
}

impl Item<'_> {
    /// Returns whether it is a comment alone.
    pub(super) fn is_comment(&self) -> bool {
        matches!(self.pieces.as_slice(), [Piece::Lexeme(only)] if only.is_comment())
    }
}
