use activation_core::activation;

activation! {
    gate: if x =! 0 <1> else <x>;
}

fn main() {}
