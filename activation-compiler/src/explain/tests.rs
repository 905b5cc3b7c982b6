//! In: sources. Out: whether their explanations say what is known of them by other ways. Must never compare whole texts:
//! wordings are `diagnostic`'s and `pretty`'s to change.

use super::*;

/// The code and the guilty text of each message.
fn guilty(source: &str) -> Vec<(String, &str)> {
    let read = |message: Message| {
        (message.code.unwrap_or_else(|| String::from("none")), source.get(message.bytes).unwrap_or("outside"))
    };
    explain(source).messages.into_iter().map(read).collect()
}

fn only(source: &str) -> Activation {
    let Explanation { messages, mut activations } = explain(source);
    assert!(messages.is_empty() && activations.len() == 1, "{messages:?}");
    activations.remove(0)
}

#[test]
fn mish_is_made_stable_and_shares_its_calls() {
    let mish = only("mish: x * tanh(ln(1 + exp(x)))");
    assert_eq!(mish.name, "Mish");
    assert_eq!(mish.formula, "x * tanh(ln(1 + exp(x)))");
    assert_eq!(mish.computed, "x * tanh(softplus(x))");
    assert_eq!(mish.rewrites.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["log_of_one_plus_exp"]);
    assert_eq!(mish.cost, Cost { value: 1, derivative: 1, pair: 1 });
    assert!(mish.code.contains("struct Mish"));
    let curve = mish.curve.expect("all of it is known");
    assert_eq!(curve.value(1000.0), 1000.0);
    assert!((curve.derivative(0.0) - 0.6).abs() < 1e-15);
}

#[test]
fn silu_costs_one_exponential_either_way() {
    assert_eq!(only("silu: x * sigmoid(x)").cost, Cost { value: 1, derivative: 1, pair: 1 });
    assert_eq!(only("relu: x.max(0)").cost, Cost { value: 0, derivative: 0, pair: 0 });
    // A derivative in y is computed from the value.
    assert_eq!(only("tanh: x.tanh() => 1 - y * y").cost, Cost { value: 1, derivative: 1, pair: 1 });
}

#[test]
fn parameters_come_with_their_derivatives() {
    let prelu = only("prelu(learn alpha = 0.25, cap = 6): min(max(x, alpha * x), cap)");
    let [(alpha, quarter, Some(_)), (cap, six, None)] = &prelu.parameters[..] else { panic!("{:?}", prelu.parameters) };
    assert_eq!((alpha.as_str(), *quarter, cap.as_str(), *six), ("alpha", 0.25, "cap", 6.0));
    assert_eq!(prelu.curve.expect("known").value(-4.0), -1.0);
}

#[test]
fn the_care_for_the_edges_is_not_in_the_texts() {
    for source in ["silu: x * sigmoid(x)", "step(a = 2): if x > 0 <1> else <a> => surrogate 1", "g: x * exp(-exp(x))"] {
        let made = only(source);
        assert_eq!(made.computed, made.formula, "{source}");
        for text in [&made.second, &made.derivative] {
            assert!(!text.contains("MAX") && !text.contains("1e30") && !text.contains("=="), "{source}: {text}");
        }
    }
    // What the user wrote stays.
    assert_eq!(only("capped: min(x, 1e30)").computed, "min(x, 1e30)");
    assert_eq!(only("odd: if x == 0 <1> else <x>").computed, "if x == 0 <1> else <x>");
}

#[test]
fn what_is_proved_is_also_in_words() {
    let elu = only("elu(alpha = 1.5): if x > 0 <x> else <alpha * x.exp_m1()>");
    assert!(elu.learnt.iter().any(|line| line.starts_with("kinks: kink at x = 0 ")), "{:?}", elu.learnt);
    assert!(elu.learnt.iter().all(|line| line.contains(": ")));
    assert!(matches!(elu.facts.kinks, Some(crate::analyze::Kinks::Finite(list)) if list.len() == 1));
}

#[test]
fn the_domain_is_in_the_users_words() {
    assert_eq!(only("#[domain(x > 2/4)] log: ln(2 * x)").domain.as_deref(), Some("x > 2/4"));
    assert_eq!(only("relu: x.max(0)").domain, None);
}

