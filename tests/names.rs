//! Activations by the names of other libraries: every disagreement between them that concerns a function or a constant.
//!
//! In: names as they stand in other people's code. Out: the function that they mean there. Must never take a value from our
//! tables: the expected ones are of the libraries' own code and documentation.

use activation_core::{Activation, AnyActivation, Error, Library};

fn read(library: Library, name: &str) -> AnyActivation {
    AnyActivation::from_name(library, name).unwrap_or_else(|error| panic!("{name} in {library}: {error}"))
}

/// Asserts what a name means, by ours and by a value.
fn means(library: Library, name: &str, ours: &str, x: f64, y: f64) {
    let any = read(library, name);
    assert_eq!(any, ours.parse().expect(ours), "{name} in {library}");
    assert!((any.forward(x) - y).abs() <= 1e-12, "{name} in {library} at {x}: {} instead of {y}", any.forward(x));
}

#[test]
fn hard_sigmoids() {
    use Library::{Burn, Candle, Jax, Keras, NNlib, NumPyNet, Onnx, PyTorch, Timm};
    let names = [(PyTorch, "Hardsigmoid"), (PyTorch, "hardsigmoid"), (Jax, "hard_sigmoid"), (Keras, "hard_sigmoid")];
    for (library, name) in names.into_iter().chain([(NNlib, "hardσ"), (Candle, "HardSigmoid"), (Timm, "hard_sigmoid")])
    {
        means(library, name, "hard_sigmoid", 2.5, 2.5 / 6.0 + 0.5);
    }
    for (library, name) in [(Onnx, "HardSigmoid"), (Burn, "HardSigmoid"), (NumPyNet, "Hardtan")] {
        means(library, name, "hard_sigmoid(alpha=0.2)", 2.5, 1.0);
    }
    for library in [Jax, Keras] {
        means(library, "sparse_sigmoid", "sparse_sigmoid", 0.5, 0.75);
    }
}

#[test]
fn hard_tangents() {
    use Library::{Burn, Darknet, Jax, Keras, NNlib, NumPyNet, Onnx, PyTorch};
    let names = [(Darknet, "hardtan"), (PyTorch, "Hardtanh"), (Jax, "hard_tanh"), (Keras, "hard_tanh")];
    for (library, name) in names.into_iter().chain([(NNlib, "hardtanh"), (Burn, "Hardtanh")]) {
        means(library, name, "hardtanh", 0.25, 0.25);
    }
    means(NumPyNet, "Hardtan", "hard_sigmoid(alpha=0.2)", 0.25, 0.55);
    means(Onnx, "Clip", "hardtanh(min=-inf, max=inf)", 1e9, 1e9);
    means(Onnx, "Clip(min=0, max=6)", "hardtanh(min=0, max=6)", 7.0, 6.0);
}

#[test]
fn slopes_of_leaky_rectifiers() {
    use Library::{Burn, Candle, Darknet, HuggingFace, Jax, Keras, NNlib, NumPyNet, Onnx, PyTorch, TensorFlow};
    for (library, name, slope) in [
        (PyTorch, "LeakyReLU", 0.01),
        (PyTorch, "leaky_relu", 0.01),
        (HuggingFace, "leaky_relu", 0.01),
        (Jax, "leaky_relu", 0.01),
        (Onnx, "LeakyRelu", 0.01),
        (Burn, "LeakyRelu", 0.01),
        (NNlib, "leakyrelu", 0.01),
        (Darknet, "relie", 0.01),
        (NumPyNet, "Relie", 0.01),
        (Darknet, "leaky", 0.1),
        (Darknet, "revleaky", 0.1),
        (NumPyNet, "Leaky", 0.1),
        (TensorFlow, "leaky_relu", 0.2),
        (Keras, "leaky_relu", 0.2),
        (Keras, "keras.activations.leaky_relu", 0.2),
        (Keras, "LeakyReLU", 0.3),
        (Keras, "keras.layers.LeakyReLU", 0.3),
    ] {
        means(library, name, &format!("leaky_relu(negative_slope={slope})"), -1.0, -slope);
    }
    let error = AnyActivation::from_name(Candle, "LeakyRelu").expect_err("candle has no default");
    assert_eq!(
        error.to_string(),
        "`LeakyRelu` needs its parameter `negative_slope`: the library has no default for it"
    );
    means(Candle, "LeakyRelu(0.1)", "leaky_relu(negative_slope=0.1)", -1.0, -0.1);
}

