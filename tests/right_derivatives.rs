//! Right derivatives in unusual forms: none may be refused; and what a slip makes of them: all must be.
//!
//! In: the programs `ui/pass/right-derivatives-*.rs`, which also compile for real; below, forms that are right in real
//! arithmetic only. Out: every wrong refusal, and every mutant that got through. Must never trust the calculus to say what
//! is right: each derivative is held against differences of its formula first.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use activation_compiler::ast::Program;
use activation_compiler::diagnostic::Diagnostics;
use activation_compiler::differentiate::differentiate;
use activation_compiler::eval::{Point, Tape};
use activation_compiler::ir::{Arena, Id, Node};
use activation_compiler::pretty::pretty;
use activation_compiler::stabilize::stabilize;
use activation_compiler::verify::{Claim, Verdict, verify};
use activation_compiler::{calculus, check, lower, parse};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Every `activation!` call of the corpus, by the name of its file.
fn corpus() -> BTreeMap<String, Program> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/pass");
    let mut programs = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the folder of programs").flatten() {
        let file = entry.file_name().to_string_lossy().into_owned();
        if file.starts_with("right-derivatives-") {
            let text = fs::read_to_string(entry.path()).expect("a readable program");
            let tokens: TokenStream = text.parse().expect("Rust tokens");
            programs.insert(file, program(call(tokens)));
        }
    }
    programs
}

/// What stands between the braces of `activation! { … }`.
fn call(file: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = file.into_iter().collect();
    let call = tokens.windows(3).find_map(|window| match window {
        [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Group(body)] if name == "activation" => {
            Some(body.stream())
        }
        _ => None,
    });
    call.expect("a call of the macro")
}

