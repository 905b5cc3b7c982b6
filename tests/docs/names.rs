//! What libraries call activations, as docs/names.md shows it.
//!
//! In: the names of the registry. Out: the tables of docs/names.md. Must never say more of a name than the registry does.

use std::collections::BTreeMap;
use std::fmt::Write;

use activation_core::{AnyActivation, Error, Library};

use super::section;

/// What a name means, or which parameter it needs.
fn meaning(library: Library, name: &str) -> String {
    match AnyActivation::from_name(library, name) {
        Ok(any) => format!("`{any}`"),
        Err(Error::MissingParameter { parameter, .. }) => {
            let any = AnyActivation::from_name(library, &format!("{name}(1, 1)"))
                .or_else(|_| AnyActivation::from_name(library, &format!("{name}(1)")))
                .expect(name);
            let plain = any.to_string();
            format!("`{}`, needs `{parameter}`", plain.split('(').next().unwrap_or_default())
        }
        Err(error) => panic!("{name} in {library}: {error}"),
    }
}

#[test]
fn names() {
    let mut text = String::new();
    for &library in Library::ALL {
        let mut rows: Vec<(String, Vec<&str>)> = Vec::new();
        for name in library.names() {
            let meaning = meaning(library, name);
            match rows.iter_mut().find(|(known, _)| *known == meaning) {
                Some((_, names)) => names.push(name),
                None => rows.push((meaning, vec![name])),
            }
        }
        write!(text, "### {library}\n\n| name there | is |\n|---|---|\n").expect("text");
        for (meaning, names) in rows {
            writeln!(text, "| `{}` | {meaning} |", names.join("`, `")).expect("text");
        }
        text.push('\n');
    }
    section("docs/names.md", "names", text.trim_end_matches('\n'));
}

#[test]
fn disagreements() {
    let mut meanings: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for &library in Library::ALL {
        for name in library.names() {
            let bare = name.rsplit(['.', ':']).next().unwrap_or(name).replace('_', "").to_lowercase();
            let place = if name.contains(['.', ':']) { format!("{library} (`{name}`)") } else { library.to_string() };
            let meaning = meaning(library, name);
            let places = meanings.entry(bare).or_default().entry(meaning).or_default();
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }
    let mut table = String::from("| name | is | in |\n|---|---|---|\n");
    for (name, meanings) in meanings.iter().filter(|(_, meanings)| meanings.len() > 1) {
        for (meaning, places) in meanings {
            writeln!(table, "| {name} | {meaning} | {} |", places.join(", ")).expect("text");
        }
    }
    section("docs/names.md", "disagreements", &table);
}