#[test]
fn exact_and_approximate_gelu() {
    use Library::{Burn, Candle, Darknet, HuggingFace, Jax, Keras, NNlib, Onnx, PyTorch, TensorFlow, Timm};
    for (library, name) in [
        (PyTorch, "GELU"),
        (PyTorch, "gelu"),
        (PyTorch, "GELU(approximate='none')"),
        (TensorFlow, "gelu"),
        (Onnx, "Gelu"),
        (Candle, "Gelu"),
        (Candle, "Tensor::gelu_erf"),
        (Burn, "Gelu"),
        (Timm, "gelu"),
        (HuggingFace, "gelu"),
        (HuggingFace, "gelu_python"),
        (Keras, "gelu"),
        (Keras, "ops.gelu(approximate=False)"),
        (Jax, "gelu(approximate=False)"),
        (NNlib, "gelu_erf"),
    ] {
        means(library, name, "gelu", 1.0, 0.841_344_746_068_542_9);
    }
    for (library, name) in [
        (Jax, "gelu"),
        (Jax, "gelu(approximate=True)"),
        (NNlib, "gelu"),
        (Keras, "ops.gelu"),
        (Keras, "keras.ops.gelu"),
        (Keras, "gelu(approximate=True)"),
        (TensorFlow, "gelu(approximate=True)"),
        (PyTorch, "GELU(approximate='tanh')"),
        (PyTorch, "F.gelu(approximate=\"tanh\")"),
        (Onnx, "Gelu(approximate=tanh)"),
        (Candle, "Tensor::gelu"),
        (Candle, "NewGelu"),
        (Candle, "gelu_pytorch_tanh"),
        (Burn, "GeluApproximate"),
        (Timm, "gelu_tanh"),
        (HuggingFace, "gelu_new"),
        (HuggingFace, "gelu_pytorch_tanh"),
        (Darknet, "gelu"),
    ] {
        means(library, name, "gelu_tanh", 1.0, 0.841_191_990_608_303_7);
    }
    means(Library::HuggingFace, "gelu_10", "clipped_gelu", 20.0, 10.0);
    means(Library::HuggingFace, "quick_gelu", "quick_gelu", 1.0, 1.0 / (1.0 + f64::exp(-1.702)));
}

#[test]
fn swishes() {
    use Library::{Candle, Darknet, Jax, Keras, NNlib, Onnx, PyTorch, TensorFlow};
    let logistic = |x: f64| 1.0 / (1.0 + (-x).exp());
    let names = [(PyTorch, "SiLU"), (Jax, "swish"), (Keras, "swish"), (Candle, "Swish"), (NNlib, "swish")];
    for (library, name) in names.into_iter().chain([(Darknet, "swish")]) {
        means(library, name, "silu", 2.0, 2.0 * logistic(2.0));
        assert!(AnyActivation::from_name(library, &format!("{name}(beta=2)")).is_err());
    }
    means(TensorFlow, "silu(beta=1.5)", "swish(beta=1.5)", 2.0, 2.0 * logistic(3.0));
    means(Onnx, "Swish(alpha=1.5)", "swish(beta=1.5)", 2.0, 2.0 * logistic(3.0));
}

#[test]
fn softplus_and_its_threshold() {
    use Library::{Burn, Jax, Keras, NNlib, NumPyNet, Onnx, PyTorch, TensorFlow};
    let softplus = |x: f64| x.exp().ln_1p();
    // Just above 20 PyTorch's is x.
    means(PyTorch, "Softplus", "thresholded_softplus", 20.5, 20.5);
    means(PyTorch, "softplus(beta=2, threshold=1)", "thresholded_softplus(beta=2, threshold=1)", 0.75, 0.75);
    means(PyTorch, "Softplus(beta=1.0, threshold=20.0)", "thresholded_softplus", 19.5, softplus(19.5));
    means(PyTorch, "Softplus(threshold=inf)", "softplus", 20.5, softplus(20.5));
    let names = [(Jax, "softplus"), (Keras, "softplus"), (TensorFlow, "softplus"), (NNlib, "softplus")];
    for (library, name) in names.into_iter().chain([(Onnx, "Softplus"), (NumPyNet, "SoftPlus"), (Burn, "Softplus")]) {
        means(library, name, "softplus", 20.5, softplus(20.5));
        let scaled = AnyActivation::from_name(library, &format!("{name}(beta=2)"));
        assert_eq!(scaled.is_ok(), library == Burn, "{library}");
    }
}

