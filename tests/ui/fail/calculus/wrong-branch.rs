use activation_core::activation;

activation! {
    leaky: if x > 0 <x> else <0.1 * x> => if x < 0 <1> else <0.1>;
}

fn main() {}
