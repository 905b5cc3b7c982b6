//! Right derivatives of softplus and other logarithms, as papers and libraries write them.

use activation_core::activation;

activation! {
    /// Dugas et al. 2001.
    pub dugas: ln(1 + exp(x)) => 1 / (1 + exp(-x));
    pub sigmoid_of_x: softplus(x) => sigmoid(x);
    /// In the output.
    pub in_y: ln(1 + exp(x)) => 1 - exp(-y);
    pub in_y_exp_m1: softplus(x) => -exp_m1(-y);
    pub difference: softplus(x) => exp(x - y);
    pub half_tanh: softplus(x) => 0.5 + 0.5 * tanh(x / 2);
    pub log_space: softplus(x) => exp(log_sigmoid(x));
    /// JAX and NumPy: `logaddexp(x, 0)`.
    pub logaddexp: max(x, 0) + ln_1p(exp(-abs(x))) => sigmoid(x);
    pub logaddexp_cases: max(x, 0) + ln_1p(e) => if x >= 0 <1 / (1 + e)> else <e / (1 + e)> where e = exp(-abs(x));
    /// PyTorch: `z / (z + 1)`, and 1 above the threshold.
    pub torch(beta = 1): if beta * x > 20 <x> else <ln(1 + exp(beta * x)) / beta>
        => if beta * x > 20 <1> else <z / (z + 1)> where z = exp(beta * x);
    pub torch_in_x(beta = 2): softplus(beta * x) / beta => sigmoid(beta * x);
    pub torch_in_y(beta = 2): ln(1 + exp(beta * x)) / beta => 1 - exp(-beta * y);
    /// TensorFlow: by three cases.
    pub tensorflow: if x > 33 <x> else if x < -33 <exp(x)> else <ln_1p(exp(x))> => 1 / (exp(-x) + 1);
    /// SchNet's shifted softplus.
    pub shifted: softplus(x) - LN_2 => sigmoid(x);
    pub shifted_in_y: ln(0.5 * exp(x) + 0.5) => 1 - 0.5 * exp(-y);
    pub shifted_constant: softplus(x) - 0.69314718055994530942 => 1 / (1 + exp(-x));
    /// Squareplus (arXiv 2112.11687).
    pub squareplus: (x + sqrt(x * x + 4)) / 2 => (1 + x / sqrt(x * x + 4)) / 2;
    pub squareplus_in_y: 0.5 * (x + sqrt(x.powi(2) + 4)) => y * y / (y * y + 1);
    pub squareplus_mixed: 0.5 * (x + hypot(x, 2)) => y / (2 * y - x);
    pub squareplus_b(b = 4): (x + sqrt(x * x + b)) / 2 => 0.5 + 0.5 * x / sqrt(x * x + b);
    pub squareplus_b_in_y(b = 4): (x + sqrt(x * x + b)) / 2 => y * y / (y * y + b / 4);
    /// Smooth maximum of x and 0 by a hyperbola.
    pub hyperbola: (x + hypot(x, 1)) / 2 => 0.5 * (1 + x / hypot(x, 1));
    /// sgn(x) ln(1 + |x|).
    pub symlog: sign(x) * ln(1 + abs(x)) => 1 / (1 + abs(x));
    pub symlog_in_y: sign(x) * ln_1p(abs(x)) => exp(-abs(y));
    /// ln(1 + relu).
    pub nlrelu: ln(1 + max(x, 0)) => if x > 0 <exp(-y)> else <0>;
    pub nlrelu_beta(beta = 2): ln_1p(beta * relu(x)) => if x > 0 <beta / (1 + beta * x)> else <0>;
    /// asinh, in four ways.
    pub asinh: asinh(x) => 1 / sqrt(x * x + 1);
    pub asinh_in_y: asinh(x) => 1 / cosh(y);
    pub asinh_hypot: asinh(x) => recip(hypot(x, 1));
    pub asinh_log: ln(x + sqrt(x * x + 1)) => 1 / sqrt(1 + x * x);
    pub log_of_square: ln(1 + x * x) => 2 * x / (1 + x * x);
    pub log_of_square_in_y: ln_1p(x.powi(2)) => 2 * x * exp(-y);
    /// Complementary log-log, Gumbel and Gompertz, with one exponential of a sum.
    pub cloglog: 1 - exp(-exp(x)) => exp(x - exp(x));
    pub cloglog_product: 1 - exp(-exp(x)) => exp(x) * exp(-exp(x));
    pub gumbel: exp(-exp(-x)) => exp(-x - exp(-x));
    pub gompertz(b = 2, c = 0.5): exp(-b * exp(-c * x)) => b * c * exp(-c * x - b * exp(-c * x));
}

fn main() {}
