use activation_core::activation;

activation! {
    relu: if x > 0 <x>;
}

fn main() {}
