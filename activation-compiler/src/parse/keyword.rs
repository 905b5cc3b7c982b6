//! Words that cannot be names.
//!
//! In: a word. Out: the language that has taken it. Must never know more of it than its spelling.

/// The words of the language.
const WORDS: &[&str] = &["if", "else", "where", "learn", "surrogate"];

/// Rust's strict and reserved words, none of which may name a struct or a field.
const RUST: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The language that a word is a keyword of, if it is one.
pub(super) fn keyword_of(word: &str) -> Option<&'static str> {
    if WORDS.contains(&word) {
        Some("the formula language")
    } else if RUST.contains(&word.trim_start_matches("r#")) {
        Some("Rust")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_told_apart() {
        assert_eq!(keyword_of("where"), Some("the formula language"));
        assert_eq!(keyword_of("r#match"), Some("Rust"));
        assert_eq!(keyword_of("alpha"), None);
    }
}
