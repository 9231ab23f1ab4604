//! `explain`: a code's page, in the terminal.

use clap::Args;
use pipewright_model::rules::codes::{self, Code, Severity};

use crate::failure::Failure;
use crate::screen::Screen;

/// Show what an error or a warning means, why it is one, and how to mend it
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A code, such as P134; without one, the list of all codes
    code: Option<String>,
}

pub(crate) fn run(Arguments { code }: &Arguments, screen: &Screen) -> Result<(), Failure> {
    let Some(code) = code else {
        for code in codes::all() {
            screen.result(line(code));
        }
        return Ok(());
    };
    screen.result(page(find(code)?));
    Ok(())
}

/// The code that was meant: `P134`, `p134`, `134`, `[P134]`.
fn find(word: &str) -> Result<&'static Code, Failure> {
    let digits = word
        .trim_matches(['[', ']', ' '])
        .trim_start_matches(['P', 'p']);
    codes::all()
        .find(|code| code.id.strip_prefix('P') == Some(digits))
        .ok_or_else(|| {
            Failure::with_help(
                format!("there is no code `{word}`"),
                "a code is `P` and three digits; `cargo pipewright explain` lists them",
            )
        })
}

fn severity(code: &Code) -> &'static str {
    match code.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn line(code: &Code) -> String {
    format!("{} {:7} {}", code.id, severity(code), code.title)
}

fn page(code: &Code) -> String {
    let Code {
        id,
        title,
        why,
        example,
        fix,
        source,
        ..
    } = code;
    let mut parts = vec![
        format!("{} {id}: {title}", severity(code)),
        (*why).to_owned(),
    ];
    if !example.is_empty() {
        let indented: Vec<String> = example.lines().map(|line| format!("    {line}")).collect();
        parts.push(indented.join("\n"));
    }
    parts.push((*fix).to_owned());
    if !source.is_empty() {
        parts.push(format!("Source: {source}"));
    }
    parts.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_as_people_write_it() {
        for word in ["P134", "p134", "134", "[P134]"] {
            assert_eq!(find(word).expect(word).id, "P134");
        }
        for word in ["", "P", "P1", "P1345", "E0277", "P999"] {
            find(word).expect_err(word);
        }
    }

    #[test]
    fn a_page_has_all_parts() {
        for code in codes::all() {
            let page = page(code);
            for part in [code.title, code.why, code.fix, code.source] {
                assert!(page.contains(part), "{}", code.id);
            }
        }
    }
}
