//! Letters that look like others.
//!
//! In: a word that nobody knows. Out: the same in the letters that it seems to be written in. Must never change a word
//! that is in those letters already.

/// Letters of other alphabets beside the Latin ones that they are mistaken for.
const PAIRS: &[(&str, char)] = &[
    ("хχ𝑥𝐱ｘ", 'x'),
    ("уγ𝑦𝐲ｙ", 'y'),
    ("аａ", 'a'),
    ("с", 'c'),
    ("еｅ", 'e'),
    ("һ", 'h'),
    ("іι", 'i'),
    ("ј", 'j'),
    ("оο", 'o'),
    ("рρ", 'p'),
    ("ѕ", 's'),
];

/// The first letter that is not what it looks like, and the word as it looks.
pub(super) fn latin(word: &str) -> Option<(char, String)> {
    let twin = |letter: char| PAIRS.iter().find(|(others, _)| others.contains(letter)).map(|&(_, latin)| latin);
    let first = word.chars().find(|&letter| twin(letter).is_some())?;
    Some((first, word.chars().map(|letter| twin(letter).unwrap_or(letter)).collect()))
}
