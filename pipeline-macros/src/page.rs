//! A page of `docs/` for rustdoc: its links to other pages lead to their modules.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the pages in the crate that is documented.
const DOCS: &str = "docs";

/// The items of the crate, as a page links to them.
const ITEMS: &str = "https://docs.rs/pipewright/latest/pipewright/";

/// The page of this path below `docs/`, in the crate in this folder whose sources are shown at this
/// address.
pub(crate) fn page(path: &str, root: &Path, sources: &str) -> Result<String, String> {
    let file = root.join(DOCS).join(path);
    let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let page = Page {
        path,
        root,
        sources,
    };
    page.rewritten(&text)
}

struct Page<'a> {
    path: &'a str,
    root: &'a Path,
    sources: &'a str,
}

/// What becomes of a link.
enum Link {
    Kept,
    To(String),
    /// Its file is not shown with the documentation, so its text stands alone.
    Dropped,
}

impl Page<'_> {
    /// The text with other links. What stands in blocks of code stays as it is.
    fn rewritten(&self, text: &str) -> Result<String, String> {
        let mut out = String::new();
        let mut fence: Option<&str> = None;
        let mut prose = String::new();
        for line in text.split_inclusive('\n') {
            let start = line.trim_start();
            let ticks = start.split_at(start.len() - start.trim_start_matches('`').len());
            match fence {
                Some(open) if ticks.0.len() >= open.len() && ticks.1.trim().is_empty() => {
                    fence = None;
                    out.push_str(line);
                }
                Some(_) => out.push_str(line),
                None if ticks.0.len() >= 3 => {
                    self.prose(&prose, &mut out)?;
                    prose.clear();
                    fence = Some(ticks.0);
                    out.push_str(line);
                }
                None => prose.push_str(line),
            }
        }
        self.prose(&prose, &mut out)?;
        Ok(out)
    }

    /// Adds text without blocks of code.
    fn prose(&self, text: &str, out: &mut String) -> Result<(), String> {
        // The places in `out` of brackets that are open.
        let mut open: Vec<usize> = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if first == '`' {
                let (code, after) = code_span(rest);
                out.push_str(code);
                rest = after;
                continue;
            }
            if first == '[' {
                open.push(out.len());
            }
            if first == ']' {
                let start = open.pop();
                let target = rest
                    .strip_prefix("](")
                    .and_then(|rest| rest.split_once(')'));
                if let (Some(start), Some((target, after))) = (start, target) {
                    let is_image = out.get(..start).is_some_and(|out| out.ends_with('!'));
                    match self.link(target, is_image)? {
                        Link::Kept => out.push_str(&format!("]({target})")),
                        Link::To(target) => out.push_str(&format!("]({target})")),
                        Link::Dropped => drop(out.remove(start)),
                    }
                    rest = after;
                    continue;
                }
            }
            out.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
        Ok(())
    }

    fn link(&self, target: &str, is_image: bool) -> Result<Link, String> {
        if let Some(item) = target.strip_prefix(ITEMS) {
            return Ok(Link::To(format!("{}{item}", self.to_root())));
        }
        if target.contains("://") || target.starts_with('#') {
            return Ok(Link::Kept);
        }
        let (file, part) = match target.split_once('#') {
            Some((file, part)) => (file, format!("#{part}")),
            None => (target, String::new()),
        };
        let file = joined(&format!("{DOCS}/{}", self.path), file);
        if is_image {
            let content = fs::read(self.root.join(&file));
            let content = content.map_err(|error| format!("{file}: {error}"))?;
            let kind = file.rsplit('.').next().unwrap_or_default();
            let data: String = content.iter().map(|byte| format!("%{byte:02X}")).collect();
            return Ok(Link::To(format!("data:image/{kind},{data}")));
        }
        let page = file.strip_prefix("docs/");
        if let Some(page) = page.and_then(|page| page.strip_suffix(".md")) {
            let module = module(page);
            return Ok(Link::To(format!(
                "{}{module}/index.html{part}",
                self.to_root()
            )));
        }
        // The crate's package has its pages and what stands beside `Cargo.toml`.
        if page.is_some() || !file.contains('/') {
            return Ok(Link::To(format!("{}{file}{part}", self.sources)));
        }
        Ok(Link::Dropped)
    }

    /// The way from the page's module to the crate's.
    fn to_root(&self) -> String {
        let page = self.path.strip_suffix(".md").unwrap_or(self.path);
        "../".repeat(module(page).split('/').count())
    }
}

