//! The variables of the `for`s that reading is in, and the elements in their place.

use std::collections::HashSet;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use crate::iterations::{Iteration, Use};
use crate::parse::name::unraw;
use crate::place::{IterationId, SourceSpan};

/// An element of a list that a `for` runs over.
#[derive(Clone)]
pub(crate) struct Element {
    pub(crate) kind: ElementKind,
    pub(crate) at: SourceSpan,
}

#[derive(Clone)]
pub(crate) enum ElementKind {
    Name(Ident),
    String(String),
    Number(i64),
    Bool(bool),
    /// A declared value that is neither of these, by its name, and what it is.
    Compound(String, &'static str),
    /// It is not there, or is none of these; reported already.
    Missing,
}

impl Element {
    pub(crate) fn missing(span: Span) -> Self {
        Element {
            kind: ElementKind::Missing,
            at: SourceSpan::new(span),
        }
    }

    /// As it stands in a string.
    pub(crate) fn string(&self) -> Option<String> {
        match &self.kind {
            ElementKind::Name(ident) => Some(unraw(ident)),
            ElementKind::String(string) => Some(string.clone()),
            ElementKind::Number(number) => Some(number.to_string()),
            ElementKind::Bool(truth) => Some(truth.to_string()),
            ElementKind::Compound(..) | ElementKind::Missing => None,
        }
    }

    /// As the user wrote it.
    pub(crate) fn source(&self) -> String {
        match &self.kind {
            ElementKind::String(string) => format!("{string:?}"),
            ElementKind::Compound(name, _) => name.clone(),
            _ => self.string().unwrap_or_default(),
        }
    }

    /// The literal that a Rust expression sees: a name is a string.
    pub(crate) fn literal(&self) -> Option<TokenStream> {
        let literal = match &self.kind {
            ElementKind::Number(number) => Literal::i64_unsuffixed(*number),
            ElementKind::Bool(truth) => return Some(truth.to_token_stream()),
            _ => Literal::string(&self.string()?),
        };
        Some(literal.to_token_stream())
    }
}

/// A variable of a `for`.
pub(crate) struct Variable {
    pub(crate) ident: Ident,
    pub(crate) used: bool,
}

/// A `for` that reading is in.
pub(crate) struct Loop {
    /// Of the `for` as it is written: one in another one has the same in all its iterations.
    pub(crate) number: usize,
    pub(crate) variables: Vec<Variable>,
    /// The elements that the variables stand for in this iteration.
    pub(crate) elements: Vec<Element>,
    iteration: IterationId,
}

/// The `for`s that reading is in, the innermost last, and what they leave.
#[derive(Default)]
pub(crate) struct Scope {
    loops: Vec<Loop>,
    /// The places of every `for`.
    places: Vec<String>,
    pub(crate) iterations: Vec<Iteration>,
    /// The number of iterations among them that are no uses of values.
    rounds: usize,
    /// True where there were too many of them.
    pub(crate) exhausted: bool,
    /// The number of `for`s around this place of which the variables could not be read:
    /// any name could be one of them, and none is known to be wrong.
    blind: usize,
    /// Names made of strings that are none; reported already.
    pub(crate) misnamed: HashSet<String>,
    /// Loop variables that are named and do not exist; reported already.
    pub(crate) absent: HashSet<String>,
}

impl Scope {
    /// Returns whether there was a `for` at all.
    pub(crate) fn is_repeated(&self) -> bool {
        !self.places.is_empty()
    }

    /// Returns whether this place is in a `for`.
    pub(crate) fn is_inside(&self) -> bool {
        self.depth() > 0
    }

    /// Returns whether a `for` stands around this place of which the variables could not be read.
    pub(crate) fn is_blind(&self) -> bool {
        self.blind > 0
    }

    /// The number of `for`s around this place.
    pub(crate) fn depth(&self) -> usize {
        self.loops.len().saturating_add(self.blind)
    }

    /// Begins a `for` of which the variables could not be read.
    pub(crate) fn enter_blindly(&mut self) {
        self.blind = self.blind.saturating_add(1);
    }

    /// Ends it.
    pub(crate) fn leave_blindly(&mut self) {
        self.blind = self.blind.saturating_sub(1);
    }

    /// The iteration that reading is in.
    pub(crate) fn iteration(&self) -> Option<IterationId> {
        self.loops.last().map(|innermost| innermost.iteration)
    }

    /// The number of the `for` whose word stands here.
    pub(crate) fn number(&mut self, keyword: Span) -> usize {
        let place = SourceSpan::new(keyword).key();
        let known = self.places.iter().position(|known| *known == place);
        known.unwrap_or_else(|| {
            self.places.push(place);
            self.places.len().saturating_sub(1)
        })
    }

