//! Right derivatives of tanh and its kin, as papers and libraries write them.

use activation_core::activation;

activation! {
    /// PyTorch, `tanh_backward`.
    pub square_of_y: tanh(x) => 1 - y.powi(2);
    pub factored: tanh(x) => (1 - y) * (1 + y);
    pub of_x: tanh(x) => 1 - tanh(x) * tanh(x);
    /// sech².
    pub sech: tanh(x) => 1 / cosh(x).powi(2);
    pub sech_recip: tanh(x) => cosh(x).recip().powi(2);
    pub sech_pow: tanh(x) => cosh(x).powf(-2);
    pub sech_square: tanh(x) => (2 / (exp(x) + exp(-x))).powi(2);
    /// Wikipedia, "Activation function": 4/(eˣ + e⁻ˣ)².
    pub exps: (exp(x) - exp(-x)) / (exp(x) + exp(-x)) => 4 / (exp(x) + exp(-x)).powi(2);
    pub exps_in_y: (exp(x) - exp(-x)) / (exp(x) + exp(-x)) => 1 - y * y;
    pub doubled: (exp(2 * x) - 1) / (exp(2 * x) + 1) => 1 - y * y;
    pub doubled_minus: (1 - exp(-2 * x)) / (1 + exp(-2 * x)) => 1 - y * y;
    pub double_angle: tanh(x) => 2 / (1 + cosh(2 * x));
    pub from_sigmoid: 2 * sigmoid(2 * x) - 1 => 4 * s * (1 - s) where s = sigmoid(2 * x);
    pub from_logistic: 2 / (1 + exp(-2 * x)) - 1 => 1 - y * y;
    pub from_one: 1 - 2 / (exp(2 * x) + 1) => (1 + y) * (1 - y);
    pub sigmoids: tanh(x) => 4 * sigmoid(2 * x) * sigmoid(-2 * x);
    pub decay: tanh(x) => 4 * e / (1 + e).powi(2) where e = exp(-2 * abs(x));
    pub quotient: sinh(x) / cosh(x) => 1 - y * y;
    pub quotient_in_x: sinh(x) / cosh(x) => 1 / cosh(x).powi(2);
    /// LeCun's, "Efficient BackProp".
    pub scaled: 1.7159 * tanh(2 / 3 * x) => 1.7159 * 2 / 3 * (1 - tanh(2 / 3 * x).powi(2));
    pub scaled_in_y: 1.7159 * tanh(2 * x / 3) => 2 / 3 * (1.7159 - y * y / 1.7159);
    pub scaled_factored: 1.7159 * tanh(0.6666666666666666 * x) => 0.6666666666666666 / 1.7159 * (1.7159 - y) * (1.7159 + y);
    pub scaled_twist(alpha = 1.7159, beta = 2 / 3, twist = 0.01): alpha * tanh(beta * x) + twist * x
        => beta / alpha * (alpha - u) * (alpha + u) + twist where u = y - twist * x;
    /// FANN's symmetric sigmoid.
    pub fann(steepness = 0.5): 2 / (1 + exp(-2 * steepness * x)) - 1 => steepness * (1 - y * y);
    /// PyTorch, `tanhshrink`.
    pub tanhshrink: x - tanh(x) => tanh(x).powi(2);
    /// NNlib.jl: `(x - Ω)^2`.
    pub tanhshrink_nnlib: x - tanh(x) => (x - y).powi(2);
    /// LiSHT: the paper's φ′ = x + tanh(x)(1 − φ).
    pub lisht: x * tanh(x) => x + tanh(x) * (1 - y);
    pub lisht_in_x: x * tanh(x) => tanh(x) + x * (1 - tanh(x).powi(2));
    pub lisht_sech: x * tanh(x) => tanh(x) + x / cosh(x).powi(2);
    /// log cosh: its derivative is tanh.
    pub logcosh: ln(cosh(x)) => tanh(x);
    pub logcosh_stable: abs(x) + softplus(-2 * abs(x)) - LN_2 => tanh(x);
    pub logcosh_nnlib: x + softplus(-2 * x) - LN_2 => 1 - 2 / (exp(2 * x) + 1);
    /// Gudermann.
    pub gudermann: 2 * atan(tanh(x / 2)) => 1 / cosh(x);
    pub gudermann_in_y: 2 * atan(tanh(x / 2)) => cos(y);
    pub gudermann_sinh: atan(sinh(x)) => 1 / cosh(x);
}

fn main() {}