#[test]
fn constants_of_selu() {
    use Library::{Burn, Candle, Darknet, Jax, Keras, NNlib, NumPyNet, Onnx, PyTorch, TensorFlow};
    let names =
        [(PyTorch, "SELU"), (Jax, "selu"), (Keras, "selu"), (TensorFlow, "selu"), (NNlib, "selu"), (Burn, "Selu")];
    for (library, name) in names {
        means(library, name, "selu", 1.0, 1.050_700_987_355_480_5);
    }
    for (library, name) in [(Darknet, "selu"), (NumPyNet, "Selu")] {
        means(library, name, "scaled_elu(lambda=1.0507, alpha=1.6732)", 1.0, 1.0507);
        means(library, name, "scaled_elu", -1.0, 1.0507 * 1.6732 * f64::exp_m1(-1.0));
    }
    assert_eq!(read(Onnx, "Selu").forward(1.0), f64::from(1.050_701_f32));
    means(Onnx, "Selu(alpha=2, gamma=3)", "scaled_elu(lambda=3, alpha=2)", 1.0, 3.0);
    means(Candle, "ops::selu(2, 3)", "scaled_elu(lambda=3, alpha=2)", 1.0, 3.0);
}

#[test]
fn parameters_that_some_lack() {
    use Library::{Candle, Darknet, HuggingFace, Jax, Keras, NNlib, NumPyNet, Onnx, PyTorch, TensorFlow, Timm};
    // ELU has no α everywhere.
    for (library, name) in
        [(PyTorch, "ELU"), (Jax, "elu"), (Keras, "elu"), (Onnx, "Elu"), (Candle, "Elu"), (Timm, "elu")]
    {
        means(library, &format!("{name}(alpha=2)"), "elu(alpha=2)", -1.0, 2.0 * f64::exp_m1(-1.0));
    }
    means(NNlib, "elu(α=2)", "elu(alpha=2)", -1.0, 2.0 * f64::exp_m1(-1.0));
    for (library, name) in [(TensorFlow, "elu"), (Darknet, "elu"), (NumPyNet, "Elu"), (HuggingFace, "mish")] {
        let error = AnyActivation::from_name(library, &format!("{name}(alpha=2)"));
        assert!(matches!(error, Err(Error::UnknownParameter { known, .. }) if known.is_empty()), "{library}");
    }
    means(Keras, "squareplus(b=1)", "squareplus(b=1)", 0.0, 0.5);
    means(Jax, "squareplus", "squareplus", 0.0, 1.0);
}

#[test]
fn shrinks_and_thresholds() {
    use Library::{Burn, Keras, NNlib, Onnx, PyTorch};
    means(Onnx, "Shrink", "shrink(bias=0)", 1.0, 1.0);
    means(Burn, "Shrink", "shrink(bias=0.5)", 1.0, 0.5);
    means(Onnx, "Shrink(lambd=0.25, bias=0.125)", "shrink(lambda=0.25, bias=0.125)", 1.0, 0.875);
    means(PyTorch, "Hardshrink(0.25)", "hard_shrink(lambda=0.25)", 0.3, 0.3);
    means(PyTorch, "softshrink(lambd=0.25)", "soft_shrink(lambda=0.25)", 0.5, 0.25);
    means(Keras, "soft_shrink(threshold=0.25)", "soft_shrink(lambda=0.25)", 0.5, 0.25);
    // x > α, so nothing at α itself.
    for (library, name) in [(Onnx, "ThresholdedRelu"), (Burn, "ThresholdedRelu"), (NNlib, "trelu")] {
        means(library, name, "thresholded_relu", 1.0, 0.0);
    }
    means(Keras, "relu(threshold=1)", "keras_relu(threshold=1)", 1.0, 0.0);
    means(PyTorch, "Threshold(threshold=0.1, value=20)", "threshold(threshold=0.1, value=20)", 0.1, 20.0);
    means(Keras, "threshold(0.5, default_value=2)", "threshold(threshold=0.5, value=2)", 0.5, 2.0);
    assert!(matches!(
        AnyActivation::from_name(PyTorch, "Threshold(0.1)"),
        Err(Error::MissingParameter { parameter, .. }) if parameter == "value"
    ));
}

