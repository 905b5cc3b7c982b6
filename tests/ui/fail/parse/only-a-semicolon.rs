use activation_core::activation;

activation! {
    ;
}

fn main() {}
