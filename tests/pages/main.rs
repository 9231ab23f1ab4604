//! The pages that people read: every link leads somewhere, in the repository and in the
//! documentation that rustdoc makes of them; and what the documentation shows can be copied.

mod architecture;
mod markdown;
mod rendered;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use markdown::Markdown;
use pipewright_core::codes;
use rendered::Rendered;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below a folder with this end, by their paths from the root. Folders of what is built
/// and of what others wrote are left out.
fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            let others = ["target", "node_modules"].contains(&&*name) || name.starts_with('.');
            if path.is_dir() && !others {
                folders.push(path);
            } else if name.ends_with(end) {
                found.push(
                    path.strip_prefix(root())
                        .expect("below the root")
                        .to_owned(),
                );
            }
        }
    }
    found.sort();
    found
}

/// A part of a page that stands in another folder than the page.
const PART: &str = "tests/peer/page_start.md";

#[test]
fn every_link_leads_somewhere_in_the_repository() {
    let mut checked = 0;
    let mut dead = Vec::new();
    for page in files(root(), ".md") {
        if page == Path::new(PART) {
            continue;
        }
        for link in Markdown::read(&root().join(&page)).links {
            if link.contains("://") {
                continue;
            }
            checked += 1;
            let (file, part) = link.split_once('#').unwrap_or((&link, ""));
            let target = match file {
                "" => root().join(&page),
                file => root().join(&page).with_file_name(file),
            };
            let has_part = || part.is_empty() || Markdown::read(&target).anchors.contains(part);
            if !target.exists() || !has_part() {
                dead.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(dead.is_empty(), "{}", dead.join("\n"));
    assert!(checked > 700, "only {checked} links were checked");
}

/// The path of a page's module: `docs/guide/first-run.md` is `guide/first_run`.
fn module(page: &Path) -> String {
    let page = page
        .strip_prefix("docs")
        .expect("a page")
        .with_extension("");
    let page = page.to_string_lossy().replace('-', "_");
    page.strip_suffix("/README").unwrap_or(&page).to_owned()
}

#[test]
fn every_page_is_a_part_of_the_documentation_and_its_links_lead_somewhere() {
    let docs = Rendered::make();
    let mut dead = Vec::new();
    for page in files(&root().join("docs"), ".md") {
        let file = format!("{}/index.html", module(&page));
        if !docs.exists(&file) {
            dead.push(format!("{}: no part of the documentation", page.display()));
            continue;
        }
        dead.extend(docs.dead_links(&file));
        let links = Markdown::read(&root().join(&page)).links;
        let shown = docs.page(&file).links.clone();
        // What is not shown with the documentation has no link there, and nothing else lacks one.
        for link in links
            .iter()
            .filter(|link| link.starts_with('#') || link.contains(".md"))
        {
            let wanted = wanted(&page, link);
            let is_shown = wanted.is_none_or(|wanted| shown.contains(&wanted));
            if !is_shown {
                dead.push(format!("{}: {link} is not shown", page.display()));
            }
        }
    }
    dead.extend(docs.dead_links("index.html"));
    assert!(dead.is_empty(), "{}", dead.join("\n"));
    for code in codes::all() {
        let address = code.address();
        let place = address.strip_prefix("https://docs.rs/pipewright/latest/pipewright/");
        let (file, part) = place
            .and_then(|place| place.split_once('#'))
            .expect(&address);
        assert!(docs.page(file).anchors.contains(part), "{address}");
    }
}

/// The part of a page that a link to another page leads to, as the page of the documentation has
/// it.
fn wanted(page: &Path, link: &str) -> Option<String> {
    if link.starts_with('#') {
        return Some(link.to_owned());
    }
    let (file, part) = link.split_once('#').unwrap_or((link, ""));
    let target = root().join(page).with_file_name(file).canonicalize().ok()?;
    let docs = root().join("docs").canonicalize().ok()?;
    let target = Path::new("docs").join(target.strip_prefix(docs).ok()?);
    let up = "../".repeat(module(page).split('/').count());
    let part = if part.is_empty() {
        String::new()
    } else {
        format!("#{part}")
    };
    Some(format!("{up}{}/index.html{part}", module(&target)))
}

#[test]
fn every_struct_and_the_macro_have_an_example_that_a_user_can_copy() {
    let docs = Rendered::make();
    let items: BTreeSet<String> = docs.items();
    let structs = items.iter().filter(|item| item.starts_with("struct."));
    assert!(structs.count() > 25, "{items:?}");
    for item in items {
        let html = docs.html(&item);
        let shown = item.starts_with("struct.") || item == "macro.pipeline.html";
        assert!(
            !shown || html.contains("rust-example-rendered"),
            "{item} has no example"
        );
        for example in html.split("rust-example-rendered").skip(1) {
            let example = example.split("</pre>").next().unwrap_or_default();
            for inner in ["pipewright_core", "pipewright_model"] {
                assert!(
                    !example.contains(inner),
                    "{item}: a user cannot name `{inner}`"
                );
            }
        }
    }
}