    /// Begins the next iteration of a `for`.
    pub(crate) fn enter(
        &mut self,
        number: usize,
        variables: Vec<Variable>,
        elements: Vec<Element>,
        span: Span,
    ) {
        let places = elements.iter().map(|element| element.at.key()).collect();
        self.loops.push(Loop {
            number,
            variables,
            elements,
            iteration: IterationId(self.iterations.len()),
        });
        let bindings: Vec<String> = self.bindings().collect();
        self.iterations.push(Iteration {
            repetition: number,
            used: None,
            bindings: bindings.join(", "),
            span,
            elements: places,
        });
        self.rounds = self.rounds.saturating_add(1);
    }

    /// Records that a declared value is used at a place.
    pub(crate) fn add_use(&mut self, declared: Span, span: Span, used: Use) -> IterationId {
        let id = IterationId(self.iterations.len());
        let repetition = self.number(declared);
        self.iterations.push(Iteration {
            repetition,
            used: Some(used),
            bindings: String::new(),
            span,
            elements: Vec::new(),
        });
        id
    }

    /// Returns whether something was put in by `..NAME`.
    pub(crate) fn is_spread(&self, iteration: Option<IterationId>) -> bool {
        let iteration = iteration.and_then(|id| self.iterations.get(id.0));
        iteration.is_some_and(|iteration| iteration.used == Some(Use::Spread))
    }

    /// The number of iterations of all `for`s so far.
    pub(crate) fn rounds(&self) -> usize {
        self.rounds
    }

    /// Leaves the inner `for`s, up to a number of them.
    pub(crate) fn split_off(&mut self, depth: usize) -> Vec<Loop> {
        let depth = depth.min(self.loops.len());
        self.loops.split_off(depth)
    }

    /// Goes back into them.
    pub(crate) fn extend(&mut self, loops: Vec<Loop>) {
        self.loops.extend(loops);
    }

    /// Ends the iteration, and gives the variables back for the next one.
    pub(crate) fn leave(&mut self) -> Vec<Variable> {
        self.loops
            .pop()
            .map_or_else(Vec::new, |innermost| innermost.variables)
    }

    /// `account = prod`, for every variable.
    fn bindings(&self) -> impl Iterator<Item = String> {
        self.pairs()
            .filter(|(variable, _)| variable.ident != "_")
            .map(|(variable, element)| format!("{} = {}", variable.ident, element.source()))
    }

    fn pairs(&self) -> impl DoubleEndedIterator<Item = (&Variable, &Element)> {
        self.loops
            .iter()
            .flat_map(|one| one.variables.iter().zip(&one.elements))
    }

    /// The names of the variables, the outermost first.
    pub(crate) fn names(&self) -> Vec<String> {
        self.pairs()
            .map(|(variable, _)| unraw(&variable.ident))
            .filter(|name| name != "_")
            .collect()
    }

    /// The variable of a name.
    pub(crate) fn variable(&self, name: &str) -> Option<&Variable> {
        let mut variables = self.pairs().rev().map(|(variable, _)| variable);
        variables.find(|variable| is_named(variable, name))
    }

    /// The element of a variable, and the number of its `for`; it is used by that.
    pub(crate) fn take(&mut self, name: &str) -> Option<(Element, usize)> {
        self.loops.iter_mut().rev().find_map(|one| {
            let mut pairs = one.variables.iter_mut().zip(&one.elements);
            let (variable, element) = pairs.find(|(variable, _)| is_named(variable, name))?;
            variable.used = true;
            Some((element.clone(), one.number))
        })
    }

    /// A Rust expression that sees the variables that it names: as strings, as numbers.
    pub(crate) fn bind(&mut self, tokens: TokenStream) -> TokenStream {
        if self.loops.is_empty() || tokens.is_empty() {
            return tokens;
        }
        let source = tokens.to_string();
        let mut bindings = TokenStream::new();
        for one in &mut self.loops {
            for (variable, element) in one.variables.iter_mut().zip(&one.elements) {
                if !mentions(&source, &variable.ident.to_string()) {
                    continue;
                }
                variable.used = true;
                if let Some(literal) = element.literal() {
                    let ident = &variable.ident;
                    // A word in one of its strings need not be the variable.
                    bindings.extend(quote_spanned! {Span::mixed_site()=>
                        #[allow(unused_variables)]
                        let #ident = #literal;
                    });
                }
            }
        }
        if bindings.is_empty() {
            return tokens;
        }
        quote_spanned!(Span::mixed_site()=> { #bindings #tokens })
    }
}

fn is_named(variable: &Variable, name: &str) -> bool {
    name != "_" && unraw(&variable.ident) == name
}

/// Returns whether a word stands somewhere in the source, in a string too: `format!("{region}")`.
pub(crate) fn mentions(source: &str, name: &str) -> bool {
    let in_word = |character: char| character == '_' || character.is_alphanumeric();
    source
        .split(|character: char| !in_word(character))
        .any(|word| Some(word) == name.strip_prefix("r#").or(Some(name)))
}
