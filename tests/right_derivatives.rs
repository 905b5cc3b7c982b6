//! Right derivatives in unusual forms: none may be refused; and what a slip makes of them: all must be.
//!
//! In: the programs `ui/pass/right-derivatives-*.rs`, which also compile for real; below, forms that are right in real
//! arithmetic only. Out: every wrong refusal, and every mutant that got through. Must never trust the calculus to say what
//! is right: each derivative is held against differences of its formula first.

#![allow(clippy::neg_cmp_op_on_partial_ord, reason = "a NaN is to fail, too")]
#![allow(clippy::format_push_string, reason = "reports of tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use activation_compiler::ast::Program;
use activation_compiler::diagnostic::Diagnostics;
use activation_compiler::differentiate::differentiate;
use activation_compiler::eval::{Point, Precision, Tape};
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

/// Where exponentials, their squares and their quotients overflow, in f32 and in f64.
const FAR: [f64; 12] = [20.0, 45.0, 60.0, 88.5, 89.5, 104.0, 200.0, 400.0, 710.0, 745.0, 1000.0, 1e4];

#[test]
fn what_is_accepted_is_emitted_without_nan() {
    let mut lost = Vec::new();
    for (file, program) in &corpus() {
        for (index, definition) in program.definitions.iter().enumerate() {
            let mut diagnostics = Diagnostics::default();
            let Some(compiled) = calculus(program, index, &mut diagnostics) else { continue };
            let parameters: Vec<f64> = compiled.parameters.iter().map(|parameter| parameter.default).collect();
            let [value, derivative] =
                [compiled.value, compiled.derivative].map(|root| Tape::new(&compiled.arena, &[root]));
            // Those with a domain stay near 0.
            let far = FAR.into_iter().filter(|_| definition.domain.is_none());
            for x in far.flat_map(|size| [size, -size]) {
                for precision in [Precision::Single, Precision::Double] {
                    let point = Point::at(x, &parameters);
                    let y = value.run_at(point, precision);
                    let got = derivative.run_at(Point { y, ..point }, precision);
                    if got.is_nan() {
                        lost.push(format!("{file}: {} at {x} in {precision:?}: {got} (y = {y})", definition.name));
                    }
                }
            }
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
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

/// Right on paper, but NaN or infinite (or 0, or 1, where it is neither) where a network may well be: each with its code.
const RIGHT_ON_PAPER: &[(&str, &str)] = &[
    // e⁻ˣ overflows below −88 in f32, below −709 in f64, and then ∞/∞ or ∞ · 0.
    ("f: sigmoid(x) => exp(-x) / (1 + exp(-x)).powi(2)", "A032"),
    ("f: sigmoid(x) => exp(x) / (1 + exp(x)).powi(2)", "A032"),
    ("f: sigmoid(x) => y * y * exp(-x)", "A032"),
    ("f: log_sigmoid(x) => exp(-x) / (1 + exp(-x))", "A032"),
    ("f: softplus(x) => exp(x) / (1 + exp(x))", "A032"),
    ("f: 1 - 2 / (exp(2 * x) + 1) => 4 * exp(2 * x) / (exp(2 * x) + 1).powi(2)", "A032"),
    ("f: tanh(x) => (cosh(x).powi(2) - sinh(x).powi(2)) / cosh(x).powi(2)", "A032"),
    ("f: x * sigmoid(x) => exp(x) * (1 + exp(x) + x) / (1 + exp(x)).powi(2)", "A032"),
    ("f: x * sigmoid(x) => (1 + exp(-x) + x * exp(-x)) / (1 + exp(-x)).powi(2)", "A032"),
    ("f: x * sigmoid(x) => 0.5 + (x + sinh(x)) / (2 + 2 * cosh(x))", "A032"),
    ("f: ln(cosh(x)) => sinh(x) / cosh(x)", "A032"),
    // The paper's own mish, without the threshold that its code has.
    (
        "f: x * tanh(softplus(x)) => e * w / d.powi(2)
        where e = exp(x), w = 4 * (x + 1) + 4 * e * e + e.powi(3) + e * (4 * x + 6), d = 2 * e + e * e + 2",
        "A032",
    ),
    ("f: x * tanh(exp(x)) => tanh(exp(x)) - x * exp(x) * (tanh(exp(x)).powi(2) - 1)", "A032"),
    ("f: 1 - exp(-exp(x)) => exp(x) * (1 - y)", "A032"),
    ("f: exp(-exp(-x)) => y * exp(-x)", "A032"),
    // A square that overflows long before the function does, or underflows to a division by 0.
    ("f: sinh(x) => sqrt(1 + y * y)", "A032"),
    ("f: sqrt(x * x) => if x == 0 <0> else <x / sqrt(x * x)>", "A032"),
    ("f: if x == 0 <1> else <sin(x) / x> => if x == 0 <0> else <(x * cos(x) - sin(x)) / (x * x)>", "A032"),
    // 0/0 at a point that a network meets all the time.
    ("f: abs(x) => x / abs(x)", "A032"),
    ("f: max(x, 0) => max(x, 0) / x", "A032"),
    ("f: x * sigmoid(x) => y / x + y * (1 - sigmoid(x))", "A032"),
    ("f: x / (1 + abs(x)) => (y / x).powi(2)", "A032"),
    // The output is constant up to rounding, and is compared with that constant.
    ("f: relu(x + 1.1) - relu(x - 1) - 1.1 => if y < 1 && y > -1.1 <1> else <0>", "A032"),
    // Guards that change the function: near 0 it is another one, however small the number.
    ("f: abs(x) => x / max(abs(x), 1e-12)", "A031"),
    ("f: abs(x) => x / (abs(x) + 1e-8)", "A031"),
    ("f: softplus(x) => if x > 20 <1> else <sigmoid(x)>", "A031"),
    ("f: x * norm_cdf(x) => 0.5 * (1 + erf(x * 0.70710678)) + 0.39894228 * x * exp(-0.5 * x * x)", "A031"),
];

#[test]
fn what_breaks_down_is_told_from_what_is_wrong() {
    let mut surprises = Vec::new();
    for (text, code) in RIGHT_ON_PAPER {
        let complaint = complaint(&program(text.parse().expect("tokens")), 0);
        if !complaint.contains(&format!("[{code}]")) {
            surprises.push(format!("{text}: {code} expected: {complaint}"));
        }
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
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
        verify(&mut self.arena, &Claim { value, derived, given, domain, parameters, learnt: &[] })
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

/// How many slips one file suffered, how many of them made no difference, and those that got through.
fn hunt(file: &str, program: &Program) -> (usize, usize, Vec<String>) {
    let (mut count, mut harmless, mut survivors) = (0, 0, Vec::new());
    for (index, definition) in program.definitions.iter().enumerate() {
        let mut subject = Subject::new(program, index);
        for (slip, mutant) in subject.mutants() {
            count += 1;
            let difference = subject.difference(mutant);
            if difference < 1e-8 {
                // −0 for 0, y for x where they have the same sign, a change at a single point or within a millionth.
                harmless += 1;
            } else if matches!(subject.verdict(mutant), Verdict::Right) {
                survivors.push(format!("{file}: {}: {slip} ({difference:.1e})", definition.name));
            }
        }
    }
    (count, harmless, survivors)
}

#[test]
fn every_slip_is_refused() {
    // The programs hold spans, which stay on their thread.
    let files: Vec<String> = corpus().into_keys().collect();
    let next = AtomicUsize::new(0);
    let worker = || {
        let programs = corpus();
        let files = std::iter::from_fn(|| files.get(next.fetch_add(1, Ordering::Relaxed)));
        files.map(|file| hunt(file, &programs[file])).collect::<Vec<_>>()
    };
    let hunts: Vec<_> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a hunt to its end")).collect()
    });
    let count: usize = hunts.iter().map(|hunt| hunt.0).sum();
    let harmless: usize = hunts.iter().map(|hunt| hunt.1).sum();
    let survivors: Vec<&str> = hunts.iter().flat_map(|hunt| hunt.2.iter().map(String::as_str)).collect();
    println!("{count} slips, {harmless} of them without effect");
    assert!(count > 5000 && harmless < count / 10, "the slips are no test: {count}, {harmless}");
    assert!(survivors.is_empty(), "{} of {count} accepted:\n{}", survivors.len(), survivors.join("\n"));
}
