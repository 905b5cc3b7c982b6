//! Every code has a program that shows it and an entry in the language's documentation, and the compiler knows the
//! catalogue's names.
//!
//! In: the compiler's catalogue of codes, the core's of activations. Out: what is missing. Must never list codes by hand.

use std::fs;
use std::path::Path;

use activation_core::Activation;

fn texts(folder: &Path, ending: &str, into: &mut String) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            texts(&path, ending, into);
        } else if path.to_string_lossy().ends_with(ending) {
            into.push_str(&fs::read_to_string(path).expect("a text"));
        }
    }
}

#[test]
fn every_code_has_a_program_and_an_entry() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut shown = String::new();
    texts(&root.join("ui"), ".stderr", &mut shown);
    let documented = fs::read_to_string(root.join("../docs/language.md")).expect("docs/language.md");
    for (code, title) in activation_compiler::diagnostic::CATALOGUE {
        assert!(shown.contains(&format!("[{code}]")), "{code} ({title}) has no program in tests/ui/fail");
        assert!(documented.contains(code), "{code} ({title}) has no entry in docs/language.md");
    }
}

#[test]
fn the_compiler_knows_the_names_of_the_catalogue() {
    let known = activation_compiler::check::catalogue::NAMES;
    for any in activation_core::AnyActivation::all() {
        let wanted = any.name().replace('_', "");
        assert!(known.iter().any(|name| name.to_lowercase() == wanted), "{any} is not in check/catalogue.rs");
    }
    assert_eq!(known.len(), activation_core::AnyActivation::all().count());
}
