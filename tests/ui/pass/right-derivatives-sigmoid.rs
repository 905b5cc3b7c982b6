//! Right derivatives of sigmoids, as papers and libraries write them.

use activation_core::activation;

activation! {
    /// Wikipedia, "Logistic function".
    pub expanded: 1 / (1 + exp(-x)) => y - y * y;
    /// darknet, `logistic_gradient`.
    pub other_order: 1 / (1 + exp(-x)) => (1 - y) * y;
    /// Keras, older backends: the input seen again.
    pub both: sigmoid(x) => y * (1 - sigmoid(x));
    /// Symmetric.
    pub product: sigmoid(x) => sigmoid(x) * sigmoid(-x);
    /// e⁻ˣ/(1 + e⁻ˣ)² multiplied out: an overflow that ends in the right zero.
    pub multiplied_out: 1 / (1 + exp(-x)) => 1 / (exp(x) + 2 + exp(-x));
    /// Handbooks of special functions.
    pub hyperbolic: sigmoid(x) => 1 / (2 + 2 * cosh(x));
    pub half_angle: sigmoid(x) => 0.25 / cosh(x / 2).powi(2);
    pub half_angle_tanh: sigmoid(x) => (1 - tanh(x / 2).powi(2)) / 4;
    pub half_angle_in_y: sigmoid(x) => (1 - z * z) / 4 where z = 2 * y - 1;
    /// The logistic distribution's density, `scipy.stats.logistic.pdf`.
    pub density: sigmoid(x) => e / (1 + e).powi(2) where e = exp(-abs(x));
    /// `scipy.special.expit` by cases.
    pub by_cases: if x >= 0 <1 / (1 + exp(-x))> else <exp(x) / (1 + exp(x))>
        => if x >= 0 <exp(-x) / (1 + exp(-x)).powi(2)> else <exp(x) / (1 + exp(x)).powi(2)>;
    /// NNlib.jl: `t = exp(-abs(x)); ifelse(x ≥ 0, inv(1 + t), t / (1 + t))`.
    pub nnlib: if x >= 0 <recip(1 + t)> else <t / (1 + t)> => y * (1 - y) where t = exp(-abs(x));
    /// In logarithms (Stan).
    pub log_density: sigmoid(x) => exp(-softplus(x) - softplus(-x));
    pub log_density_of_one: sigmoid(x) => exp(x - 2 * softplus(x));
    pub log_sigmoids: sigmoid(x) => exp(log_sigmoid(x) + log_sigmoid(-x));
    /// XLA's logistic.
    pub xla: 0.5 + 0.5 * tanh(0.5 * x) => y * (1 - y);
    pub xla_in_x: 0.5 * (1 + tanh(x / 2)) => 0.25 * (1 + tanh(x / 2)) * (1 - tanh(x / 2));
    /// One quotient.
    pub quotient: sigmoid(x) => y / (1 + exp(x));
    /// darknet, `loggy_gradient`.
    pub loggy: 2 / (1 + exp(-x)) - 1 => 2 * (1 - u) * u where u = (y + 1) / 2;
    /// The bipolar sigmoid of textbooks.
    pub bipolar: (1 - exp(-x)) / (1 + exp(-x)) => 0.5 * (1 + y) * (1 - y);
    /// A logistic curve: `k` and the midpoint.
    pub curve(k = 2, middle = 0.5): 1 / (1 + exp(-k * (x - middle))) => k * y * (1 - y);
    /// Richards' curve.
    pub richards(nu = 0.5): sigmoid(x).powf(nu) => nu * y * (1 - sigmoid(x));
    pub richards_in_exp(nu = 3): (1 + exp(-x)).powf(-nu) => nu * y / (1 + exp(x));
    pub richards_in_x(nu = 0.5): (1 + exp(-x)).powf(-nu) => nu * exp(-x) * (1 + exp(-x)).powf(-nu - 1);
    /// PyTorch, `log_sigmoid_backward`.
    pub log_sigmoid_torch: min(x, 0) - ln_1p(z) => if x < 0 <1 - z / (1 + z)> else <z / (1 + z)>
        where z = exp(-abs(x));
    /// JAX: −softplus(−x).
    pub log_sigmoid_jax: -softplus(-x) => 1 - sigmoid(x);
    pub log_sigmoid_in_y: -ln(1 + exp(-x)) => 1 - exp(y);
    pub log_sigmoid_exp_m1: log_sigmoid(x) => -exp_m1(y);
    pub log_sigmoid_quotient: log_sigmoid(x) => 1 / (1 + exp(x));
    pub log_sigmoid_softplus: ln(1 / (1 + exp(-x))) => exp(-softplus(x));
    /// −log σ(x) with another base.
    pub bits: softplus(-x) / LN_2 => -sigmoid(-x) * LOG2_E;
    /// The derivative of silu as an activation of its own.
    pub dsilu: s * (1 + x * (1 - s)) => s * (1 - s) * (2 + x * (1 - 2 * s)) where s = sigmoid(x);
}

fn main() {}
