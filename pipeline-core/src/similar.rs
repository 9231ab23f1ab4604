//! Did you mean …?

/// The candidate that a word was probably meant to be, if one is near enough: at
/// most a third of its letters added, dropped, changed or swapped with a neighbour.
#[must_use]
pub fn similar<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = |candidate: &str| {
        word.chars()
            .count()
            .max(candidate.chars().count())
            .div_ceil(3)
    };
    candidates
        .into_iter()
        .filter(|candidate| *candidate != word)
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= allowed(candidate).min(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters to add, drop, change or swap, small and capital taken as one.
fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.to_lowercase().chars().collect();
    let right: Vec<char> = right.to_lowercase().chars().collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (row, letter) in left.iter().enumerate() {
        let mut this = vec![row + 1];
        for (column, other) in right.iter().enumerate() {
            let changed = last[column] + usize::from(letter != other);
            let mut least = changed.min(last[column + 1] + 1).min(this[column] + 1);
            let swapped =
                row > 0 && column > 0 && left[row - 1] == *other && right[column - 1] == *letter;
            if swapped {
                least = least.min(before_last[column - 1] + 1);
            }
            this.push(least);
        }
        before_last = std::mem::replace(&mut last, this);
    }
    last[right.len()]
}

#[cfg(test)]
mod tests {
    use super::similar;

    #[test]
    fn nearest_first_and_nothing_far() {
        assert_eq!(similar("acount", ["stage", "account"]), Some("account"));
        assert_eq!(similar("prd", ["test", "prod", "dev"]), Some("prod"));
        assert_eq!(similar("vai", ["in", "via", "as"]), Some("via"));
        assert_eq!(
            similar("CodeBiuld", ["CodeCommit", "CodeBuild"]),
            Some("CodeBuild")
        );
        assert_eq!(similar("trigger", ["role", "stage", "store"]), None);
        assert_eq!(similar("for", ["role", "home"]), None);
        assert_eq!(similar("", ["in"]), None);
    }
}
