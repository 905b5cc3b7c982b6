//! What must hold for every formula whatsoever.
//!
//! In: the text of a definition. Out: how many points could tell, or the law's breach in words. Must never excuse a
//! difference that rounding does not explain: `estimate` says what rounding explains.

use std::collections::BTreeSet;

use activation_compiler::analyze::{KinkPoints, kinks};
use activation_compiler::diagnostic::Diagnostics;
use activation_compiler::differentiate::differentiate;
use activation_compiler::eval::{Point, Precision, Tape};
use activation_compiler::function::{Function, Kinks};
use activation_compiler::ir::{Arena, Id, Node};
use activation_compiler::limits::{at_infinity, at_nan};
use activation_compiler::pretty::{pretty, written};
use activation_compiler::share::share;
use activation_compiler::simplify::{self, Class, Rule, simplify};
use activation_compiler::stabilize::{self, stabilize};
use activation_compiler::verify::{Claim, Counterexample, Verdict, verify};
use activation_compiler::{calculus, check, compile, lower, parse};
use proc_macro2::TokenStream;

use super::estimate::{Estimate, estimate};

/// A law on one formula: how many points could have shown a breach, or the breach.
pub type Outcome = Result<usize, String>;

/// Where formulas are at their worst.
const SPECIAL: [f64; 33] = [
    f64::NAN,
    0.0,
    -0.0,
    f64::INFINITY,
    f64::NEG_INFINITY,
    5e-324,
    -5e-324,
    1e-310,
    f64::MIN_POSITIVE,
    -f64::MIN_POSITIVE,
    1e-45,
    1e-30,
    -1e-16,
    1e-8,
    0.5,
    -0.5,
    1.0,
    -1.0,
    0.1,
    1.5,
    -2.5,
    3.0,
    -6.0,
    17.3,
    -40.0,
    89.0,
    -104.0,
    710.0,
    -746.0,
    1e10,
    -3.4e38,
    1e200,
    f64::MAX,
];

/// Where formulas are themselves: no round numbers, at which they have their kinks.
const MODERATE: [f64; 14] =
    [0.37, -0.41, 1.13, -1.27, 2.61, -2.83, 5.17, -4.39, 0.031, -0.0043, 11.3, -13.7, 23.9, -31.1];

/// A formula in the form that the laws are about.
pub struct Subject {
    arena: Arena,
    root: Id,
    parameters: Vec<f64>,
    names: Vec<String>,
}

impl Subject {
    /// Reads a definition, which must be a good one.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut diagnostics = Diagnostics::default();
        let program = parse::parse(tokens(text)?, &mut diagnostics);
        check::check(&program, &mut diagnostics);
        if !diagnostics.is_empty() {
            return Err(format!("refused: {}", diagnostics.into_compile_errors()));
        }
        let lower::Lowered { arena, value: root, parameters, .. } = lower::lower(&program, 0);
        let names = parameters.iter().map(|parameter| parameter.name.clone()).collect();
        let parameters = parameters.into_iter().map(|parameter| parameter.default).collect();
        Ok(Self { arena, root, parameters, names })
    }

    fn shown(&self, root: Id) -> String {
        pretty(&self.arena, root, &self.names)
    }

    fn tape(&self, root: Id) -> Tape {
        Tape::new(&self.arena, &[root])
    }

    /// Parameters that are not the defaults.
    fn varied(&self) -> Vec<f64> {
        self.parameters.iter().map(|parameter| 0.83 * parameter + 0.217).collect()
    }

    fn at(&self, tape: &Tape, x: f64) -> Option<[Estimate; 2]> {
        estimate(tape, Point::at(x, &self.parameters))
    }

    /// Bit for bit the same at all special points, NaN for NaN.
    fn same(&self, before: Id, after: Id, precision: Precision, except: impl Fn(&[f64]) -> bool) -> Outcome {
        let (old, new) = (self.tape(before), self.tape(after));
        let mut values = Vec::new();
        let mut count = 0;
        for x in SPECIAL {
            let point = Point::at(precision.round(x), &self.parameters);
            old.run_into(point, precision, &mut values);
            if except(&values) {
                continue;
            }
            let (wanted, got) = (values[old.roots()[0]], new.run_at(point, precision));
            if wanted.to_bits() != got.to_bits() && !(wanted.is_nan() && got.is_nan()) {
                return Err(format!(
                    "{wanted} becomes {got} at {x} in {precision:?}: {} becomes {}",
                    self.shown(before),
                    self.shown(after)
                ));
            }
            count += 1;
        }
        Ok(count)
    }

    /// The same number at all moderate points, up to what rounding does to both.
    fn close(&self, before: Id, after: Id) -> Outcome {
        let (old, new) = (self.tape(before), self.tape(after));
        let mut count = 0;
        for x in MODERATE {
            let (Some([wanted, _]), Some([got, _])) = (self.at(&old, x), self.at(&new, x)) else { continue };
            if !wanted.agrees(got) {
                return Err(format!(
                    "{wanted:?} becomes {got:?} at {x}: {} becomes {}",
                    self.shown(before),
                    self.shown(after)
                ));
            }
            count += usize::from(wanted.is_sharp());
        }
        Ok(count)
    }
}

