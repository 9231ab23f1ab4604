//! Links and headings of a Markdown file, as a forge shows it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

pub(crate) struct Markdown {
    pub(crate) links: Vec<String>,
    pub(crate) anchors: BTreeSet<String>,
}

impl Markdown {
    pub(crate) fn read(path: &Path) -> Markdown {
        let mut found = Markdown {
            links: Vec::new(),
            anchors: BTreeSet::new(),
        };
        let Ok(text) = fs::read_to_string(path) else {
            return found;
        };
        let mut heading: Option<String> = None;
        for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    found.links.push(dest_url.into_string());
                }
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => {
                    let name = anchor(&heading.take().unwrap_or_default());
                    let same = |number: &usize| match number {
                        0 => name.clone(),
                        number => format!("{name}-{number}"),
                    };
                    let free = (0..).map(|number| same(&number));
                    let free = free.into_iter().find(|name| !found.anchors.contains(name));
                    found.anchors.extend(free);
                }
                Event::Text(text) | Event::Code(text) => {
                    if let Some(heading) = &mut heading {
                        heading.push_str(&text);
                    }
                }
                _ => {}
            }
        }
        found
    }
}

/// The anchor of a heading: GitHub and GitLab take its letters, digits, `-` and `_`.
fn anchor(heading: &str) -> String {
    let lower = heading.trim().to_lowercase();
    let kept = lower
        .chars()
        .filter(|one| one.is_alphanumeric() || "-_ ".contains(*one));
    kept.map(|one| if one == ' ' { '-' } else { one }).collect()
}
