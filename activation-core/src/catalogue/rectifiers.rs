//! Rectifiers: nothing, or a little, of what is negative, and all that is positive.
//!
//! In: formulas; their derivatives are derived, or given where they fix a convention or a form in y. Out: a struct each. Must
//! never be written by hand. At a kink the condition picks the side, at a tie of `min`, `max` and `clamp` the flat side:
//! docs/numerics.md; what other libraries take, and how to get that: docs/catalogue.md.

use crate::activation;

activation! {
    /// Rectified linear unit: what is negative is 0. The default of convolutional networks (Nair & Hinton 2010).
    ///
    /// f′(0) = 0 as in PyTorch, JAX, TensorFlow, Keras, darknet; 1 in candle: `if x >= 0 <x> else <0>`.
    pub relu: x.max(0.0) => if x > 0.0 <1.0> else <0.0>;

    /// Rectifier bounded by 6, for networks that are to be quantised (Krizhevsky 2010).
    ///
    /// f′(0) = f′(6) = 0 as in PyTorch, JAX, TensorFlow; 1 and 1 in Burn: `if x < 0 <0> else if x > 6 <6> else <x>`.
    pub relu6: min(max(x, 0), 6);

    /// Rectifier bounded by a level of choice (Liew et al. 2016). f′ is 0 at both ends, as relu6's.
    ///
    /// Not the "bipolar ReLU" (arXiv 1709.04054), which turns every second channel round.
    pub brelu(max = 1): clamp(x, 0, max);

    /// Leaky rectifier: units that are off still learn a little (Maas et al. 2013).
    ///
    /// The slope is that of PyTorch, JAX, ONNX, Burn; it is 0.2 in `keras.activations` and `tf.nn`, 0.3 in `keras.layers`, 0.1
    /// in darknet: [`from_name`](crate::AnyActivation::from_name) knows. f′(0) is the slope as in PyTorch, TensorFlow, darknet;
    /// 1 in JAX and Burn: `if x >= 0 <x> else <negative_slope * x>`.
    pub leaky_relu(negative_slope = 0.01): if x > 0 <x> else <negative_slope * x>;

    /// Leaky rectifier with slope 0.01, under the name that it has in darknet and NumPyNet. f′(0) = 0.01.
    pub relie: if x > 0 <x> else <0.01 * x> => if y > 0 <1> else <0.01>;

    /// Leaky rectifier with slope 0.1, as darknet's and NumPyNet's `leaky`; other libraries use 0.01 under that name.
    /// f′(0) = 0.1.
    pub leaky: if x > 0 <x> else <0.1 * x> => if y > 0 <1> else <0.1>;

    /// Randomised leaky rectifier as it is evaluated, with the mean of the slopes (Xu et al. 2015, arXiv 1505.00853).
    ///
    /// f′(0) is that slope, as in PyTorch; in Burn it is 1. With slopes that are drawn, as in training: `RreluLayer` (feature
    /// `rand`).
    pub rrelu(lower = 1 / 8, upper = 1 / 3): if x > 0 <x> else <(lower + upper) / 2 * x>;

    /// Rectifier plus a tenth of the input, as darknet's. f′(0) = 0.1 as there.
    pub ramp: x.max(0) + 0.1 * x => if y > 0 <1.1> else <0.1>;

    /// Keras' `relu` with its three arguments: a leaky rectifier with a threshold and a bound.
    ///
    /// x = `threshold` counts as below it, as in Keras' code (its documentation says the opposite); f′ there is the slope.
    pub keras_relu(negative_slope = 0, max_value = INFINITY, threshold = 0):
        if x >= max_value <max_value> else if x > threshold <x> else <negative_slope * (x - threshold)>;

    /// x above the threshold, else a value of choice, as PyTorch's `Threshold`. f′ at the threshold is 0, as in PyTorch, Keras,
    /// Burn.
    pub threshold(threshold = 0, value = 0): if x > threshold <x> else <value>;

    /// x above α, else 0: a rectifier without a bias (Konda et al. 2014, arXiv 1402.3337). f′(α) = 0 and f(α) = 0, as ONNX's
    /// operator; the text on ONNX's recurrent operators has x ≥ α.
    pub thresholded_relu(alpha = 1): if x > alpha <x> else <0>;

    /// Squared rectifier, found by a search for better transformers (So et al. 2021, arXiv 2109.08668). Smooth at 0.
    pub relu_squared: relu(x).powi(2);

    /// Natural logarithm of a rectifier, which keeps large activations in bounds: ln(1 + β max(x, 0)) (Liu et al. 2019, arXiv
    /// 1908.03682). f′(0) = 0.
    pub nlrelu(beta = 1): ln_1p(beta * relu(x));
}