#[test]
fn what_learns_starts_where_the_library_has_it() {
    use Library::{Burn, Candle, HuggingFace, Keras, NNlib, Onnx, PyTorch, Timm};
    for (library, name) in
        [(PyTorch, "PReLU"), (Burn, "PRelu"), (Candle, "PReLU"), (Timm, "prelu"), (HuggingFace, "prelu")]
    {
        means(library, name, "prelu", -1.0, -0.25);
    }
    means(Keras, "PReLU", "prelu(alpha=0)", -1.0, 0.0);
    means(PyTorch, "PReLU(num_parameters=1)", "prelu", -1.0, -0.25);
    assert!(matches!(AnyActivation::from_name(Onnx, "PRelu"), Err(Error::MissingParameter { .. })));
    // The mean slope; NNlib has no such function.
    for (library, name) in [(PyTorch, "RReLU"), (Burn, "RRelu")] {
        means(library, name, "rrelu", -1.0, -11.0 / 48.0);
    }
    assert!(AnyActivation::from_name(NNlib, "rrelu").is_err());
    means(Timm, "StarReLU", "star_relu(scale=1, bias=0)", 2.0, 4.0);
    assert_eq!("star_relu".parse::<AnyActivation>().map(|paper| paper.forward(0.0)), Ok(-0.4472));
}

#[test]
fn two_names_of_one_function() {
    let equal = |a: &str, b: &str| {
        let [a, b]: [AnyActivation; 2] = [a, b].map(|name| name.parse().expect(name));
        for step in -80..=80 {
            let x = f64::from(step) / 8.0;
            assert!((a.forward(x) - b.forward(x)).abs() < 1e-14, "{a} and {b} at {x}");
        }
    };
    equal("smelu(beta=1)", "sparse_plus");
    equal("symm_elliot", "softsign");
    equal("loggy", "scaled_tanh(alpha=1, beta=0.5)");
    equal("acon_c", "silu");
    for (library, name) in [(Library::Darknet, "hard_mish"), (Library::Timm, "hard_mish")] {
        means(library, name, "hard_mish", -1.0, -0.5);
    }
}

/// Text as libraries print it, and what does not change the function.
#[test]
fn printed_layers_are_names() {
    use Library::{Keras, PyTorch};
    for (text, ours) in [
        ("LeakyReLU(negative_slope=0.01, inplace=True)", "leaky_relu"),
        ("nn.ReLU(inplace=True)", "relu"),
        ("torch.nn.functional.hardtanh", "hardtanh"),
        ("Hardtanh(min_val=-2.0, max_val=2.0)", "hardtanh(min=-2, max=2)"),
        ("RReLU(lower=0.125, upper=0.3333333333333333)", "rrelu"),
        ("ELU(alpha=1.0)", "elu"),
        ("Softshrink(0.5)", "soft_shrink"),
        ("leakyrelu", "leaky_relu"),
    ] {
        assert_eq!(read(PyTorch, text), ours.parse().expect(ours), "{text}");
    }
    assert_eq!(read(Keras, "relu(max_value=None)"), "keras_relu".parse().expect("ours"));
    assert_eq!(read(Keras, "relu(max_value=6, negative_slope=0.1)").forward(-1.0), -0.1);
    assert_eq!(read(Keras, "LeakyReLU(alpha=0.1)").forward(-1.0), -0.1);
    // Two functions there are spelt so but for their case.
    assert!(AnyActivation::from_name(Keras, "leakyRelu").is_err());
}