fn tokens(text: &str) -> Result<TokenStream, String> {
    format!("[::core] {text}").parse().map_err(|_| String::from("no tokens"))
}

/// Whatever the text, if it is tokens at all, the answer is Rust.
pub fn answers(text: &str) -> Outcome {
    let Ok(tokens) = tokens(text) else { return Ok(0) };
    let output = compile(tokens);
    if output.is_empty() {
        return Err(String::from("no answer"));
    }
    // What is passed through need not be Rust: attributes, visibility and paths are the user's.
    if ["#", "::", "pub"].into_iter().any(|passed| text.contains(passed)) {
        return Ok(1);
    }
    let shown = output.to_string();
    syn::parse2::<syn::File>(output).map(|_| 1).map_err(|error| format!("{error}: {shown}"))
}

/// Whatever is compiled, the result is Rust; what is refused tells nothing.
pub fn emits_rust(text: &str) -> Outcome {
    let output = compile(tokens(text)?);
    let shown = output.to_string();
    let told = usize::from(!shown.contains("compile_error"));
    syn::parse2::<syn::File>(output).map(|_| told).map_err(|error| format!("{error}: {shown}"))
}

/// Rules of class `Exact` change no bit; those of class `ZeroSign` none where no zero is on the way.
pub fn simplify_keeps(text: &str) -> Outcome {
    let mut subject = Subject::read(text)?;
    let root = subject.root;
    let copy = |rule: &Rule| Rule { name: rule.name, class: rule.class, law: rule.law, apply: rule.apply };
    let exact: Vec<Rule> = simplify::RULES.iter().filter(|rule| rule.class == Class::Exact).map(copy).collect();
    // Constants are folded and compared in f64, whatever the formula is computed in.
    let folding = ["fold_constants", "same_branches", "masks"];
    let local: Vec<Rule> = exact.iter().filter(|rule| !folding.contains(&rule.name)).map(copy).collect();
    let [in_double, in_single] = [&exact, &local].map(|rules| simplify::rewrite(&mut subject.arena, root, &[rules]));
    let all = simplify(&mut subject.arena, root);
    let steps = subject.tape(root).steps().to_vec();
    // The sign of a NaN is nobody's, but copysign shows it.
    let stray = |values: &[f64]| {
        steps
            .iter()
            .any(|(node, slots)| matches!(node, Node::Call2(Function::Copysign, ..)) && values[slots[1]].is_nan())
    };
    let zero = |values: &[f64]| {
        let zeros =
            steps.iter().zip(values).any(|((node, _), &value)| value == 0.0 && !matches!(node, Node::Constant(_)));
        zeros || stray(values)
    };
    let exact = subject.same(root, in_double, Precision::Double, stray)?;
    let single = subject.same(root, in_single, Precision::Single, stray)?;
    Ok(exact + single + subject.same(root, all, Precision::Double, zero)?)
}

