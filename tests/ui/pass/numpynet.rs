//! The twelve gradients of NumPyNet that are right, as NumPyNet writes them: in y.

use activation_core::activation;

activation! {
    logistic: 1 / (1 + exp(-x)) => (1 - y) * y;
    loggy: 2 / (1 + exp(-x)) - 1 => 2 * (1 - (y + 1) * 0.5) * (y + 1) * 0.5;
    relu: x.max(0.0) => if y > 0 <1> else <0>;
    elu: if x >= 0 <x> else <exp(x) - 1> => if y >= 0 <1> else <y + 1>;
    relie: if x > 0 <x> else <0.01 * x> => if y > 0 <1> else <0.01>;
    ramp: x.max(0) + 0.1 * x => (if y > 0 <1> else <0>) + 0.1;
    linear: x => 1;
    tanh: tanh(x) => 1 - y * y;
    plse: if x < -4 <(x + 4) * 0.01> else if x > 4 <(x - 4) * 0.01 + 1> else <x * 0.125 + 0.5>
        => if y < 0 || y > 1 <0.01> else <0.125>;
    leaky: if x > 0 <x> else <0.1 * x> => if y > 0 <1> else <0.1>;
    lhtan: if x < 0 <x * 0.001> else if x > 1 <(x - 1) * 0.001 + 1> else <x> => if y > 0 && y < 1 <1> else <0.001>;
    selu: if x >= 0 <1.0507 * x> else <1.0507 * 1.6732 * (exp(x) - 1)>
        => if y >= 0 <1.0507> else <y + 1.0507 * 1.6732>;
}

fn main() {}
