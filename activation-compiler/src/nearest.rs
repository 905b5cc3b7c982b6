//! Which word a misspelt one was meant to be.
//!
//! In: a word, and those that would be right. Out: one of these, or none. Must never offer a word that is not near.

/// The candidate that was most likely meant, if any is near: at most a third of the letters differ, case aside.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|&(distance, candidate)| distance <= (length / 3).max(1) && distance < candidate.chars().count())
        // `tahn` has as many letters as `tanh`, and one more than `tan`.
        .min_by_key(|&(distance, candidate)| (distance, candidate.chars().count().abs_diff(length)))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_near() {
        assert_eq!(nearest("tahn", ["tan", "tanh"]), Some("tanh"));
        assert_eq!(nearest("pi", ["E", "PI"]), Some("PI"));
        assert_eq!(nearest("alhpa", ["x", "alpha"]), Some("alpha"));
        assert_eq!(nearest("z", ["x", "y"]), None);
        assert_eq!(nearest("foo", ["sin", "cos"]), None);
    }
}