/// What is printed to be copied reads back as the same function: the formula, and its derivative.
pub fn written_reads_back(text: &str) -> Outcome {
    let mut subject = Subject::read(text)?;
    let value = stabilize(&mut subject.arena, subject.root);
    let derivative = differentiate(&mut subject.arena, value, Node::Input);
    let mut count = 0;
    for root in [subject.root, value, derivative] {
        let Some(formula) = written(&subject.arena, root, &subject.names) else { continue };
        // The sign of a NaN is nobody's, but copysign shows it.
        if formula.contains("copysign") && formula.contains("0 / 0") {
            continue;
        }
        let defaults = subject.names.iter().zip(&subject.parameters).map(|(name, value)| format!("{name} = {value:?}"));
        let defaults = defaults.collect::<Vec<_>>().join(", ").replace("inf", "INFINITY");
        // The derivative knows names that a formula need not use.
        let program = format!("[::core] f({defaults}): x => surrogate {formula}");
        let mut diagnostics = Diagnostics::default();
        let tokens: TokenStream = program.parse().map_err(|_| format!("no tokens: {program}"))?;
        let program = parse::parse(tokens, &mut diagnostics);
        check::check(&program, &mut diagnostics);
        let refusal = diagnostics.into_compile_errors().to_string();
        // A parameter may have dropped out of a derivative.
        if !refusal.is_empty() && !refusal.contains("A027") {
            return Err(format!("{formula}: {refusal}"));
        }
        let lower::Lowered { arena, given: Some(read), .. } = lower::lower(&program, 0) else { continue };
        let (before, after) = (subject.tape(root), Tape::new(&arena, &[read]));
        for x in MODERATE {
            let point = Point::at(x, &subject.parameters);
            let (wanted, got) = (before.run(point), after.run(point));
            let scale = wanted.abs().max(1e-300);
            if wanted.is_finite() && (wanted - got).abs() > 1e-9 * scale {
                return Err(format!("{wanted} becomes {got} at {x}: {formula}"));
            }
            count += usize::from(wanted.is_finite());
        }
    }
    Ok(count)
}

/// The names of the rules that apply somewhere on the way to the stable form of a formula's value and derivative.
pub fn rules_at_work(text: &str, found: &mut BTreeSet<&'static str>) -> Outcome {
    let mut subject = Subject::read(text)?;
    let value = trace(&mut subject.arena, subject.root, found);
    let derivative = differentiate(&mut subject.arena, value, Node::Input);
    trace(&mut subject.arena, derivative, found);
    Ok(1)
}

/// `stabilize`, with an eye on who does it.
fn trace(arena: &mut Arena, root: Id, found: &mut BTreeSet<&'static str>) -> Id {
    let rules = || simplify::RULES.iter().chain(stabilize::RULES);
    let pass = |arena: &mut Arena, id: Id, found: &mut BTreeSet<&'static str>| {
        rules().fold(id, |id, rule| {
            let next = (rule.apply)(arena, id).unwrap_or(id);
            if next != id {
                found.insert(rule.name);
            }
            next
        })
    };
    let mut root = root;
    for _ in 0..8 {
        root = arena.transform(root, |arena, id| pass(arena, id, found));
    }
    root
}

/// The names of all rules.
pub fn rules() -> BTreeSet<&'static str> {
    simplify::RULES.iter().chain(stabilize::RULES).map(|rule| rule.name).collect()
}

/// The stable form is the same function.
pub fn stabilize_agrees(text: &str) -> Outcome {
    let mut subject = Subject::read(text)?;
    let root = subject.root;
    let stable = stabilize(&mut subject.arena, root);
    subject.close(root, stable)
}

