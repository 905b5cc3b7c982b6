//! Right derivatives of rectifiers, as papers and libraries write them.

use activation_core::activation;

activation! {
    /// PyTorch, `threshold_backward` on the output.
    pub of_output: max(x, 0) => if y > 0 <1> else <0>;
    /// Caffe and others: 1 at 0.
    pub one_at_zero: max(x, 0) => if x >= 0 <1> else <0>;
    /// The subgradient's middle.
    pub half_at_zero: max(0, x) => if x == 0 <0.5> else if x > 0 <1> else <0>;
    pub half_sign: max(x, 0) => 0.5 * (1 + sign(x));
    pub half_signum: max(x, 0) => (signum(x) + 1) / 2;
    pub sign_kept: relu(x) => max(sign(x), 0);
    pub sign_clamped: relu(x) => clamp(signum(x), 0, 1);
    pub sign_of_output: relu(x) => sign(y);
    pub sign_relu: relu(x) => relu(sign(x));
    pub copied_sign: relu(x) => 0.5 + copysign(0.5, x);
    pub step_up: relu(x) => ceil(clamp(x, 0, 1));
    pub quotient: relu(x) => if x != 0 <relu(x) / x> else <0>;
    pub size_quotient: relu(x) => if x == 0 <0> else <(1 + x / abs(x)) / 2>;
    pub complement: relu(x) => 1 - if x < 0 <1> else <0>;
    pub negated: relu(x) => if !(x > 0) <0> else <1>;
    /// (x + |x|)/2, Glorot et al. 2011.
    pub mean_of_sizes: (x + abs(x)) / 2 => (1 + sign(x)) / 2;
    pub mean_of_roots: 0.5 * (x + sqrt(x * x)) => if x > 0 <1> else <0>;
    pub times_step: x * if x > 0 <1> else <0> => if x > 0 <1> else <0>;
    pub by_if: if x > 0 {x} else {0} => max(0, sign(y));
    pub from_minimum: -min(-x, 0) => if -x < 0 <1> else <0>;
    /// ReLU6: PyTorch, TensorFlow, JAX.
    pub relu6: min(max(0, x), 6) => if x > 0 && x < 6 <1> else <0>;
    pub relu6_in_y: clamp(x, 0, 6) => if y > 0 && y < 6 <1> else <0>;
    pub relu6_sign: clamp(x, 0, 6) => sign(y * (6 - y));
    pub relu6_steps: relu(x) - relu(x - 6) => relu(sign(x)) - relu(sign(x - 6));
    pub relu6_or: min(relu(x), 6) => if x <= 0 || x >= 6 <0> else <1>;
    /// Leaky rectifiers.
    pub leaky_max: max(x, 0.01 * x) => max(sign(x), 0.01);
    pub leaky_abs: 0.505 * x + 0.495 * abs(x) => 0.505 + 0.495 * sign(x);
    pub leaky_parts(alpha = 0.2): relu(x) - alpha * relu(-x) => if y > 0 <1> else <alpha>;
    pub leaky_output(alpha = 0.01): if x > 0 <x> else <alpha * x> => if y > 0 <1> else <alpha>;
    pub leaky_quotient(alpha = 0.1): if x >= 0 <x> else <alpha * x> => if x == 0 <1> else <y / x>;
    pub leaky_mixed(alpha = 0.3): max(0, x) + alpha * min(0, x) => alpha + (1 - alpha) * if x > 0 <1> else <0>;
    pub prelu(learn alpha = 0.25): max(0, x) + alpha * min(0, x) => if x >= 0 <1> else <alpha>;
    /// Absolute value.
    pub size: abs(x) => sign(x);
    pub size_signum: abs(x) => x.signum();
    pub size_cases: max(x, -x) => if x < 0 <-1> else <1>;
    pub size_quotient_of_y: abs(x) => if x == 0 <0> else <y / x>;
    /// Powers of a rectifier.
    pub squared: relu(x).powi(2) => 2 * relu(x);
    pub squared_root: relu(x).powi(2) => 2 * sqrt(y);
    pub squared_quotient: relu(x).powi(2) => if x > 0 <2 * y / x> else <0>;
    pub squared_gate: max(x, 0) * max(x, 0) => 2 * x * if x > 0 <1> else <0>;
    pub cubed: max(x, 0).powi(3) => 3 * max(x, 0) * max(x, 0);
    /// darknet.
    pub ramp: x * if x > 0 <1> else <0> + 0.1 * x => if x > 0 <1> else <0> + 0.1;
    pub relie: if x > 0 <x> else <0.01 * x> => if x > 0 <1> else <0.01>;
    /// ONNX, `ThresholdedRelu`.
    pub thresholded(alpha = 1): if x > alpha <x> else <0> => sign(y);
    pub thresholded_step(alpha = 1): if x > alpha <x> else <0> => relu(sign(x - alpha));
    /// Concatenated and bounded forms.
    pub bounded(limit = 2): min(relu(x), limit) => if x > 0 && y < limit <1> else <0>;
}

fn main() {}