#[test]
fn messages_stand_at_bytes_of_the_source() {
    assert_eq!(guilty("relu: z.max(0)"), [("A010".to_owned(), "z")]);
    // Bytes, not letters; several tokens; several definitions.
    assert_eq!(guilty("/* ∂f/∂x */ a: x + µ; b: x ** 2 => 1"), [("A010".to_owned(), "µ"), ("A058".to_owned(), "**")]);
    let softsign = "softsign: x / (1 + x.abs()) => 1 / (1 + y.abs()).powi(2)";
    assert_eq!(guilty(softsign), [("A031".to_owned(), "1 / (1 + y.abs()).powi(2)")]);
    assert!(explain(softsign).activations.is_empty() && explain(softsign).is_refused());
}

#[test]
fn a_message_keeps_its_parts_apart() {
    let message = explain("softsign: x / (1 + x.abs()) => 1 / (1 + y.abs()).powi(2)").messages.remove(0);
    assert!(!message.title.contains('\n') && !message.title.contains('['), "{message:?}");
    assert!(message.notes.len() == 1 && message.help.is_some(), "{message:?}");
    assert!(!message.notes[0].starts_with("note") && !message.help.unwrap_or_default().starts_with("help"));
}

#[test]
fn a_remark_does_not_refuse() {
    let source = "relu: x.max(0) => surrogate if x > 0 <1> else <0>";
    assert_eq!(guilty(source), [("A035".to_owned(), "surrogate")]);
    let explanation = explain(source);
    assert!(!explanation.is_refused() && explanation.activations[0].surrogate);
    assert_eq!(explanation.messages[0].level, crate::diagnostic::Level::Warning);
}

#[test]
fn nothing_is_guilty_as_a_whole() {
    assert_eq!(guilty("  ; \n"), [("A001".to_owned(), ";")]);
    assert_eq!(guilty(""), [("A001".to_owned(), "")]);
    assert_eq!(guilty("fn f() {} activation! { } fn g() {}"), [("A001".to_owned(), "activation! { }")]);
}

#[test]
fn a_rust_file_is_explained_call_by_call() {
    let source = "mod a { crate::activation! { relu: x.max(0) } }\nactivation!(twice: 2 * x; silu: x * relu6(x));";
    assert_eq!(guilty(source), [("A012".to_owned(), "relu6")]);
    assert_eq!(explain(source).activations.len(), 2, "a mistake in one definition leaves the others");
    let macros = "macro_rules! activation { () => {} } activation! { relu: x.max(0) }";
    assert_eq!(explain(macros).activations.len(), 1);
    assert!(explain(macros).messages.is_empty());
    let template = "macro_rules! f { ($a:expr) => { activation! { twice: f($a) } } }";
    assert!(explain(template).messages.is_empty() && explain(template).activations.is_empty());
}

#[test]
fn what_is_no_token_is_shown_too() {
    for (source, wrong) in [
        ("f: (x + 1", "("),
        ("f: x + 1)", ")"),
        ("f: (x + 1]", "]"),
        ("f: x − 1", "−"),
        ("größe: x²", "²"),
        ("f: x + \"one", "\""),
        ("f: x /* so", "/"),
    ] {
        assert_eq!(guilty(source), [("none".to_owned(), wrong)], "{source}");
    }
    let help = |source| explain(source).messages.remove(0).help.unwrap_or_default();
    assert!(help("f: x²").contains("powi(2)"));
    assert!(help("f: x − 1").contains("`-`"));
    assert!(help("f: x · 2").contains("`*`") && help("f: x • 2").contains("`*`"));
    assert!(help("f: max（x, 0）").contains("`(`") && help("f: “2” * x").contains("without quotes"));
}

#[test]
fn an_activation_of_elsewhere_has_no_curve() {
    assert!(only("twice: 2 * other::Silu(x)").curve.is_none());
}

