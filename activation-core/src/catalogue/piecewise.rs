//! Lines, steps and shrinks.
//!
//! In: formulas; a derivative is given where it is a convention. Out: a struct each. Must never be written by hand.

use crate::activation;

activation! {
    /// The identity: no activation.
    pub identity: x;

    /// The identity, under the name that it has in darknet, NumPyNet and Keras.
    pub linear: x => 1;

    /// αx + β (ONNX has it for recurrent operators, without defaults).
    pub affine(alpha = 1, beta = 0): alpha * x + beta;

    /// Piecewise linear "sigmoid", as darknet's: steep between −4 and 4, slope 0.01 outside. f′(±4) = 0.125 as there.
    pub plse: if x < -4 <0.01 * (x + 4)> else if x > 4 <0.01 * (x - 4) + 1> else <0.125 * x + 0.5>
        => if y < 0 || y > 1 <0.01> else <0.125>;

    /// Leaky identity, as darknet's: slope 0.001 outside [0, 1]. f′(0) = f′(1) = 0.001 as there.
    pub lhtan: if x < 0 <0.001 * x> else if x > 1 <0.001 * (x - 1) + 1> else <x>
        => if y > 0 && y < 1 <1> else <0.001>;

    /// Stairs with slopes, as darknet's: flat on even cells, rising on odd ones. f′ is 0 at whole numbers as there. NumPyNet's
    /// gradient is 1 on even cells.
    pub stair: if n - 2 * floor(n / 2) == 0 <floor(n / 2)> else <(x - n) + floor(n / 2)>
        => if n - 2 * floor(n / 2) == 0 || x == n <0> else <1>
        where n = floor(x);

    /// Hard threshold: x outside [−λ, λ], else 0 (Donoho & Johnstone 1994). ONNX' default `Shrink`. f′(±λ) = 0, as in PyTorch,
    /// Keras, Burn.
    pub hard_shrink(lambda = 0.5): if abs(x) > lambda <x> else <0>;

    /// Soft threshold: x drawn towards 0 by λ, the step that makes codes sparse (Donoho & Johnstone 1994). f′(±λ) = 0, as in
    /// PyTorch, Keras, NNlib, Burn.
    pub soft_shrink(lambda = 0.5): if x > lambda <x - lambda> else if x < -lambda <x + lambda> else <0>;

    /// ONNX' `Shrink`: between the hard and the soft one, as the bias has it; 0 by default as in ONNX, 0.5 in Burn. f′(±λ) = 0.
    pub shrink(lambda = 0.5, bias = 0): if x > lambda <x - bias> else if x < -lambda <x + bias> else <0>;

    /// |x|. f′(0) = 0 as in PyTorch, TensorFlow, Burn; 1 in JAX and candle: `if x >= 0 <x> else <-x>`.
    pub abs: abs(x);

    /// 1 above 0, else 0, the perceptron's step (Rosenblatt 1958); its derivative is 0: train it with a surrogate of your own.
    pub heaviside: if x > 0 <1> else <0> => 0;

    /// −1, 0 or 1, for binary networks; its derivative is 0: train it with a surrogate of your own.
    pub sign: sign(x) => 0;
}
