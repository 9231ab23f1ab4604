//! Lists that are compiled in, in blocks. A block begins with a line `# NAME`; a `#` stands
//! nowhere else.

/// The name of each block of a list, with its lines.
pub fn blocks(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> + Clone {
    // Cut at a character: a build script is not optimised, and there the standard library takes many
    // times as long to find a text.
    let blocks = list.split('#').skip(1);
    blocks.filter_map(|block| block.strip_prefix(' ')?.split_once('\n'))
}

/// The lines of one block.
#[must_use]
pub fn block(list: &'static str, name: &str) -> Option<&'static str> {
    let found = blocks(list).find(|(found, _)| *found == name);
    found.map(|(_, lines)| lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_has_its_lines() {
        let list = "# A::B\none\ntwo\n# C\n";
        assert_eq!(blocks(list).count(), 2);
        assert_eq!(block(list, "A::B"), Some("one\ntwo\n"));
        assert_eq!(block(list, "C"), Some(""));
        assert_eq!(block(list, "A"), None);
    }

    #[test]
    fn a_sign_begins_a_block_in_every_list() {
        let lists = [
            include_str!("made_properties.txt"),
            include_str!("resource_parts.txt"),
            include_str!("resource_types.txt"),
            include_str!("resource_values.txt"),
            include_str!("services/reference.txt"),
        ];
        for list in lists {
            let begun = list.lines().filter(|line| line.starts_with("# ")).count();
            assert_eq!(list.matches('#').count(), begun);
            assert_eq!(blocks(list).count(), begun);
        }
    }
}
