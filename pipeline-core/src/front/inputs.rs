//! What a build script reads and Cargo does not know of: the environment variables and the files
//! that its sources name.
//!
//! Cargo runs a script again for what the script tells it, and for nothing else. A variable that is
//! read outside of `pipeline!`, in a helper function for example, would leave the templates of its
//! last value. So the sources are read, and every text of theirs that can be such a name is told. One
//! that is told for nothing costs a run of the script.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Functions that read a file or a folder.
const READING: [&str; 3] = ["read", "read_dir", "read_to_string"];

/// The inputs that sources name.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Inputs {
    pub(super) variables: BTreeSet<String>,
    /// Texts that may be paths of files or folders, relative to the crate.
    paths: BTreeSet<String>,
}

impl Inputs {
    /// The inputs of a build script, by its sources and the one that calls `emit`.
    pub(super) fn of_script(crate_dir: &Path, caller: &str) -> Inputs {
        let mut sources: BTreeSet<PathBuf> = compiled_from().into_iter().collect();
        sources.extend([PathBuf::from("build.rs"), PathBuf::from(caller)]);
        let mut inputs = Inputs::default();
        for source in sources {
            // The compiler names them from the root of the workspace, which is above the crate.
            let mut places = crate_dir.ancestors().map(|above| above.join(&source));
            if let Some(text) = places.find_map(|path| fs::read_to_string(path).ok()) {
                inputs.add(&text);
            }
        }
        inputs
    }

    fn add(&mut self, source: &str) {
        let tokens = tokens(source);
        let is_word = |token: &Token, word: &str| matches!(token, Token::Word(own) if own == word);
        let reads_variables = tokens.iter().any(|token| is_word(token, "env"));
        // A word that reads a variable, and nothing since that ends its call's first argument.
        let mut in_call = false;
        // A word that reads a file, and nothing since that ends the call.
        let mut reading = false;
        for (index, token) in tokens.iter().enumerate() {
            match token {
                Token::Word(word) => {
                    in_call |= matches!(word.as_str(), "var" | "var_os");
                    // `File::open` only reads. A file that is opened in another way may be written.
                    let of_file = || match tokens.get(index.saturating_sub(3)..index) {
                        Some([file, Token::Sign(':'), Token::Sign(':')]) => is_word(file, "File"),
                        _ => false,
                    };
                    reading |= READING.contains(&word.as_str()) || word == "open" && of_file();
                }
                Token::Sign(sign) => {
                    in_call &= !",;={}|".contains(*sign);
                    reading &= !";={}|".contains(*sign);
                }
                Token::Text(text) => {
                    if is_variable(text) && (in_call || reads_variables && is_upper_case(text)) {
                        self.variables.insert(text.clone());
                    }
                    if reading && is_path(text) {
                        self.paths.insert(text.clone());
                    }
                }
            }
        }
    }

    /// The files and folders that exist, but for those in which a folder of ours is. What has changed
    /// since the script was started is written by it, and would make it run again and again.
    pub(super) fn files(
        &self,
        crate_dir: &Path,
        ours: &[&Path],
        started: Option<SystemTime>,
    ) -> Vec<PathBuf> {
        let relative = self.paths.iter().map(|path| path.trim_start_matches('/'));
        let existing = relative
            .filter(|path| !path.is_empty())
            .map(|path| crate_dir.join(path))
            .filter(|path| {
                let whole = || path.canonicalize().unwrap_or_else(|_| path.clone());
                let is_around = |one: &&Path| one.starts_with(whole()) || one.starts_with(path);
                let modified = path.metadata().and_then(|found| found.modified()).ok();
                let is_old = started.is_none_or(|started| modified < Some(started));
                is_old && (path.is_file() || path.is_dir() && !ours.iter().any(is_around))
            });
        existing.collect()
    }
}

/// The sources that the compiler made this program of: beside a build script, Cargo leaves a file
/// with their names.
fn compiled_from() -> Vec<PathBuf> {
    let program = env::current_exe().unwrap_or_default();
    let entries = program.parent().and_then(|folder| folder.read_dir().ok());
    let entries = entries.into_iter().flatten().flatten();
    let lists =
        entries.filter(|entry| Path::new(&entry.file_name()).extension() == Some("d".as_ref()));
    let lists: Vec<String> = lists
        .filter_map(|list| fs::read_to_string(list.path()).ok())
        .collect();
    // Each source has a line of its own, without anything that it is made of.
    let lines = lists.iter().flat_map(|list| list.lines());
    let sources = lines.filter_map(|line| line.strip_suffix(':'));
    let sources = sources.filter(|source| source.ends_with(".rs"));
    sources
        .map(|source| source.replace("\\ ", " ").into())
        .collect()
}

fn is_variable(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || "={}#\0".contains(c))
}

fn is_upper_case(text: &str) -> bool {
    let of_names = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    text.len() > 1 && text.chars().all(of_names) && !text.starts_with(|c: char| c.is_ascii_digit())
}

fn is_path(text: &str) -> bool {
    text.len() < 256 && !text.contains(|c: char| c.is_control() || c == '{')
}

/// As much of a token as a call is known by.
#[derive(Debug)]
enum Token {
    Word(String),
    /// A string, without its quotes and escapes.
    Text(String),
    /// A sign, or a bracket.
    Sign(char),
}

fn tokens(source: &str) -> Vec<Token> {
    let mut found = Vec::new();
    // Only what the compiler has read is asked for, so there are tokens.
    flatten(source.parse().unwrap_or_default(), &mut found);
    found
}

