//! `report.html`: a page of ours around `pipeline.json`, in one file that asks for no other.

/// What the page is made of. The policy of its content names style and script by their hashes: a
/// browser runs nothing else. `tests/page/` says what the hashes are.
const PAGE: &str = include_str!("page/page.html");
const POLICY: &str = include_str!("page/policy.txt");
const STYLE: &str = concat!(
    include_str!("page/style/base.css"),
    include_str!("page/style/answers.css"),
    include_str!("page/style/map.css"),
    include_str!("page/style/panel.css"),
    include_str!("page/style/tables.css"),
    include_str!("page/style/print.css"),
);
const SCRIPT: &str = concat!(
    "\"use strict\";\n(() => {\n",
    include_str!("page/script/dom.js"),
    include_str!("page/script/data.js"),
    include_str!("page/script/answers.js"),
    include_str!("page/script/layout.js"),
    include_str!("page/script/map.js"),
    include_str!("page/script/panel.js"),
    include_str!("page/script/sections.js"),
    include_str!("page/script/main.js"),
    "})();\n",
);

/// A text that only such a page has.
pub(super) const MARK: &str = "content=\"pipewright report\"";

/// The page around `pipeline.json`, whose text ends no element of a page.
pub(super) fn page(pipeline_json: &str) -> String {
    let parts = [
        ("{CSP}", POLICY.trim_end()),
        ("{STYLE}", STYLE),
        ("{DATA}", pipeline_json),
        ("{SCRIPT}", SCRIPT),
    ];
    let length: usize = parts.iter().map(|(_, text)| text.len()).sum();
    let mut out = String::with_capacity(PAGE.len() + length);
    let mut rest = PAGE;
    for (mark, text) in parts {
        let (before, behind) = rest.split_once(mark).unwrap_or((rest, ""));
        out.push_str(before);
        out.push_str(text);
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{MARK, PAGE, SCRIPT, STYLE, page};

    #[test]
    fn every_part_stands_in_its_place() {
        let made = page("{\"{SCRIPT}\":\"{CSP}\"}");
        assert!(made.starts_with("<!DOCTYPE html>") && made.ends_with("</html>\n"));
        assert!(made.contains("id=\"data\">{\"{SCRIPT}\":\"{CSP}\"}</script>"));
        assert!(made.contains(STYLE) && made.contains(SCRIPT) && made.contains(MARK));
        assert_eq!(
            PAGE.matches("<script").count(),
            made.matches("<script").count()
        );
    }

    #[test]
    fn nothing_of_ours_ends_the_element_that_it_stands_in() {
        assert!(!STYLE.contains("</"));
        assert!(!SCRIPT.contains("</") && !SCRIPT.contains("<!--"));
    }
}
