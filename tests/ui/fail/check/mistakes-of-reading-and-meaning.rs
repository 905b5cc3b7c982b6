use activation_core::activation;

activation! {
    wrong: x ^ 2 + z => foo(x);
}

fn main() {}
