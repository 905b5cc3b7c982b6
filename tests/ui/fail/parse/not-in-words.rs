use activation_core::activation;

activation! {
    ramp: if not x > 0 <0> else <x>;
}

fn main() {}