/// Read and checked without a complaint.
fn program(definitions: TokenStream) -> Program {
    let path: TokenStream = "activation_core".parse().expect("a path");
    let mut tokens = TokenStream::from(TokenTree::from(Group::new(Delimiter::Bracket, path)));
    tokens.extend(definitions);
    let mut diagnostics = Diagnostics::default();
    let program = parse::parse(tokens, &mut diagnostics);
    check::check(&program, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{}", diagnostics.into_compile_errors());
    program
}

/// What the calculus says of one definition; nothing if it accepts it.
fn complaint(program: &Program, index: usize) -> String {
    let mut diagnostics = Diagnostics::default();
    let _ = calculus(program, index, &mut diagnostics);
    diagnostics.into_compile_errors().to_string()
}

#[test]
fn no_right_derivative_is_refused() {
    let programs = corpus();
    let mut refused = Vec::new();
    let mut count = 0;
    for (file, program) in &programs {
        for (index, definition) in program.definitions.iter().enumerate() {
            count += 1;
            let complaint = complaint(program, index);
            if !complaint.is_empty() {
                refused.push(format!("{file}: {}: {complaint}", definition.name));
            }
        }
    }
    assert!(count >= 100, "only {count} in the corpus");
    assert!(refused.is_empty(), "{} of {count} refused:\n{}", refused.len(), refused.join("\n"));
}

/// A difference of the fourth order around x.
fn slope(tape: &Tape, x: f64, parameters: &[f64]) -> f64 {
    let h = 1e-4 * x.abs().max(0.1);
    let at = |step: f64| tape.run(Point::at(x + step * h, parameters));
    (8.0 * (at(1.0) - at(-1.0)) - (at(2.0) - at(-2.0))) / (12.0 * h)
}

#[test]
fn the_corpus_is_right() {
    let mut wrong = Vec::new();
    for (file, program) in &corpus() {
        for (index, definition) in program.definitions.iter().enumerate() {
            let lowered = lower::lower(program, index);
            let parameters: Vec<f64> = lowered.parameters.iter().map(|parameter| parameter.default).collect();
            let (value, given) = (
                Tape::new(&lowered.arena, &[lowered.value]),
                Tape::new(&lowered.arena, &[lowered.given.expect("a derivative")]),
            );
            let domain = lowered.domain.map(|domain| Tape::new(&lowered.arena, &[domain]));
            // Off all kinks, which stand at round numbers.
            for x in [-7.3, -4.6, -2.71, -1.37, -0.83, -0.37, -0.13, 0.13, 0.37, 0.83, 1.37, 2.71, 4.6, 7.3] {
                let inside = domain.as_ref().is_none_or(|domain| {
                    [-0.02, 0.0, 0.02].into_iter().all(|step| domain.run(Point::at(x + step, &parameters)) != 0.0)
                });
                let y = value.run(Point::at(x, &parameters));
                let got = given.run(Point { x, y, parameters: &parameters });
                let wanted = slope(&value, x, &parameters);
                if inside && !((got - wanted).abs() <= 1e-6 * (1.0 + wanted.abs())) {
                    wrong.push(format!("{file}: {} at {x}: {got} instead of {wanted}", definition.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A definition with its derivative as the calculus has it, ready for other claims.
struct Subject {
    arena: Arena,
    value: Id,
    derived: Id,
    given: Id,
    domain: Option<Id>,
    parameters: Vec<f64>,
    names: Vec<String>,
}

impl Subject {
    fn new(program: &Program, index: usize) -> Self {
        let lower::Lowered { mut arena, value, given, domain, parameters, .. } = lower::lower(program, index);
        let value = stabilize(&mut arena, value);
        let derived = differentiate(&mut arena, value, Node::Input);
        let derived = stabilize(&mut arena, derived);
        Self {
            arena,
            value,
            derived,
            given: given.expect("a derivative"),
            domain,
            parameters: parameters.iter().map(|parameter| parameter.default).collect(),
            names: parameters.into_iter().map(|parameter| parameter.name).collect(),
        }
    }

    fn verdict(&mut self, given: Id) -> Verdict {
        let Self { value, derived, domain, ref parameters, .. } = *self;
        verify(&mut self.arena, &Claim { value, derived, given, domain, parameters })
    }

    /// Where a slip shows most, on a grid that has nothing to do with the one that `verify` uses.
    fn difference(&self, given: Id) -> f64 {
        let [value, right, wrong] = [self.value, self.given, given].map(|root| Tape::new(&self.arena, &[root]));
        let domain = self.domain.map(|domain| Tape::new(&self.arena, &[domain]));
        let mut worst = 0.0_f64;
        for step in -500..500 {
            let x = f64::from(step) * 0.018_137 + 0.000_71;
            let at = Point::at(x, &self.parameters);
            if domain.as_ref().is_some_and(|domain| domain.run(at) == 0.0) {
                continue;
            }
            let point = Point { y: value.run(at), ..at };
            let (right, wrong) = (right.run(point), wrong.run(point));
            let difference = (right - wrong).abs() / (1e-3 + right.abs());
            worst = if difference.is_nan() { f64::INFINITY } else { worst.max(difference) };
        }
        worst
    }

    /// Every slip at every place: what happens to it, and the derivative that it makes.
    fn mutants(&mut self) -> Vec<(String, Id)> {
        let mut mutants = Vec::new();
        for place in self.arena.reachable(&[self.given]) {
            for (slip, with) in slips(&mut self.arena, place) {
                let given = self.given;
                let mutant = self.arena.transform(given, |_, id| if id == place { with } else { id });
                let before = pretty(&self.arena, place, &self.names);
                mutants.push((format!("{slip} of {before}"), mutant));
            }
        }
        mutants
    }
}

/// What a slip makes of one node.
fn slips(arena: &mut Arena, place: Id) -> Vec<(&'static str, Id)> {
    let node = arena.get(place);
    let mut slips = Vec::new();
    if !node.is_mask() {
        slips.push(("sign", arena.neg(place)));
    }
    match node {
        Node::Constant(number) => {
            let value = number.get();
            slips.push(("millionth", arena.constant(if value == 0.0 { 1e-6 } else { value * (1.0 + 1e-6) })));
            slips.push(("one more", arena.constant(value + 1.0)));
        }
        Node::Input => slips.push(("y for x", arena.add(Node::Output))),
        Node::Output => slips.push(("x for y", arena.input())),
        Node::Add(a, b) => slips.push(("minus for plus", arena.difference(a, b))),
        Node::Subtract(a, b) => {
            slips.push(("plus for minus", arena.sum(a, b)));
            slips.push(("exchange", arena.difference(b, a)));
        }
        Node::Divide(a, b) => slips.push(("exchange", arena.quotient(b, a))),
        Node::Select(mask, a, b) => slips.push(("exchange", arena.select(mask, b, a))),
        Node::Compare(comparison, a, b) => slips.push(("exchange", arena.compare(comparison, b, a))),
        Node::PowerInteger(a, n) => slips.push(("one more", arena.powi(a, n + 1))),
        _ => {}
    }
    if let Node::Add(a, b) | Node::Subtract(a, b) | Node::Multiply(a, b) | Node::Divide(a, b) = node {
        slips.push(("loss of the right", a));
        slips.push(("loss of the left", b));
    }
    if let Node::Call1(_, a) = node {
        slips.push(("loss", a));
    }
    slips
}

#[test]
fn every_slip_is_refused() {
    let (mut count, mut same, mut survivors) = (0, 0, Vec::new());
    for (file, program) in &corpus() {
        for (index, definition) in program.definitions.iter().enumerate() {
            let mut subject = Subject::new(program, index);
            for (slip, mutant) in subject.mutants() {
                count += 1;
                let difference = subject.difference(mutant);
                let right = matches!(subject.verdict(mutant), Verdict::Right);
                if difference < 1e-8 {
                    same += 1;
                } else if right {
                    survivors.push(format!("{file}: {}: {slip} ({difference:.1e})", definition.name));
                }
            }
        }
    }
    println!("{count} slips, {same} of them none");
    assert!(survivors.is_empty(), "{} of {count} accepted:\n{}", survivors.len(), survivors.join("\n"));
}
