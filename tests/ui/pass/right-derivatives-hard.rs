//! Right derivatives of hard and piecewise functions, as papers and libraries write them.

use activation_core::activation;

activation! {
    /// Hard tanh: PyTorch and NNlib.jl.
    pub hardtanh: clamp(x, -1, 1) => if x > -1 && x < 1 <1> else <0>;
    pub hardtanh_in_y: max(-1, min(1, x)) => if abs(y) < 1 <1> else <0>;
    pub hardtanh_signs: clamp(x, -1, 1) => 0.5 * (sign(x + 1) - sign(x - 1));
    pub hardtanh_relus: relu(x + 1) - relu(x - 1) - 1 => if -1 < x && x < 1 <1> else <0>;
    pub hardtanh_abs: (abs(x + 1) - abs(x - 1)) / 2 => (sign(x + 1) - sign(x - 1)) / 2;
    pub hardtanh_closed: clamp(x, -1, 1) => if abs(x) <= 1 <1> else <0>;
    pub hardtanh_else(low = -1, high = 1): clamp(x, low, high) => if x < low <0> else if x > high <0> else <1>;
    /// Hard sigmoid: PyTorch, Keras, ONNX.
    pub hard_sigmoid: clamp(x / 6 + 0.5, 0, 1) => if y > 0 && y < 1 <1 / 6> else <0>;
    pub hard_sigmoid_relu6: min(max(x + 3, 0), 6) / 6 => if x > -3 && x < 3 <1 / 6> else <0>;
    pub hard_sigmoid_six: clamp(x + 3, 0, 6) / 6 => if x > -3 && x < 3 <0.16666666666666666> else <0>;
    pub hard_sigmoid_keras: clamp(0.2 * x + 0.5, 0, 1) => if abs(x) < 2.5 <0.2> else <0>;
    pub hard_sigmoid_onnx(alpha = 0.2, beta = 0.5): max(0, min(1, alpha * x + beta))
        => if 0 < y && y < 1 <alpha> else <0>;
    pub hard_sigmoid_sign: clamp(x / 4 + 0.5, 0, 1) => sign(y * (1 - y)) / 4;
    /// Hard swish: MobileNetV3, PyTorch and NNlib.jl.
    pub hard_swish: x * clamp(x + 3, 0, 6) / 6 => if x <= -3 <0> else if x >= 3 <1> else <(2 * x + 3) / 6>;
    pub hard_swish_torch: x * clamp(x / 6 + 0.5, 0, 1) => if x < -3 <0> else if x <= 3 <x / 3 + 0.5> else <1>;
    pub hard_swish_min: x * min(max(x + 3, 0), 6) / 6 => min(max(x + 3, 0), 6) / 6 + if abs(x) < 3 <x / 6> else <0>;
    pub hard_swish_nnlib: x * clamp((x + 3) / 6, 0, 1) => if x > 3 <1> else if x < -3 <0> else <x / 3 + 1 / 2>;
    /// Shrinks: PyTorch and NNlib.jl.
    pub soft_shrink(lambda = 0.5): if x > lambda <x - lambda> else if x < -lambda <x + lambda> else <0>
        => if y != 0 <1> else <0>;
    pub soft_shrink_sign(lambda = 0.5): sign(x) * relu(abs(x) - lambda) => abs(sign(y));
    pub soft_shrink_clamp(lambda = 0.5): x - clamp(x, -lambda, lambda) => if abs(x) > lambda <1> else <0>;
    pub hard_shrink(lambda = 0.5): if abs(x) > lambda <x> else <0> => if y == 0 <0> else <1>;
    pub hard_shrink_between(lambda = 0.5): if x >= -lambda && x <= lambda <0> else <x>
        => if x < -lambda || x > lambda <1> else <0>;
    /// darknet.
    pub lhtan: if x < 0 <0.001 * x> else if x > 1 <0.001 * (x - 1) + 1> else <x>
        => if x > 0 && x < 1 <1> else <0.001>;
    pub plse: if x < -4 <0.01 * (x + 4)> else if x > 4 <0.01 * (x - 4) + 1> else <0.125 * x + 0.5>
        => if abs(x) > 4 <0.01> else <1 / 8>;
    pub stair: if floor(x) - 2 * floor(floor(x) / 2) == 0 <floor(x / 2)> else <(x - floor(x)) + floor(x / 2)>
        => if floor(x) == x || floor(x) - 2 * floor(floor(x) / 2) == 0 <0> else <1>;
    /// Splines.
    pub sparse_plus: if x <= -1 <0> else if x < 1 <(x + 1).powi(2) / 4> else <x> => clamp((x + 1) / 2, 0, 1);
    pub sparse_sigmoid: clamp(x / 2 + 0.5, 0, 1) => if -1 < x && x < 1 <0.5> else <0>;
    pub smelu(beta = 2): if x <= -beta <0> else if x < beta <(x + beta).powi(2) / (4 * beta)> else <x>
        => clamp((x + beta) / (2 * beta), 0, 1);
    pub sqnl: if x > 2 <1> else if x < -2 <-1> else <x - x * abs(x) / 4> => relu(1 - abs(x) / 2);
    pub sqnl_cases: if x > 2 <1> else if x >= 0 <x - x * x / 4> else if x >= -2 <x + x * x / 4> else <-1>
        => if x >= 0 && x <= 2 <1 - x / 2> else if x < 0 && x >= -2 <1 + x / 2> else <0>;
    pub huber(delta = 1): if abs(x) <= delta <x * x / 2> else <delta * (abs(x) - delta / 2)> => clamp(x, -delta, delta);
    pub srelu(t_r = 1, a_r = 0.2, t_l = -1, a_l = 0.1):
        if x >= t_r <t_r + a_r * (x - t_r)> else if x <= t_l <t_l + a_l * (x - t_l)> else <x>
        => if x > t_r <a_r> else if x < t_l <a_l> else <1>;
    pub apl(a = 0.2, b = 1): max(0, x) + a * max(0, -x + b) => if x > 0 <1> else <0> - a * if x < b <1> else <0>;
    /// Steps, with their only derivative.
    pub staircase: floor(x) => 0;
    pub heaviside: (1 + signum(x)) / 2 => 0 * x;
}

fn main() {}
