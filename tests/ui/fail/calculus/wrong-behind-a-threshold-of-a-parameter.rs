use activation_core::activation;

activation! {
    soft_exp(a = 0.5): if a > 0 <(exp(a * x) - 1) / a + a> else <x> => if a > 0 <exp(a * x)> else <7>;
}

fn main() {}
