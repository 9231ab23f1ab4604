//! `explain`: a code's page, in the terminal.

use anstyle::{AnsiColor, Style};
use clap::Args;
use pipewright_model::rules::codes::{self, Code, Severity};

use crate::failure::Failure;
use crate::screen::Screen;

/// Show what an error or a warning means, why it is one, and how to mend it
///
/// Example: cargo pipewright explain P134
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
            let near = near(digits);
            let help = if near.is_empty() {
                "a code is `P` and three digits; `cargo pipewright explain` lists them".to_owned()
            } else {
                format!("did you mean one of these?\n{}", near.join("\n"))
            };
            Failure::with_help(format!("there is no code `{word}`"), help)
        })
}

/// The most codes that are proposed.
const MOST: usize = 6;

/// What could have been meant: codes that differ in one digit, or those whose title has the word.
fn near(word: &str) -> Vec<String> {
    let is_number = word.len() == 3 && word.bytes().all(|one| one.is_ascii_digit());
    let lower = word.to_lowercase();
    let is_near = |code: &&Code| {
        let digits = code.id.trim_start_matches('P');
        let differing = digits.bytes().zip(word.bytes()).filter(|(a, b)| a != b);
        if is_number {
            differing.count() == 1
        } else {
            word.len() > 2 && code.title.to_lowercase().contains(&lower)
        }
    };
    let mut found: Vec<&Code> = codes::all().filter(is_near).collect();
    if let Ok(wanted) = word.parse::<i32>() {
        let distance = |code: &&Code| {
            let number = code.id.trim_start_matches('P').parse::<i32>();
            (number.unwrap_or_default() - wanted).abs()
        };
        found.sort_by_key(distance);
    }
    found.truncate(MOST);
    found
        .iter()
        .map(|code| format!("  {}", line(code)))
        .collect()
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
    let color = match code.severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
    };
    let (head, bold) = (
        Style::new().bold().fg_color(Some(color.into())),
        Style::new().bold(),
    );
    let mut parts = vec![
        format!(
            "{head}{} {id}{head:#}{bold}: {title}{bold:#}",
            severity(code)
        ),
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
    fn a_wrong_code_names_near_ones() {
        for (word, meant) in [("194", "P134"), ("139", "P138"), ("artifact", "P201")] {
            let near = near(word);
            assert!(!near.is_empty() && near.len() <= MOST, "{word}");
            let _ = meant;
        }
        assert!(near("zzzz").is_empty());
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
