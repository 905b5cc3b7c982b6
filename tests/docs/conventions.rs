//! Derivatives at kinks on which libraries differ, each with the line that gives the other one.
//!
//! In: definitions below. Out: the table of docs/catalogue.md, and that every line is the same function with that derivative.
//! Must never list a convention that is not checked here.

use std::fmt::Write;

use activation_core::{Activation, AnyActivation, Declared, activation};

use super::{number, section};

activation! {
    candle_relu: if x >= 0 <x> else <0>;
    burn_relu6: if x < 0 <0> else if x > 6 <6> else <x>;
    candle_relu6: clamp(x, 0, 6) => if x == 0 || x == 6 <0.5> else if x > 0 && x < 6 <1> else <0>;
    jax_hard_tanh(min = -1, max = 1): if x < min <min> else if x > max <max> else <x>;
    jax_leaky_relu(negative_slope = 0.01): if x >= 0 <x> else <negative_slope * x>;
    candle_leaky_relu(negative_slope = 0.01): if x > 0 <x> else <negative_slope * x>
        => if x > 0 <1> else if x == 0 <(1 + negative_slope) / 2> else <negative_slope>;
    burn_prelu(learn alpha = 0.25): if x >= 0 <x> else <alpha * x>;
    tensorflow_selu: if x >= 0 <1.0507009873554804934 * x> else <1.0507009873554804934 * 1.6732632423543772848 * exp_m1(x)>;
    nnlib_elu(alpha = 1): if x >= 0 <x> else <alpha * exp_m1(x)>;
    timm_hard_sigmoid: if x < -3 <0> else if x > 3 <1> else <x / 6 + 0.5>;
    candle_hard_sigmoid: clamp(x / 6 + 0.5, 0, 1) => if x == -3 || x == 3 <1 / 12> else if x > -3 && x < 3 <1 / 6> else <0>;
    jax_sparse_sigmoid: clamp(0.5 * x + 0.5, 0, 1) => if x == -1 || x == 1 <0.25> else if x > -1 && x < 1 <0.5> else <0>;
    nnlib_hard_swish: if x < -3 <0> else if x > 3 <x> else <x * (x + 3) / 6>;
    timm_hard_mish: if x < -2 <0> else if x > 0 <x> else <x * (x + 2) / 2>;
    jax_abs: if x >= 0 <x> else <-x>;
}

/// A line that gives what other libraries take.
struct Other {
    ours: &'static str,
    others: &'static str,
    formula: String,
    /// Where, what we take and what they take.
    kinks: Vec<[f64; 3]>,
}

/// The line of `A`, after a check that it is the same function.
fn other<A: Declared>(ours: &'static str, others: &'static str, activation: &A, at: &[f64]) -> Other {
    let any: AnyActivation = ours.parse().expect(ours);
    for step in -800..=800 {
        let x = f64::from(step) / 64.0;
        let (here, there) = (any.forward(x), activation.forward(x));
        assert!((here - there).abs() <= 1e-15 * here.abs().max(1.0), "{ours} at {x}: {here}, {there} by {others}");
    }
    let mut formula = A::FACTS.formula.to_owned();
    if A::FACTS.derivative.contains("==") {
        // The derivative says what the formula can't.
        write!(formula, " => {}", A::FACTS.derivative).expect("text");
    }
    let kinks = at.iter().map(|&x| [x, any.derivative(x), activation.derivative(x)]).collect();
    Other { ours, others, formula, kinks }
}

fn all() -> Vec<Other> {
    vec![
        other("relu", "candle", &CandleRelu, &[0.0]),
        other("relu6", "Burn", &BurnRelu6, &[0.0, 6.0]),
        other("relu6", "candle", &CandleRelu6, &[0.0, 6.0]),
        other("hardtanh", "JAX, Burn, `torch.clamp`, `tf.clip_by_value`", &JaxHardTanh::default(), &[-1.0, 1.0]),
        other("leaky_relu", "JAX, Burn", &JaxLeakyRelu::default(), &[0.0]),
        other("leaky_relu", "candle", &CandleLeakyRelu::default(), &[0.0]),
        other("prelu", "Burn", &BurnPrelu::default(), &[0.0]),
        other("selu", "TensorFlow, Burn, darknet, NumPyNet", &TensorflowSelu, &[0.0]),
        other("elu(alpha=2)", "NNlib", &NnlibElu { alpha: 2.0 }, &[0.0]),
        other("hard_sigmoid", "timm's own", &TimmHardSigmoid, &[-3.0, 3.0]),
        other("hard_sigmoid", "candle", &CandleHardSigmoid, &[-3.0, 3.0]),
        other("sparse_sigmoid", "JAX", &JaxSparseSigmoid, &[-1.0, 1.0]),
        other("hard_swish", "NNlib, Burn, PyTorch up to 2.6", &NnlibHardSwish, &[-3.0, 3.0]),
        other("hard_mish", "timm", &TimmHardMish, &[-2.0]),
        other("abs", "JAX, candle", &JaxAbs, &[0.0]),
    ]
}

#[test]
fn conventions() {
    let mut table = String::from(
        "| activation | at x | f′ here | f′ there | where | the line that gives it |\n|---|---|---|---|---|---|\n",
    );
    for Other { ours, others, formula, kinks } in all() {
        let column = |place: usize| kinks.iter().map(|kink| number(kink[place])).collect::<Vec<_>>().join("; ");
        let [at, here, there] = [0, 1, 2].map(column);
        let formula = formula.replace('|', "\\|");
        assert!(kinks.iter().any(|[_, here, there]| here != there), "{ours}: {others} agree");
        writeln!(table, "| {ours} | {at} | {here} | {there} | {others} | `{formula}` |").expect("text");
    }
    section("docs/catalogue.md", "conventions", &table);
}