fn flatten(stream: TokenStream, found: &mut Vec<Token>) {
    for tree in stream {
        match tree {
            TokenTree::Ident(word) => found.push(Token::Word(word.to_string())),
            TokenTree::Punct(sign) => found.push(Token::Sign(sign.as_char())),
            TokenTree::Literal(literal) => {
                found.extend(text_of(&literal.to_string()).map(Token::Text));
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ('(', ')'),
                    Delimiter::Brace => ('{', '}'),
                    Delimiter::Bracket | Delimiter::None => ('[', ']'),
                };
                found.push(Token::Sign(open));
                flatten(group.stream(), found);
                found.push(Token::Sign(close));
            }
        }
    }
}

/// The text of a string literal; of any other, nothing.
fn text_of(literal: &str) -> Option<String> {
    let literal = literal.strip_prefix(['b', 'c']).unwrap_or(literal);
    if let Some(raw) = literal.strip_prefix('r') {
        let text = raw.trim_matches('#').strip_prefix('"')?.strip_suffix('"')?;
        return Some(text.to_owned());
    }
    let mut characters = literal.strip_prefix('"')?.strip_suffix('"')?.chars();
    let mut text = String::new();
    while let Some(next) = characters.next() {
        text.extend(match next {
            '\\' => characters.next(),
            other => Some(other),
        });
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn variables(source: &str) -> Vec<String> {
        let mut inputs = Inputs::default();
        inputs.add(source);
        inputs.variables.into_iter().collect()
    }

    #[test]
    fn a_variable_is_found_however_it_is_read() {
        for source in [
            r#"std::env::var("ACCOUNT")?"#,
            r##"std::env::var(r"ACCOUNT")? + r#"Any "text" else"#"##,
            r##"env::var(r#"ACCOUNT"#)"##,
            r#"std::env::var("ACCOUNT",)?"#,
            r#"std::env::var(&"ACCOUNT")?"#,
            r#"std::env::var::<&str>("ACCOUNT")?"#,
            r#"std::env::var_os(("ACCOUNT".to_owned()))"#,
            r#"use std::env::var as read; fn f() { read("ACCOUNT") }"#,
            r#"const NAME: &str = "ACCOUNT"; fn f() { env::var(NAME) }"#,
            r#"["ACCOUNT"].map(|name| std::env::var(name))"#,
            r#"std::env::vars().find(|(name, _)| name == "ACCOUNT")"#,
            "/* env /* \"A_B\" */ */ let c = '\"'; // \"C_D\"\nlet d: &'a str = env::var(\"ACCOUNT\");",
        ] {
            assert_eq!(variables(source), ["ACCOUNT"], "{source}");
        }
        // In a call, a name of lowercase is one too.
        assert_eq!(variables(r#"env::var("account")"#), ["account"]);
        for source in [
            r#"name: "app"; mode: "CREATE_UPDATE""#,
            r#"env::args().find(|one| one == "app")"#,
            r#"let var = env::args(); f("app")"#,
            "// std::env::var(\"ACCOUNT\")",
            r#"env::var("A=B")"#,
            r#"env::var('"')"#,
            "env::var(\"",
            "env::var(r#\"",
            "env /* \"A_B\"",
            "env '",
        ] {
            let found = variables(source);
            assert!(found.iter().all(String::is_empty), "{source}: {found:?}");
        }
    }

    #[test]
    fn a_file_is_found_that_is_there() {
        let folder = env::temp_dir().join(format!("pipewright-inputs-{}", std::process::id()));
        fs::create_dir_all(folder.join("stacks")).expect("a folder");
        fs::write(folder.join("accounts.txt"), "").expect("a file");
        let found = |source: &str| {
            let mut inputs = Inputs::default();
            inputs.add(source);
            let found = inputs.files(&folder, &[&folder.join("deploy/pipewright")], None);
            let names = found
                .into_iter()
                .map(|path| path.strip_prefix(&folder).map(Path::to_owned));
            names
                .map(|name| name.expect("below").display().to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            found(r#"fs::read_to_string("accounts.txt")"#),
            ["accounts.txt"]
        );
        let joined = r#"File::open(concat!(env!("CARGO_MANIFEST_DIR"), "/accounts.txt"))"#;
        assert_eq!(found(joined), ["accounts.txt"]);
        assert_eq!(found(r#"fs::read_dir("stacks")"#), ["stacks"]);
        for other in [
            r#"fs::read("none.txt")"#,
            r#"fs::read("")"#,
            r#"f("accounts.txt")"#,
            r#"File::options().append(true).open("accounts.txt")"#,
            r#"fs::write("accounts.txt", text)"#,
            r#"fs::read("/")"#,
        ] {
            assert_eq!(found(other), [""; 0], "{other}");
        }
        // What the script writes has changed since its start.
        let mut inputs = Inputs::default();
        inputs.add(r#"File::open("accounts.txt")"#);
        let started = |seconds| Some(SystemTime::now() + Duration::from_secs(seconds));
        assert_eq!(inputs.files(&folder, &[], started(9)).len(), 1);
        let written = inputs.files(&folder, &[], Some(SystemTime::UNIX_EPOCH));
        assert!(written.is_empty(), "{written:?}");
        // What we write to changes with every run.
        fs::create_dir_all(folder.join("deploy/pipewright")).expect("a folder");
        assert_eq!(found(r#"fs::read_dir("deploy")"#), [""; 0]);
        fs::remove_dir_all(&folder).expect("removed");
    }
}