/// The definitions of a file that is one call of `activation!`.
fn definitions(file: &'static str) -> &'static str {
    let start = file.find("activation! {").expect("a call") + "activation! {".len();
    file[start..].rsplit_once('}').expect("its end").0
}

/// No pass for both pays for a subterm twice: of the whole catalogue only these call more functions for f and f′ together
/// than for the dearer of the two, as the two are made of different functions (cos beside sin, sech² beside tanh).
#[test]
fn one_pass_shares_its_calls() {
    let files = [
        include_str!("../../../activation-core/src/catalogue/algebraic.rs"),
        include_str!("../../../activation-core/src/catalogue/exponential.rs"),
        include_str!("../../../activation-core/src/catalogue/learnable.rs"),
        include_str!("../../../activation-core/src/catalogue/periodic.rs"),
        include_str!("../../../activation-core/src/catalogue/piecewise.rs"),
        include_str!("../../../activation-core/src/catalogue/rectifiers.rs"),
        include_str!("../../../activation-core/src/catalogue/self_gated.rs"),
        include_str!("../../../activation-core/src/catalogue/sigmoid_like.rs"),
        include_str!("../../../activation-core/src/catalogue/softplus_like.rs"),
    ];
    let mut dearer = Vec::new();
    for activation in files.into_iter().flat_map(|file| explain(definitions(file)).activations) {
        let Cost { value, derivative, pair } = activation.cost;
        if pair > value.max(derivative) {
            dearer.push(format!("{} {value} {derivative} {pair}", activation.name));
        }
    }
    let expected = "Asinh 1 1 2, Elu 1 1 2, Selu 1 1 2, ScaledElu 1 1 2, Celu 1 1 2, Pelu 1 1 2, SoftExponential 2 1 3, \
        Dyt 1 1 2, Derf 1 1 2, Sine 1 1 2, Cosine 1 1 2, Snake 1 2 3, LogSigmoid 1 1 2, Tanh 1 1 2, Loggy 1 1 2, \
        ScaledTanh 1 1 2, PenalizedTanh 1 1 2, Erf 1 1 2, LaplaceCdf 1 1 2, Cloglog 2 2 3, Softclip 4 3 6, \
        Softplus 1 1 2, ThresholdedSoftplus 1 1 2, ShiftedSoftplus 3 3 5, Logcosh 3 3 5";
    assert_eq!(dearer.join(", "), expected);
}

/// The programs of tests/ui/fail/calculus.
fn wrong_derivatives() -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/ui/fail/calculus");
    let paths = std::fs::read_dir(folder).expect("the folder").flatten().map(|entry| entry.path());
    let programs = paths.filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    programs.map(|path| std::fs::read_to_string(path).expect("a program")).collect()
}

/// What is left to say at a place once the source is changed there.
fn left_at(source: &str, bytes: std::ops::Range<usize>) -> Option<Message> {
    explain(source).messages.into_iter().find(|left| left.bytes.start < bytes.end && left.bytes.end > bytes.start)
}

/// What a message says to write compiles where it says so.
#[test]
fn every_cure_of_a_derivative_cures() {
    let mut cures = 0;
    for source in wrong_derivatives() {
        for message in explain(&source).messages {
            let help = message.help.unwrap_or_default();
            let Some("A031" | "A032") = message.code.as_deref() else { continue };
            let cure = ["the derivative is `", "stable form: `"].iter().find_map(|words| help.split_once(words));
            let Some((cure, _)) = cure.and_then(|(_, cure)| cure.split_once('`')) else { continue };
            let mut cured = source.clone();
            cured.replace_range(message.bytes.clone(), cure);
            assert_eq!(left_at(&cured, message.bytes.start..message.bytes.start + cure.len()), None, "{cured}");
            cures += 1;
        }
    }
    assert!(cures > 15, "{cures}");
}

/// A domain that a message suggests is accepted as it stands there.
#[test]
fn every_domain_that_is_suggested_is_accepted() {
    let mut domains = 0;
    for source in wrong_derivatives() {
        for message in explain(&source).messages {
            let help = message.help.unwrap_or_default();
            let Some(attribute) = help.split('`').find(|part| part.starts_with("#[domain(")) else { continue };
            let start = source[..message.bytes.start].rfind('\n').map_or(0, |newline| newline + 1);
            let mut cured = source.clone();
            cured.insert_str(start, attribute);
            let bytes = message.bytes.start + attribute.len()..message.bytes.end + attribute.len();
            assert_eq!(left_at(&cured, bytes), None, "{cured}");
            domains += 1;
        }
    }
    assert!(domains > 5, "{domains}");
}
