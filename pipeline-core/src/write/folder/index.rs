//! The index: whose a folder is, and the files in it that we wrote.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::names::has_our_form;

/// The index's own file.
pub(crate) const INDEX: &str = ".pipewright";

/// The first line's begin.
const OWNER: &str = "output of ";

/// The files that we wrote, and for whom. It can be edited by anybody: a name in it makes no
/// file ours that does not look like ours, see [`is_ours`](super::names::is_ours).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Index {
    /// The crate or the program that wrote the folder.
    pub(super) owner: Option<String>,
    /// The names of the files.
    pub(super) names: BTreeSet<String>,
}

impl Index {
    /// Reads the index of a folder; an empty one if there is none.
    pub(super) fn read(folder: &Path) -> io::Result<Index> {
        match fs::read(folder.join(INDEX)) {
            Ok(bytes) => Ok(Index::parse(&String::from_utf8_lossy(&bytes))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Index::default()),
            Err(error) => Err(error),
        }
    }

    fn parse(text: &str) -> Index {
        let owner = text
            .lines()
            .next()
            .and_then(|line| line.strip_prefix(OWNER));
        let names = text.lines().filter(|name| has_our_form(name));
        Index {
            owner: owner.map(str::to_owned),
            names: names.map(str::to_owned).collect(),
        }
    }

    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        if let Some(owner) = &self.owner {
            text = format!("{OWNER}{owner}\n");
        }
        for name in &self.names {
            text.push_str(name);
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let index = Index {
            owner: Some("app".to_owned()),
            names: ["REPORT.md", "app-1.template.json"]
                .map(str::to_owned)
                .into(),
        };
        assert_eq!(Index::parse(&index.text()), index);
        assert_eq!(
            index.text(),
            "output of app\nREPORT.md\napp-1.template.json\n"
        );
    }

    #[test]
    fn names_of_another_form_are_not_in_it() {
        let forged = "REPORT.md\n../REPORT.md\n/etc/x.template.json\nsub/a.template.json\n\
                      ..\n.\n\n.template.json\nnotes.txt\n..\\a.template.json\n<<<<<<< HEAD\n";
        let index = Index::parse(forged);
        assert_eq!(index.owner, None);
        assert_eq!(index.names, ["REPORT.md".to_owned()].into());
    }
}
