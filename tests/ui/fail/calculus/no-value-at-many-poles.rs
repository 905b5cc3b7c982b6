use activation_core::activation;

activation! {
    cosecant: 1 / sin(x);
}

fn main() {}
