use activation_core::{AnyActivation, Declared};

fn kinks<A: Declared>(_: &A) -> bool {
    A::FACTS.kinks.is_some()
}

fn main() {
    let any: AnyActivation = "relu".parse().unwrap();
    kinks(&any);
}
