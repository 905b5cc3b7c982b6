use activation_core::activation;

activation! {
    public relu: x.max(0);
}

fn main() {}
