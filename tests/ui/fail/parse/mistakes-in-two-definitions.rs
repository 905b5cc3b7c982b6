use activation_core::activation;

activation! {
    relu x.max(0);
    tanh: "tanh";
}

fn main() {}
