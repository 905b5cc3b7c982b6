use activation_core::activation;

activation! {
    relu: |x| x.max(0);
}

fn main() {}
