use activation_core::activation;

activation! {
    line: x => 0 / 0;
}

fn main() {}
