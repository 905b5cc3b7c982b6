use activation_core::activation;

activation! {
    line: x => if x > 5 <1> else <1 / 0>;
}

fn main() {}
