//! The words of the language, each with its sentence.

use pipewright_model::catalogue::declared::SETTINGS;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::catalogue::key;
use super::{documented, identifier};

/// A word, and what it is for.
type Word = (&'static str, &'static str);

/// The first words of declarations.
const DECLARATIONS: &[Word] = &[
    (
        "home",
        "Declares the account and the region that the pipeline lives in.",
    ),
    ("account", "Declares another account."),
    (
        "organization",
        "States the organization that the accounts are in.",
    ),
    ("store", "Declares an artifact store: a bucket and its key."),
    ("role", "Declares an IAM role."),
    ("roles", "States the rules for the roles that we make."),
    ("project", "Declares a CodeBuild project."),
    ("action_type", "Declares an action type of your own."),
    ("variable", "Declares a pipeline variable."),
    ("parameter", "Declares a template parameter."),
    (
        "trigger",
        "States which pushes and pull requests start the pipeline.",
    ),
    ("notify", "Sends notifications about the pipeline."),
    ("schedule", "Starts the pipeline at certain times."),
    (
        "on_event",
        "Starts the pipeline when an event matches a pattern.",
    ),
    ("output", "Declares an output of the pipeline's template."),
    ("override", "Changes a resource of the templates."),
    (
        "resource",
        "Declares a CloudFormation resource beside the pipeline.",
    ),
    ("value", "Gives a value a name, for use in several places."),
    ("stage", "Declares a stage."),
];

/// The first words of what stands in a stage beside actions.
pub(super) const STEPS: &[Word] = &[
    (
        "parallel",
        "The actions in this block run at the same time.",
    ),
    (
        "before_entry",
        "A condition that is checked before the stage starts.",
    ),
    (
        "on_success",
        "A condition that is checked when the stage has succeeded.",
    ),
    ("on_failure", "What happens when the stage has failed."),
    (
        "disabled",
        "Lets no execution enter the stage, and states the reason.",
    ),
];

/// The clauses that Rust has no keyword for.
pub(super) const CLAUSES: &[Word] = &[
    ("via", "The store that the action's artifacts go through."),
    ("of", "The actions whose change sets an approval is about."),
];

/// The results of conditions, and the modes of a retry.
pub(super) const RESULTS: &[Word] = &[
    ("FAIL", "The stage fails."),
    ("SKIP", "The execution skips the stage."),
    (
        "ROLLBACK",
        "The stage returns to its last successful execution.",
    ),
    ("RETRY", "The stage runs again, once."),
    ("ALL_ACTIONS", "All actions of the stage run again."),
    ("FAILED_ACTIONS", "Only the failed actions run again."),
];

/// The module of some words.
pub(super) fn words(module: Ident, words: &[Word]) -> TokenStream {
    let words = words.iter().filter_map(|word| item(*word));
    quote!(pub mod #module { #(#words)* })
}

/// The module of what a declaration or a setting begins with.
pub(super) fn declarations(module: Ident) -> TokenStream {
    let words = DECLARATIONS.iter().filter_map(|word| item(*word));
    let settings = SETTINGS.iter().filter_map(key);
    quote!(pub mod #module { #(#words)* #(#settings)* })
}

fn item((word, sentence): Word) -> Option<TokenStream> {
    let (name, doc) = (identifier(word)?, documented(sentence));
    Some(quote!(#doc pub struct #name;))
}

#[cfg(test)]
mod tests {
    use pipewright_syntax::Clause;

    use super::*;

    #[test]
    fn every_word_of_the_language_has_a_sentence() {
        let words = |words: &[Word]| words.iter().map(|(word, _)| *word).collect::<Vec<_>>();
        assert_eq!(words(DECLARATIONS), pipewright_syntax::DECLARATIONS);
        assert_eq!(words(STEPS), pipewright_syntax::STAGE_WORDS);
        assert_eq!(words(CLAUSES), Clause::WORDS);
    }
}