/// The derivative is what the tangents say, and what differences of the values say.
pub fn derivative_agrees(text: &str) -> Outcome {
    let mut subject = Subject::read(text)?;
    let root = subject.root;
    let plain = differentiate(&mut subject.arena, root, Node::Input);
    let value = stabilize(&mut subject.arena, root);
    let stable = differentiate(&mut subject.arena, value, Node::Input);
    let stable = stabilize(&mut subject.arena, stable);
    let [formula, plain_tape, stable_tape] = [root, plain, stable].map(|root| subject.tape(root));
    // Steps that are many and small look like a slope.
    let many = [Kinks::Integers, Kinks::HalfIntegers];
    let jumps = subject
        .arena
        .any(root, |node| matches!(node, Node::Call1(function, _) if many.contains(&function.row().kinks)));
    let mut count = 0;
    for x in MODERATE {
        let Some([_, wanted]) = subject.at(&formula, x) else { continue };
        for (derivative, tape) in [(plain, &plain_tape), (stable, &stable_tape)] {
            let Some([got, _]) = subject.at(tape, x) else { continue };
            if !wanted.agrees(got) {
                return Err(format!(
                    "d/dx [{}] is {wanted:?} at {x}, not {got:?}: {}",
                    subject.shown(root),
                    subject.shown(derivative)
                ));
            }
            count += usize::from(wanted.is_sharp());
        }
        if let Some(slope) = difference(&subject, &formula, x).filter(|_| wanted.is_sharp() && !jumps)
            && (slope - wanted.value).abs() > 1e-3 * (1.0 + slope.abs())
        {
            return Err(format!("d/dx [{}] is {slope} at {x}, not {wanted:?}", subject.shown(root)));
        }
    }
    Ok(count)
}

/// f″ is the tangent of f′, at other parameters than the defaults, too.
pub fn second_derivative_agrees(text: &str) -> Outcome {
    let mut subject = Subject::read(text)?;
    let value = stabilize(&mut subject.arena, subject.root);
    let [first, second] = {
        let first = differentiate(&mut subject.arena, value, Node::Input);
        let first = stabilize(&mut subject.arena, first);
        let second = differentiate(&mut subject.arena, first, Node::Input);
        [first, stabilize(&mut subject.arena, second)]
    };
    let [slope, curvature] = [first, second].map(|root| subject.tape(root));
    let mut count = 0;
    for parameters in [subject.parameters.clone(), subject.varied()] {
        subject.parameters = parameters;
        for x in MODERATE {
            let (Some([_, wanted]), Some([got, _])) = (subject.at(&slope, x), subject.at(&curvature, x)) else {
                continue;
            };
            if !wanted.agrees(got) {
                let shown = [first, second].map(|root| subject.shown(root));
                return Err(format!("d/dx [{}] is {wanted:?} at {x}, not {got:?}: {}", shown[0], shown[1]));
            }
            count += usize::from(wanted.is_sharp());
        }
    }
    Ok(count)
}

/// ∂f/∂θ is the tangent of f as a function of θ.
pub fn parameter_derivatives_agree(text: &str) -> Outcome {
    let mut subject = Subject::read(text)?;
    let value = stabilize(&mut subject.arena, subject.root);
    let mut count = 0;
    for (index, number) in (0..subject.parameters.len()).zip(0_u16..) {
        let derived = differentiate(&mut subject.arena, value, Node::Parameter(number));
        let derived = stabilize(&mut subject.arena, derived);
        let slope = subject.tape(derived);
        for x in MODERATE.into_iter().take(8) {
            // x stands still, and the parameter takes its place.
            let still = subject.arena.constant(x);
            let formula = subject.arena.substitute(subject.root, Node::Input, still);
            let moving = subject.arena.input();
            let formula = subject.arena.substitute(formula, Node::Parameter(number), moving);
            let formula = subject.tape(formula);
            for parameters in [subject.parameters.clone(), subject.varied()] {
                let wanted = estimate(&formula, Point::at(parameters[index], &parameters));
                let (Some([_, wanted]), Some([got, _])) = (wanted, estimate(&slope, Point::at(x, &parameters))) else {
                    continue;
                };
                if !wanted.agrees(got) {
                    let name = &subject.names[index];
                    let shown = [subject.root, derived].map(|root| subject.shown(root));
                    return Err(format!("d/d{name} [{}] is {wanted:?} at {x}, not {got:?}: {}", shown[0], shown[1]));
                }
                count += usize::from(wanted.is_sharp());
            }
        }
    }
    Ok(count)
}

