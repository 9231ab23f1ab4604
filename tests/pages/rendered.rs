//! The documentation as rustdoc renders it, read back.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;

pub(crate) struct Rendered {
    folder: PathBuf,
    pages: RefCell<BTreeMap<String, Rc<Page>>>,
}

/// The links and anchors of a page.
pub(crate) struct Page {
    pub(crate) links: BTreeSet<String>,
    pub(crate) anchors: BTreeSet<String>,
}

impl Rendered {
    /// Renders the documentation of the crate that users depend on.
    pub(crate) fn make() -> Rendered {
        let output = Command::new(env!("CARGO"))
            .args(["doc", "--package", "pipewright", "--no-deps", "--locked"])
            // As the gate renders it, so that it is there already.
            .env("RUSTDOCFLAGS", "-Dwarnings")
            .current_dir(super::root())
            .output()
            .expect("cargo");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
        Rendered {
            folder: target.expect("a target folder").join("doc/pipewright"),
            pages: RefCell::default(),
        }
    }

    pub(crate) fn exists(&self, file: &str) -> bool {
        self.folder.join(file).exists()
    }

    pub(crate) fn html(&self, file: &str) -> String {
        let path = self.folder.join(file);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    pub(crate) fn page(&self, file: &str) -> Rc<Page> {
        let known = self.pages.borrow().get(file).cloned();
        known.unwrap_or_else(|| {
            let html = self.html(file);
            let page = Rc::new(Page {
                links: attributes(&html, "href"),
                anchors: attributes(&html, "id"),
            });
            self.pages
                .borrow_mut()
                .insert(file.to_owned(), Rc::clone(&page));
            page
        })
    }

    /// The links of a page that lead nowhere. Those to other sites are left out.
    pub(crate) fn dead_links(&self, file: &str) -> Vec<String> {
        let links = self.page(file).links.clone();
        let own = links.iter().filter(|link| !link.contains("://"));
        let dead = own.filter(|link| !self.leads_somewhere(file, link));
        dead.map(|link| format!("{file}: {link}")).collect()
    }

    fn leads_somewhere(&self, file: &str, link: &str) -> bool {
        let (target, part) = link.split_once('#').unwrap_or((link, ""));
        let target = match target {
            "" => file.to_owned(),
            target => joined(file, target),
        };
        let path = self.folder.join(&target);
        if !path.is_file() {
            return false;
        }
        // Lines of sources are no anchors: a script marks them.
        part.is_empty() || target.contains("src/") || self.page(&target).anchors.contains(part)
    }

    /// The files of the crate's items, other than its modules.
    pub(crate) fn items(&self) -> BTreeSet<String> {
        let links = self.page("all.html").links.clone();
        let item = |link: &String| !link.contains('/') && link.contains('.') && !link.contains('#');
        let items = links.into_iter().filter(item);
        items
            .filter(|link| self.exists(link) && link != "index.html")
            .collect()
    }
}

/// The path of a file that another names, from the crate's folder.
fn joined(from: &str, file: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in file.split('/') {
        match part {
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The values of an attribute.
fn attributes(html: &str, name: &str) -> BTreeSet<String> {
    let start = format!(" {name}=\"");
    let values = html.split(start.as_str()).skip(1);
    let values = values.filter_map(|rest| rest.split('"').next());
    values
        .map(|value| value.replace("&amp;", "&").replace("&#39;", "'"))
        .collect()
}
