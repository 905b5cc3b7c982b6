//! Right derivatives of exponential units, as papers and libraries write them.

use activation_core::activation;

activation! {
    /// PyTorch, `elu_backward`, from the input and from the result.
    pub elu: if x > 0 <x> else <alpha * exp_m1(x)> => if x > 0 <1> else <alpha * exp(x)> where alpha = 1;
    pub elu_result(alpha = 1): if x > 0 <x> else <alpha * (exp(x) - 1)> => if x <= 0 <y + alpha> else <1>;
    /// TensorFlow, `EluGrad`; NNlib.jl, `deriv_elu`.
    pub elu_of_output(alpha = 1): if x >= 0 <x> else <alpha * exp_m1(x)> => if y < 0 <y + alpha> else <1>;
    pub elu_min: if x > 0 <x> else <exp(x) - 1> => min(1, exp(x));
    pub elu_exp_min: max(x, 0) + min(0, exp(x) - 1) => exp(min(x, 0));
    pub elu_exp_relu: relu(x) - relu(1 - exp(x)) => exp(-relu(-x));
    pub elu_shifted: if x > 0 <x> else <exp_m1(x)> => 1 + min(y, 0);
    /// JAX: the argument is made safe before the exponential.
    pub elu_safe: if x > 0 <x> else <exp_m1(if x > 0 <0> else <x>)> => if x > 0 <1> else <exp(if x > 0 <0> else <x>)>;
    pub elu_mixed(alpha = 0.5): max(0, x) + min(0, alpha * (exp(x) - 1)) => if x > 0 <1> else <alpha * exp(min(0, x))>;
    pub elu_product(alpha = 1): if x > 0 <x> else <alpha * exp_m1(x)>
        => if x > 0 <1> else <0> + if x > 0 <0> else <1> * alpha * exp(min(x, 0));
    /// SELU: TensorFlow's constants, PyTorch's, NNlib.jl's.
    pub selu: if x > 0 <1.0507009873554804934193349852946 * x> else <1.7580993408473768599402175208123 * exp_m1(x)>
        => if y < 0 <y + 1.7580993408473768599402175208123> else <1.0507009873554804934193349852946>;
    pub selu_torch: scale * (max(0, x) + min(0, alpha * (exp(x) - 1))) => if x > 0 <scale> else <scale * alpha * exp(x)>
        where alpha = 1.6732632423543772848170429916717, scale = 1.0507009873554804934193349852946;
    pub selu_nnlib: scale * if x > 0 <x> else <alpha * exp_m1(x)> => if y > 0 <scale> else <y + 1.7580993408473766>
        where alpha = 1.6732632423543772848170429916717, scale = 1.0507009873554804934193349852946;
    pub selu_min: if x > 0 <scale * x> else <scale * alpha * exp_m1(x)> => scale * if x > 0 <1> else <alpha * exp(min(x, 0))>
        where alpha = 1.6732632423543772, scale = 1.0507009873554805;
    /// CELU.
    pub celu(alpha = 1): max(0, x) + min(0, alpha * (exp(x / alpha) - 1)) => if x > 0 <1> else <exp(x / alpha)>;
    pub celu_min(alpha = 2): if x > 0 <x> else <alpha * exp_m1(x / alpha)> => min(1, exp(x / alpha));
    pub celu_in_y(alpha = 2): if x > 0 <x> else <alpha * exp_m1(x / alpha)> => if y > 0 <1> else <1 + y / alpha>;
    pub celu_exp_min(alpha = 0.5): if x >= 0 <x> else <alpha * exp_m1(x / alpha)> => exp(min(x / alpha, 0));
    /// PELU.
    pub pelu(a = 1, b = 2): if x >= 0 <a / b * x> else <a * (exp(x / b) - 1)> => if x >= 0 <a / b> else <(y + a) / b>;
    /// ISRLU.
    pub isrlu(alpha = 1): if x >= 0 <x> else <x / sqrt(1 + alpha * x * x)>
        => if x >= 0 <1> else <(1 / sqrt(1 + alpha * x * x)).powi(3)>;
    pub isrlu_in_y(alpha = 3): if x >= 0 <x> else <x / sqrt(1 + alpha * x * x)> => if x < 0 <(y / x).powi(3)> else <1>;
    /// xIELU.
    pub xielu(alpha_p = 0.8, alpha_n = 0.8, beta = 0.5):
        if x > 0 <alpha_p * x * x + beta * x> else <alpha_n * (exp_m1(x) - x) + beta * x>
        => if x > 0 <2 * alpha_p * x + beta> else <alpha_n * exp_m1(x) + beta>;
    /// eˣ and relatives.
    pub exponential: exp(x) => y;
    pub exponential_shifted: exp(x) - 1 => y + 1;
    pub two_to_the: exp2(x) => LN_2 * y;
    pub two_to_the_exp: exp2(x) => LN_2 * exp(x * LN_2);
    pub ten_to_the: 10.powf(x) => LN_10 * y;
    pub soft_exponential(alpha = 0.5): (exp(alpha * x) - 1) / alpha + alpha => 1 + alpha * (y - alpha);
    pub decaying: exp(-abs(x)) => -sign(x) * y;
    pub decaying_cases: if x >= 0 <exp(-x)> else <exp(x)> => if x > 0 <-y> else if x < 0 <y> else <0>;
}

fn main() {}
