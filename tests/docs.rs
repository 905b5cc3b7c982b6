//! The tables of the documentation that say what the code says.
//!
//! In: the rules, the functions, the catalogue. Out: the generated sections of docs/*.md, compared, or written anew with
//! `BLESS=1`. Must never write outside its markers.

use std::fmt::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

#[path = "docs/conventions.rs"]
mod conventions;
#[path = "docs/errors.rs"]
mod errors;
#[path = "docs/names.rs"]
mod names;

use activation_compiler::{simplify, stabilize};
use activation_core::{Activation, AnyActivation, Kinks};

/// Compares (or writes) what stands between `<!-- begin name -->` and `<!-- end name -->`.
fn section(file: &str, name: &str, wanted: &str) {
    // One at a time: a file has several sections.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
    let text = std::fs::read_to_string(&path).expect(file);
    let (begin, end) = (format!("<!-- begin {name} -->\n"), format!("<!-- end {name} -->"));
    let (before, rest) = text.split_once(&begin).expect("the begin marker");
    let (found, after) = rest.split_once(&end).expect("the end marker");
    let wanted = format!("\n{wanted}\n");
    if found == wanted {
        return;
    }
    assert!(
        std::env::var_os("BLESS").is_some(),
        "{file}, section {name}, is stale: BLESS=1 cargo test -p activation-tests --test docs"
    );
    std::fs::write(&path, format!("{before}{begin}{wanted}{end}{after}")).expect("a writable file");
}

fn number(value: f64) -> String {
    activation_compiler::pretty::short(value)
}

#[test]
fn the_readme_s_program_is_the_quickstart() {
    let (readme, quickstart) = (include_str!("../README.md"), include_str!("../examples/quickstart.rs"));
    let program = readme.split("```").find_map(|block| block.strip_prefix("rust\n")).expect("a program");
    assert_eq!(quickstart.split_once("\n\n").expect("a head").1, program);
}

#[test]
fn the_readme_s_error_is_the_compiler_s() {
    let shown = errors::message(include_str!("ui/fail/calculus/x-formula-fed-y.stderr"));
    assert!(include_str!("../README.md").contains(&format!("```text\n{shown}\n```\n")), "{shown}");
}

#[test]
fn the_readme_counts_the_activations() {
    let count = AnyActivation::all().count();
    assert!(include_str!("../README.md").contains(&format!("| ready activations | {count} |")), "{count}");
}

#[test]
fn the_readme_counts_the_functions() {
    let count = activation_compiler::function::Function::all().count();
    assert!(include_str!("../README.md").contains(&format!("{count} functions")), "{count}");
}

#[test]
fn every_function_is_in_the_language_s_table() {
    let language = include_str!("../docs/language.md");
    for function in activation_compiler::function::Function::all() {
        let name = function.row().name;
        assert!(language.contains(&format!("\n| `{name}(u")), "{name} has no row in docs/language.md");
    }
}

#[test]
fn rewrites() {
    let mut table = String::from("| rule | rewrites | class |\n|---|---|---|\n");
    for rule in simplify::RULES.iter().chain(stabilize::RULES) {
        let law = rule.law.replace('|', "\\|");
        writeln!(table, "| `{}` | {law} | {:?} |", rule.name, rule.class).expect("text");
    }
    section("docs/numerics.md", "rewrites", &table);
}

#[test]
fn kinks() {
    let mut table =
        String::from("| activation | at x | f′ on its left | f′ on its right | f′ there |\n|---|---|---|---|---|\n");
    for any in AnyActivation::all() {
        match any.facts().kinks {
            Some(Kinks::Finite([])) => {}
            Some(Kinks::Finite(kinks)) => {
                for kink in kinks {
                    let jump = if kink.jump { " (f jumps)" } else { "" };
                    let [at, left, right, taken] = [kink.at, kink.left, kink.right, kink.taken].map(number);
                    writeln!(table, "| {any} | {at}{jump} | {left} | {right} | {taken} |").expect("text");
                }
            }
            Some(Kinks::Periodic) => writeln!(table, "| {any} | infinitely many | | | |").expect("text"),
            None => writeln!(table, "| {any} | unknown | | | |").expect("text"),
        }
    }
    section("docs/numerics.md", "kinks", &table);
}

/// The files of the catalogue, in its order.
const FAMILIES: [&str; 9] = [
    include_str!("../activation-core/src/catalogue/rectifiers.rs"),
    include_str!("../activation-core/src/catalogue/learnable.rs"),
    include_str!("../activation-core/src/catalogue/exponential.rs"),
    include_str!("../activation-core/src/catalogue/softplus_like.rs"),
    include_str!("../activation-core/src/catalogue/sigmoid_like.rs"),
    include_str!("../activation-core/src/catalogue/self_gated.rs"),
    include_str!("../activation-core/src/catalogue/periodic.rs"),
    include_str!("../activation-core/src/catalogue/piecewise.rs"),
    include_str!("../activation-core/src/catalogue/algebraic.rs"),
];

#[test]
fn catalogue() {
    let mut text = String::new();
    let mut known: Vec<AnyActivation> = AnyActivation::all().collect();
    for family in FAMILIES {
        let title = family.lines().next().and_then(|line| line.strip_prefix("//! ")).expect("a head");
        writeln!(
            text,
            "### {}\n\n| activation | formula | range | monotone | parity | Lipschitz | kept |\n|---|---|---|---|---|---|---|",
            title.trim_end_matches('.')
        )
        .expect("text");
        for line in family.lines().filter_map(|line| line.strip_prefix("    pub ")) {
            let name = line.split([':', '(']).next().expect("a name");
            assert!(AnyActivation::all().any(|any| any.name() == name), "{name} is not in registry.rs");
        }
        let (here, rest) = known
            .into_iter()
            .partition(|any| [':', '('].iter().any(|end| family.contains(&format!("\n    pub {}{end}", any.name()))));
        known = rest;
        let here: Vec<AnyActivation> = here;
        for any in &here {
            row(&mut text, any);
        }
        text.push('\n');
    }
    assert!(known.is_empty(), "{known:?}");
    section("docs/catalogue.md", "catalogue", text.trim_end_matches('\n'));
}

/// A line of the catalogue's tables.
fn row(table: &mut String, any: &AnyActivation) {
    let facts = any.facts();
    let unknown = || String::from("?");
    let range = facts.range.map_or_else(unknown, |range| {
        let (open, close) = (if range.low_attained { '[' } else { '(' }, if range.high_attained { ']' } else { ')' });
        format!("{open}{}, {}{close}", number(range.low), number(range.high))
    });
    let monotonicity = facts.monotonicity.map_or_else(unknown, |monotonicity| format!("{monotonicity:?}"));
    let parity = facts.parity.map_or_else(unknown, |parity| format!("{parity:?}"));
    let lipschitz = facts.lipschitz.map_or_else(unknown, number);
    let formula = facts.formula.replace('|', "\\|");
    writeln!(
        table,
        "| {any} | `{formula}` | {range} | {monotonicity} | {parity} | {lipschitz} | {:?} |",
        facts.residual
    )
    .expect("text");
}
