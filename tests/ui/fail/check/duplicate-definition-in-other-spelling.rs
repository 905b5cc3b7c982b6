use activation_core::activation;

activation! {
    leaky_relu: x.max(0.1 * x);
    LeakyRelu: if x > 0 <x> else <0.1 * x>;
}

fn main() {}
