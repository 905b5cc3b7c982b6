use activation_core::activation;

activation! {
    leaky-relu: if x > 0 <x> else <x / 100>;
}

fn main() {}