/// Where a formula that compiles is a number, its derivative as emitted is one: at every joint, at both zeros, between.
pub fn derivative_is_a_number(text: &str) -> Outcome {
    let mut diagnostics = Diagnostics::default();
    let program = parse::parse(tokens(text)?, &mut diagnostics);
    check::check(&program, &mut diagnostics);
    let Some(compiled) = calculus(&program, 0, &mut diagnostics) else { return Ok(0) };
    // What overflows or vanishes between joints is another matter.
    let extreme = |node| matches!(node, Node::Constant(number) if number.get().abs() > 1e30 || (f64::MIN_POSITIVE..1e-30).contains(&number.get().abs()));
    if compiled.arena.any(compiled.value, extreme) {
        return Ok(0);
    }
    let parameters: Vec<f64> = compiled.parameters.iter().map(|parameter| parameter.default).collect();
    let mut points: Vec<f64> = vec![0.0, -0.0];
    let KinkPoints { points: joints, .. } = kinks(&compiled.arena, &[compiled.value, compiled.derivative], &parameters);
    points.extend(joints.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])));
    points.extend(joints);
    points.retain(|&x| x == 0.0 || (1e-2..20.0).contains(&x.abs()));
    let [value, derivative] = [compiled.value, compiled.derivative].map(|root| Tape::new(&compiled.arena, &[root]));
    for &x in &points {
        let point = Point::at(x, &parameters);
        if value.run(point).is_finite() && derivative.run(point).is_nan() {
            return Err(format!("f({x}) = {}, but f′ is none: {}", value.run(point), compiled.derivative_text));
        }
    }
    Ok(points.len())
}

/// The slope from values alone, if three step widths agree on it, rounding does not swallow it, and the formula is smooth
/// enough for a slope to be seen at this scale.
fn difference(subject: &Subject, formula: &Tape, x: f64) -> Option<f64> {
    let h = 1e-5 * x.abs().max(0.1);
    let at = |x: f64| {
        let [value, tangent] = subject.at(formula, x)?;
        let sharp = value.is_sharp() && value.spread + f64::EPSILON * value.value.abs() < 1e-6 * h;
        sharp.then_some((value.value, tangent.value))
    };
    let agree = |a: f64, b: f64, within: f64| (a - b).abs() <= within * (1.0 + a.abs());
    let (_, here) = at(x)?;
    let slope = |h: f64| {
        let ((right, after), (left, before)) = (at(x + h)?, at(x - h)?);
        (agree(here, after, 3e-5) && agree(here, before, 3e-5)).then_some((right - left) / (2.0 * h))
    };
    let [wide, narrow, narrowest] = [slope(h)?, slope(0.5 * h)?, slope(0.3 * h)?];
    (agree(wide, narrow, 1e-5) && agree(wide, narrowest, 1e-5)).then_some(narrow)
}

/// Limits are put where there was NaN, and nowhere else.
pub fn limits_keep(text: &str) -> Outcome {
    let mut subject = Subject::read(text)?;
    let mut count = 0;
    let root = stabilize(&mut subject.arena, subject.root);
    let derivative = differentiate(&mut subject.arena, root, Node::Input);
    // These show the sign of a zero, which a guard may lose.
    let signs = [Function::Copysign, Function::Signum, Function::Atan2];
    let shown =
        |node| matches!(node, Node::Call1(function, _) | Node::Call2(function, ..) if signs.contains(&function));
    if subject.arena.any(derivative, shown) || subject.arena.any(root, shown) {
        return Ok(0);
    }
    // 10³⁰⁰ is an infinity in f32, and the formula another one.
    let huge = |node| matches!(node, Node::Constant(number) if Precision::Single.round(number.get()).is_infinite());
    let both = [Precision::Double, Precision::Single];
    let precisions =
        if subject.arena.any(derivative, huge) || subject.arena.any(root, huge) { &both[..1] } else { &both };
    for root in [root, derivative] {
        let mended = at_infinity(&mut subject.arena, root, &subject.parameters);
        for &precision in precisions {
            let (old, new) = (subject.tape(root), subject.tape(mended));
            // At the very end of the line even x + x overflows.
            let end = if precision == Precision::Single { 1e38 } else { 1e300 };
            for x in SPECIAL.into_iter().chain(MODERATE).map(|x| precision.round(x)).filter(|x| x.abs() <= end) {
                let point = Point::at(x, &subject.parameters);
                let (wanted, got) = (old.run_at(point, precision), new.run_at(point, precision));
                count += usize::from(mended != root);
                // Beyond 10³⁰ a clamp may move a rounding, no more.
                let rounding = || {
                    let Some([estimate, _]) = subject.at(&old, x) else { return true };
                    estimate.agrees(Estimate { value: got, spread: 0.0 })
                };
                // 0 · u is 0 where it is guarded, −0 elsewhere: a quotient shows it.
                let same = wanted == got || wanted.is_infinite() && got.is_infinite();
                if !(wanted.is_nan() || same || x.abs() > 1e30 && rounding()) {
                    return Err(format!(
                        "{wanted} becomes {got} at {x} in {precision:?}: {} becomes {}",
                        subject.shown(root),
                        subject.shown(mended)
                    ));
                }
            }
        }
        let whole = at_nan(&mut subject.arena, mended, &subject.parameters);
        let depends = subject.arena.any(whole, |node| node == Node::Input);
        let at_nan = subject.tape(whole).run(Point::at(f64::NAN, &subject.parameters));
        if depends && !at_nan.is_nan() {
            return Err(format!("NaN gives {at_nan}: {}", subject.shown(whole)));
        }
    }
    Ok(count)
}

