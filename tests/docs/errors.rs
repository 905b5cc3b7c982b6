//! The gallery of messages: what people write by mistake, and what they are told.
//!
//! In: the programs of tests/ui/fail with the `.stderr` beside each. Out: docs/errors.md, by code. Must never word anything
//! itself: a message stands there as rustc shows it, without file names and without what rustc adds about macros.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use activation_compiler::diagnostic::CATALOGUE;

use super::section;

/// The groups of codes, as docs/language.md has them.
const GROUPS: &[(&str, &str, &str)] = &[
    ("Definitions", "A001", "A009"),
    ("Names, kinds and values", "A010", "A029"),
    ("Derivatives, domains and bounds", "A030", "A039"),
    ("Limits", "A040", "A049"),
    ("Expressions", "A050", "A099"),
];

#[test]
fn errors() {
    let mut by_code: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for (title, stderr) in ["calculus", "check", "parse"].iter().flat_map(|folder| programs(folder)) {
        let code =
            stderr.split_once("[A").and_then(|(_, rest)| rest.split_once(']')).map(|(code, _)| format!("A{code}"));
        // Two calls that declare one name are rustc's to refuse: it has no code of ours.
        if let Some(code) = code {
            by_code.entry(code).or_default().push((title, message(&stderr)));
        }
    }
    let mut text = String::new();
    for &(title, first, last) in GROUPS {
        writeln!(text, "## {title}\n").expect("text");
        for (code, what) in CATALOGUE.iter().filter(|(code, _)| (first..=last).contains(code)) {
            let shown = by_code.remove(*code).unwrap_or_else(|| panic!("{code} is shown by no program of its own"));
            writeln!(text, "### {code}\n\n{}.\n", capital(what)).expect("text");
            for (title, message) in shown {
                writeln!(text, "*{}*\n\n```text\n{message}\n```\n", capital(&title)).expect("text");
            }
        }
    }
    assert!(by_code.is_empty(), "codes without a group: {by_code:?}");
    writeln!(text, "## Bounds that are not met\n\nRustc's own errors, in our words.\n").expect("text");
    for (title, stderr) in programs("traits") {
        writeln!(text, "*{}*\n\n```text\n{}\n```\n", capital(&title), bound(&stderr)).expect("text");
    }
    section("docs/errors.md", "errors", text.trim_end());
}

/// Every program's name, in words, and what the compiler says of it, in the order of names.
fn programs(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/fail").join(folder);
    let mut programs = Vec::new();
    for file in fs::read_dir(root).expect("a folder").flatten() {
        let path = file.path();
        if path.extension().is_some_and(|ending| ending == "stderr") {
            let name = path.file_stem().expect("a name").to_string_lossy().replace('-', " ");
            programs.push((name, fs::read_to_string(path).expect("a text")));
        }
    }
    programs.sort();
    programs
}

/// The first message, without the places that rustc adds.
fn bound(stderr: &str) -> String {
    let is_more = |line: &str| {
        let line = line.trim_start().trim_start_matches("= ");
        line.starts_with("help: the following other types") || line.starts_with("note: required ")
    };
    let first = stderr.split("\n\n").next().unwrap_or_default();
    let lines = first.lines().take_while(|line| !is_more(line)).collect::<Vec<_>>();
    paragraph(&lines.join("\n"))
}

/// The messages of the compiler among rustc's own, with the lines that they point at.
pub(super) fn message(stderr: &str) -> String {
    let ours = |paragraph: &&str| paragraph.contains("[A0");
    stderr.split("\n\n").filter(ours).map(paragraph).collect::<Vec<_>>().join("\n\n")
}

/// One message: the words to the left, then the source.
fn paragraph(text: &str) -> String {
    let is_kept = |line: &&str| {
        let line = line.trim_start();
        !(line == "|" || line.starts_with("--> ") || line.starts_with("= note: this error originates"))
    };
    let lines = text.lines().take_while(|line| !line.starts_with("note: ")).filter(is_kept);
    let words = |line: &str| match line.trim_start().split_once(": ") {
        Some((word @ ("note" | "help"), rest)) => format!("  {word}: {rest}"),
        _ => line.replace("use of deprecated constant `_::WARNING`: ", ""),
    };
    lines.map(words).collect::<Vec<_>>().join("\n")
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
