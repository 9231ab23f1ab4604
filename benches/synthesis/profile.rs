//! Reader of callgrind's profiles: the number of instructions of a step, by function.

use std::collections::HashMap;
use std::path::Path;

/// The profile of one step.
#[derive(Debug, Default)]
pub(crate) struct Profile {
    pub(crate) instructions: u64,
    /// The instructions of each function, without its callees.
    pub(crate) own: HashMap<String, u64>,
}

impl Profile {
    /// The functions that take most themselves, with their share of the step.
    pub(crate) fn top(&self, count: usize) -> Vec<(String, f64)> {
        let mut all: Vec<_> = self.own.iter().collect();
        all.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        let part = |cost: &u64| *cost as f64 / self.instructions as f64;
        let top = all.into_iter().take(count);
        top.map(|(name, cost)| (name.clone(), part(cost))).collect()
    }
}

/// The profiles in a folder, by the step after which they were written.
///
/// The format: <https://valgrind.org/docs/manual/cl-format.html>
pub(crate) fn read(folder: &Path) -> HashMap<String, Profile> {
    let files = folder.read_dir().expect("a folder of profiles");
    files
        .filter_map(|file| {
            let text = std::fs::read_to_string(file.ok()?.path()).ok()?;
            let trigger = text
                .lines()
                .find_map(|line| line.strip_prefix("desc: Trigger: --dump-after="))?;
            let step = trigger.rsplit("::").next()?.to_owned();
            Some((step, profile(&text)))
        })
        .collect()
}

fn profile(text: &str) -> Profile {
    let mut out = Profile::default();
    let mut names: HashMap<&str, &str> = HashMap::new();
    let mut current = String::new();
    let mut is_call = false;
    for line in text.lines() {
        if let Some((kind, name)) = line.split_once('=') {
            let function = matches!(kind, "fn" | "cfn").then(|| named(&mut names, name));
            match (kind, function) {
                ("fn", Some(name)) => current = group(name),
                // The next line is the callee's cost, which is counted there.
                ("calls", _) => is_call = true,
                _ => {}
            }
        } else if line.starts_with(|c: char| c.is_ascii_digit() || "+-*".contains(c)) {
            let cost: Option<u64> = line.split(' ').nth(1).and_then(|cost| cost.parse().ok());
            if let (Some(cost), false) = (cost, is_call) {
                out.instructions += cost;
                *out.own.entry(current.clone()).or_default() += cost;
            }
            is_call = false;
        }
    }
    out
}

/// The name of a function: `(3) name` defines it, and `(3)` refers to it later.
fn named<'t>(names: &mut HashMap<&'t str, &'t str>, text: &'t str) -> &'t str {
    match text.split_once(' ') {
        Some((number, name)) => {
            names.insert(number, name);
            name
        }
        None => names.get(text).copied().unwrap_or(text),
    }
}

/// The function's name for the table. The C library's functions are grouped by purpose.
fn group(name: &str) -> String {
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    // Callgrind numbers the levels of a recursion.
    let name = name.split('\'').next().unwrap_or(name);
    if has(&[
        "malloc",
        "_int_free",
        "realloc",
        "calloc",
        "unlink_chunk",
        "__rdl_",
        "__rust_",
    ]) || name == "free"
    {
        "allocation".to_owned()
    } else if has(&["memcpy", "memmove", "memset"]) {
        "copying memory".to_owned()
    } else if has(&["memcmp", "bcmp"]) {
        "comparing memory".to_owned()
    } else {
        name.replace("pipewright_core::", "")
    }
}