/// Sharing an exponential changes digits at most.
pub fn share_keeps(text: &str) -> Outcome {
    let mut subject = Subject::read(text)?;
    let value = stabilize(&mut subject.arena, subject.root);
    let derivative = differentiate(&mut subject.arena, value, Node::Input);
    let derivative = stabilize(&mut subject.arena, derivative);
    let shared = share(&mut subject.arena, &[value, derivative]);
    let mut count = 0;
    for (before, after) in [value, derivative].into_iter().zip(shared) {
        let told = subject.close(before, after)?;
        count += if before == after { 0 } else { told };
    }
    Ok(count)
}

/// The derivative of the formula as it was written is never called wrong nor the derived one anything but right, and the
/// same a thousandth larger is never right.
pub fn verify_is_fair(text: &str) -> Outcome {
    let mut subject = Subject::read(text)?;
    let value = stabilize(&mut subject.arena, subject.root);
    let derived = differentiate(&mut subject.arena, value, Node::Input);
    let derived = stabilize(&mut subject.arena, derived);
    let plain = differentiate(&mut subject.arena, subject.root, Node::Input);
    let factor = subject.arena.constant(1.001);
    let larger = subject.arena.product(factor, plain);
    let tape = subject.tape(derived);
    let learnt = vec![true; subject.parameters.len()];
    let mut verdict = |given| {
        let parameters = &subject.parameters;
        let claim = Claim { value, derived, given, domain: None, parameters, learnt: &learnt };
        verify(&mut subject.arena, &claim)
    };
    // An `==` may pick a branch for one point whose derivative is not the formula's: then neither are these two.
    let picked = |found: &Counterexample| {
        found.sides.is_some() && tape.run(Point::at(found.x, &found.parameters)) == found.given
    };
    match verdict(plain) {
        Verdict::Wrong(found) if !picked(&found) => {
            return Err(format!("{} refused: {found:?}", subject.shown(plain)));
        }
        _ => {}
    }
    match verdict(derived) {
        Verdict::Right => {}
        Verdict::Wrong(found) if picked(&found) => {}
        // 0 / 0 at a kink is refused without being given.
        Verdict::Broken(found) if found.sides.is_some() && found.given.is_nan() => {}
        verdict => return Err(format!("{} is derived, and refused: {verdict:?}", subject.shown(derived))),
    }
    let lenient = matches!(verdict(larger), Verdict::Right);
    let telling = MODERATE
        .into_iter()
        .filter_map(|x| subject.at(&tape, x))
        .filter(|[slope, _]| slope.is_sharp() && slope.value.abs() > 1e-6);
    let telling = telling.count();
    if lenient && telling > 2 {
        return Err(format!("1.001 times {} accepted", subject.shown(plain)));
    }
    Ok(telling)
}