/// The path of a page's module: `guide/first-run` is `guide/first_run`, `guide/README` is `guide`.
fn module(page: &str) -> String {
    let page = page.strip_suffix("/README").unwrap_or(page);
    page.replace('-', "_")
}

/// The code that a text begins with, and what follows it.
fn code_span(text: &str) -> (&str, &str) {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let (open, rest) = text.split_at(ticks);
    // A paragraph ends at an empty line, so that a stray backtick opens no code.
    let paragraph = rest.split("\n\n").next().unwrap_or(rest);
    match paragraph.find(open) {
        Some(end) => text.split_at(ticks + end + ticks),
        None => text.split_at(ticks),
    }
}

/// The path of a file that another file names.
fn joined(from: &str, file: &str) -> String {
    let mut path = PathBuf::from(from);
    path.pop();
    for part in file.split('/') {
        match part {
            ".." => drop(path.pop()),
            "." => {}
            part => path.push(part),
        }
    }
    path.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(path: &str, text: &str) -> String {
        let page = Page {
            path,
            root: Path::new(env!("CARGO_MANIFEST_DIR")),
            sources: "https://sources/",
        };
        page.rewritten(text).expect("no image")
    }

    #[test]
    fn a_link_to_a_page_leads_to_its_module() {
        for (path, link, wanted) in [
            ("errors.md", "language.md", "../language/index.html"),
            ("errors.md", "#p102", "#p102"),
            ("errors.md", "guide/README.md", "../guide/index.html"),
            (
                "guide/ci.md",
                "first-run.md#a-b",
                "../../guide/first_run/index.html#a-b",
            ),
            (
                "guide/README.md",
                "../errors.md#p102",
                "../errors/index.html#p102",
            ),
            ("guide/ci.md", "https://x.org/a.md", "https://x.org/a.md"),
            (
                "command/new.md",
                "https://docs.rs/pipewright/latest/pipewright/fn.emit.html",
                "../../fn.emit.html",
            ),
            (
                "a.md",
                "b.schema.json",
                "https://sources/docs/b.schema.json",
            ),
            ("a.md", "../README.md#x", "https://sources/README.md#x"),
        ] {
            let text = rewritten(path, &format!("a [b `[c]` d]({link}) e"));
            assert_eq!(text, format!("a [b `[c]` d]({wanted}) e"), "{path}");
        }
    }

    #[test]
    fn a_link_to_what_is_not_shown_is_its_text() {
        let text = rewritten("a.md", "x [one\ntwo](../examples/three) [a](b.md).");
        assert_eq!(text, "x one\ntwo [a](../b/index.html).");
    }

    #[test]
    fn code_stays_as_it_is() {
        for code in [
            "`[a](b.md)` and ``[a](b.md) ` ``",
            "````text\n[a](b.md)\n```\n[a](b.md)\n````\n",
        ] {
            assert_eq!(rewritten("a.md", code), code);
        }
        let stray = rewritten("a.md", "a ` b\n\n[a](b.md) `");
        assert_eq!(stray, "a ` b\n\n[a](../b/index.html) `");
    }

    #[test]
    fn an_image_stands_in_the_page_itself() {
        // It begins with `[package]`.
        let image = rewritten("a.md", "![x](../Cargo.toml)");
        assert!(
            image.starts_with("![x](data:image/toml,%5B%70%61%63"),
            "{image}"
        );
    }
}
