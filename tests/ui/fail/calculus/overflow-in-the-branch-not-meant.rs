use activation_core::activation;

activation! {
    elu: if x > 0 <x> else <exp_m1(x)> => (if x > 0 <1> else <0>) + (if x > 0 <0> else <1>) * exp(x);
}

fn main() {}
