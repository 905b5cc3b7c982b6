//! Right derivatives of algebraic and trigonometric functions, as papers and libraries write them.

use activation_core::activation;

activation! {
    /// Softsign: TensorFlow, Wikipedia, NNlib.jl.
    pub softsign: x / (1 + abs(x)) => 1 / (1 + abs(x)).powi(2);
    pub softsign_in_y: x / (1 + abs(x)) => (1 - abs(y)).powi(2);
    pub softsign_product: x / (1 + abs(x)) => (1 - abs(y)) * (1 - abs(y));
    pub softsign_quotient: x / (1 + abs(x)) => if x == 0 <1> else <(y / x).powi(2)>;
    pub softsign_expanded: x / (1 + abs(x)) => 1 / (1 + 2 * abs(x) + x * x);
    pub softsign_binomial: x / (1 + abs(x)) => 1 - 2 * abs(y) + y * y;
    pub softsign_sign: x / (1 + abs(x)) => (1 - y * sign(x)).powi(2);
    pub softsign_log: x / (1 + abs(x)) => exp(-2 * ln_1p(abs(x)));
    pub softsign_power: x / (1 + abs(x)) => (1 + abs(x)).powf(-2);
    pub softsign_quotient_rule: x / (1 + abs(x)) => ((1 + abs(x)) - x * sign(x)) / (1 + abs(x)).powi(2);
    pub softsign_cases: if x >= 0 <x / (1 + x)> else <x / (1 - x)>
        => if x >= 0 <1 / (1 + x).powi(2)> else <1 / (1 - x).powi(2)>;
    /// Elliott 1993, FANN.
    pub elliott: 0.5 * x / (1 + abs(x)) + 0.5 => 0.5 / (1 + abs(x)).powi(2);
    pub elliott_in_y: 0.5 * x / (1 + abs(x)) + 0.5 => 0.5 * (1 - abs(2 * y - 1)).powi(2);
    pub elliott_fann(steepness = 0.5): x * steepness / 2 / (1 + abs(x * steepness)) + 0.5
        => steepness / (2 * (1 + abs(x * steepness)) * (1 + abs(x * steepness)));
    /// ISRU.
    pub isru: x / sqrt(1 + x * x) => (1 / sqrt(1 + x * x)).powi(3);
    pub isru_in_y: x / sqrt(1 + x * x) => if x == 0 <1> else <(y / x).powi(3)>;
    pub isru_power(alpha = 2): x / sqrt(1 + alpha * x * x) => (1 + alpha * x * x).powf(-1.5);
    pub isru_recip(alpha = 1): x * (1 + alpha * x.powi(2)).sqrt().recip() => (1 + alpha * x.powi(2)).sqrt().recip().powi(3);
    pub isru_sine: x / hypot(1, x) => sqrt(max(1 - y * y, 0)).powi(3);
    pub isru_quotient: x / sqrt(1 + x * x) => 1 / ((1 + x * x) * sqrt(1 + x * x));
    /// The algebraic sigmoid of any order.
    pub algebraic(k = 3): x / (1 + abs(x).powf(k)).powf(1 / k) => (1 + abs(x).powf(k)).powf(-1 - 1 / k);
    pub algebraic_four: x / (1 + x.powi(4)).powf(0.25) => (1 + x.powi(4)).powf(-1.25);
    pub root_sigmoid: x / (1 + sqrt(1 + x * x)) => 1 / (s * (1 + s)) where s = sqrt(1 + x * x);
    pub root_sigmoid_in_y: x / (1 + hypot(1, x)) => (1 - y * y).powi(2) / (2 * (1 + y * y));
    /// Arctangent.
    pub arctan: atan(x) => 1 / (1 + x * x);
    pub arctan_cosine: atan(x) => cos(y) * cos(y);
    pub arctan_double: atan(x) => (1 + cos(2 * y)) / 2;
    pub arctan_tangent: atan(x) => 1 / (1 + tan(y).powi(2));
    pub arctan_hypot: atan(x) => hypot(1, x).powi(-2);
    pub arctan_scaled: 2 / PI * atan(PI / 2 * x) => 1 / (1 + (PI / 2 * x).powi(2));
    pub arctan_of_two: atan2(x, 1) => recip(x * x + 1);
    /// Bent identity.
    pub bent: (sqrt(x * x + 1) - 1) / 2 + x => x / (2 * sqrt(x * x + 1)) + 1;
    pub bent_hypot: (hypot(x, 1) - 1) / 2 + x => 1 + 0.5 * x / hypot(x, 1);
    /// Charbonnier, pseudo-Huber.
    pub charbonnier: sqrt(1 + x * x) - 1 => x / sqrt(1 + x * x);
    pub charbonnier_in_y: sqrt(1 + x * x) - 1 => x / (y + 1);
    pub pseudo_huber(delta = 2): delta * delta * (sqrt(1 + (x / delta).powi(2)) - 1) => x / sqrt(1 + (x / delta).powi(2));
    /// Geman–McClure, Cauchy.
    pub geman: x * x / (1 + x * x) => 2 * x / (1 + x * x).powi(2);
    pub geman_in_y: x * x / (1 + x * x) => 2 * x * (1 - y).powi(2);
    pub cauchy: 1 / (1 + x * x) => -2 * x * y * y;
    pub cauchy_quotient: recip(1 + x.powi(2)) => -2 * x / (1 + x * x).powi(2);
    /// Powers.
    pub cube: x.powi(3) => 3 * x * x;
    pub cube_root: x * x * x => 3 * cbrt(y).powi(2);
    pub cube_quotient: x.powi(3) => if x == 0 <0> else <3 * y / x>;
    pub square: x * x => x + x;
    pub square_root: x.powi(2) => 2 * sign(x) * sqrt(y);
    pub square_quotient: x * x => if x == 0 <0> else <2 * y / x>;
    pub poly: x + x.powi(2) / 2 + x.powi(3) / 6 => 1 + x * (1 + x / 2);
    pub polynomial_factored: (x - 1) * (x + 2) * x => 3 * x * x + 2 * x - 2;
    pub real_root: cbrt(x) => 1 / (3 * y * y);
    pub real_root_in_x: cbrt(x) => cbrt(abs(x)).powi(-2) / 3;
    /// Periodic ones.
    pub snake: x + sin(x).powi(2) => 1 + sin(2 * x);
    pub snake_alpha(alpha = 0.5): x + (1 - cos(2 * alpha * x)) / (2 * alpha) => 1 + 2 * sin(alpha * x) * cos(alpha * x);
    pub siren(omega = 30): sin(omega * x) => omega * cos(omega * x);
    pub siren_shifted: sin(30 * x) => 30 * sin(30 * x + FRAC_PI_2);
    pub cosine_shifted: cos(x) => cos(x + PI / 2);
    pub sine_double: sin(x) * cos(x) => 1 - 2 * sin(x).powi(2);
    pub sine_square: sin(x).powi(2) => 2 * sin(x) * cos(x);
    pub sinc: if x == 0 <1> else <sin(x) / x> => if x == 0 <0> else <(cos(x) - y) / x>;
    pub hyperbolic_sine: sinh(x) => (exp(x) + exp(-x)) / 2;
    pub hyperbolic_sine_in_y: sinh(x) => hypot(1, y);
    #[domain(abs(x) < 1)]
    pub inverse_tanh: 0.5 * ln((1 + x) / (1 - x)) => 1 / (1 - x * x);
    #[domain(abs(x) < 1)]
    pub arcsine: asin(x) => 1 / cos(y);
    #[domain(x > 0 && x < 1)]
    pub logit: ln(x / (1 - x)) => 1 / x + 1 / (1 - x);
    #[domain(x > 0)]
    pub logarithm: ln(x) => exp(-y);
}

fn main() {}
