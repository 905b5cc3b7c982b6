use activation_core::activation;

activation! {
    mystery: frobnicate(x);
}

fn main() {}
