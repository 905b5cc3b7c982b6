use activation_core::activation;

activation! {
    hat: if x > 0 & x < 1 <x> else <0>;
}

fn main() {}
