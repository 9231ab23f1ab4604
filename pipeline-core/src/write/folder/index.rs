//! The index: whose a folder is, and the files in it that we wrote.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::names::has_our_form;

/// The index's own file.
pub(crate) const INDEX: &str = ".pipewright";

/// The begin of a line that names an owner; they come first.
const OWNER: &str = "output of ";

/// The files that we wrote, and for whom. It can be edited by anybody: a name in it makes no
/// file ours that does not look like ours, see [`is_ours`](super::names::is_ours).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Index {
    /// Those who wrote the folder: a crate, a program, or plain files.
    pub(super) owners: BTreeSet<String>,
    /// The names of the files.
    pub(super) names: BTreeSet<String>,
}

/// The line of the index that names an owner.
pub(crate) fn owner_line(owner: &str) -> String {
    format!("{OWNER}{owner}")
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
        let owners = text.lines().filter_map(|line| line.strip_prefix(OWNER));
        let names = text.lines().filter(|name| has_our_form(name));
        Index {
            owners: owners.map(str::to_owned).collect(),
            names: names.map(str::to_owned).collect(),
        }
    }

    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for owner in &self.owners {
            text.push_str(&owner_line(owner));
            text.push('\n');
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
            owners: ["../app.pipeline", "../other.pipeline"]
                .map(str::to_owned)
                .into(),
            names: ["REPORT.md", "app-1.template.json"]
                .map(str::to_owned)
                .into(),
        };
        assert_eq!(Index::parse(&index.text()), index);
        assert_eq!(
            index.text(),
            "output of ../app.pipeline\noutput of ../other.pipeline\nREPORT.md\napp-1.template.json\n"
        );
    }

    #[test]
    fn names_of_another_form_are_not_in_it() {
        let forged = "REPORT.md\n../REPORT.md\n/etc/x.template.json\nsub/a.template.json\n\
                      ..\n.\n\n.template.json\nnotes.txt\n..\\a.template.json\n<<<<<<< HEAD\n";
        let index = Index::parse(forged);
        assert!(index.owners.is_empty());
        assert_eq!(index.names, ["REPORT.md".to_owned()].into());
    }
}