#[test]
fn mistakes_are_answered_within_the_library() {
    use Library::{Darknet, Jax, Keras, PyTorch};
    let message = |library, name: &str| AnyActivation::from_name(library, name).expect_err(name).to_string();
    assert_eq!(message(PyTorch, "LeekyReLU"), "PyTorch has no activation `LeekyReLU`; did you mean `LeakyReLU`?");
    let lisht = message(PyTorch, "lisht");
    assert!(
        lisht.starts_with("PyTorch has no activation `lisht`") && lisht.ends_with("(that is a name in NNlib)"),
        "{lisht}"
    );
    assert!(message(Darknet, "gelu_new").contains("Hugging Face"));
    assert_eq!(
        message(PyTorch, "LeakyReLU(slope=1)"),
        "`LeakyReLU` has no parameter `slope`; it has `inplace`, `negative_slope`"
    );
    assert_eq!(message(PyTorch, "ELU(alpha=big)"), "`ELU`: the value of `alpha` must be a number, not `big`");
    assert_eq!(
        message(PyTorch, "GELU(approximate='erf')"),
        "`GELU`: `approximate` can't be `erf`; it can be `none`, `tanh`"
    );
    assert_eq!(message(Jax, "elu(1, 2)"), "`elu` has no parameter `2`; it has `alpha`");
    assert!(message(Jax, "elu(1, alpha=2)").contains("given twice"));
    assert!(message(Keras, "elu(alpha=").contains("closing"));
    assert_eq!("darknet".parse(), Ok(Darknet));
    assert!("theano".parse::<Library>().expect_err("unknown").to_string().contains("PyTorch, Keras"));
}

/// Every name is a name, and what a function is called is read as that function.
#[test]
fn every_name_leads_to_an_activation_and_back() {
    for &library in Library::ALL {
        assert_eq!(library.to_string().parse(), Ok(library));
        let mut names: Vec<&str> = library.names().collect();
        for name in &names {
            let mut text = (*name).to_owned();
            while let Err(error) = AnyActivation::from_name(library, &text) {
                // Parameters without a default get one.
                let Error::MissingParameter { parameter, .. } = error else { panic!("{text} in {library}: {error}") };
                let inside = text.split_once('(').map_or("", |(_, inside)| inside.trim_end_matches(')'));
                text = format!("{name}({inside}{}{parameter}=0.5)", if inside.is_empty() { "" } else { "," });
            }
            let any = read(library, &text);
            let back = any.name_in(library).unwrap_or_else(|| panic!("{text} in {library} has no name there"));
            assert_eq!(read(library, &back), any, "{text}, {back} in {library}");
        }
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "a name of {library} stands in two places");
    }
    for any in AnyActivation::all() {
        for &library in Library::ALL {
            if let Some(name) = any.name_in(library) {
                let back = read(library, &name);
                // With its defaults Keras' relu is the plain one.
                let expected = if any.name() == "keras_relu" { "relu".parse().expect("ours") } else { any.clone() };
                assert_eq!(back, expected, "{any} is {name} in {library}");
            }
        }
    }
}

/// Ours are PyTorch's, but for what PyTorch does at the threshold of its softplus, and for `clamp`, which is no activation.
#[test]
fn names_without_a_library_are_those_of_pytorch() {
    for name in Library::PyTorch.names().filter(|name| !["clamp", "Softplus", "softplus"].contains(name)) {
        let ours: AnyActivation = name.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
        match AnyActivation::from_name(Library::PyTorch, name) {
            Err(Error::MissingParameter { .. }) => {}
            theirs => assert_eq!(theirs, Ok(ours)),
        }
    }
}

#[test]
fn a_function_that_a_library_lacks_has_no_name_there() {
    let any = |text: &str| text.parse::<AnyActivation>().expect(text);
    assert_eq!(any("lisht").name_in(Library::PyTorch), None);
    assert_eq!(any("leaky_relu(negative_slope=0.2)").name_in(Library::Darknet), None);
    assert_eq!(
        any("leaky_relu(negative_slope=0.3)").name_in(Library::Keras).as_deref(),
        Some("leaky_relu(negative_slope=0.3)")
    );
    assert_eq!(any("gelu_tanh").name_in(Library::PyTorch).as_deref(), Some("GELU(approximate=tanh)"));
    assert_eq!(any("softplus(beta=2)").name_in(Library::PyTorch).as_deref(), Some("Softplus(threshold=inf, beta=2)"));
    assert_eq!(any("prelu").name_in(Library::Onnx).as_deref(), Some("PRelu(slope=0.25)"));
}
