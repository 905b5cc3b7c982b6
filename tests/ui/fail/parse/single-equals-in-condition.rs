use activation_core::activation;

activation! {
    spike: if x = 0 <1> else <x>;
}

fn main() {}
