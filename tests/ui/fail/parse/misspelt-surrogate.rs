use activation_core::activation;

activation! {
    step: if x > 0 <1> else <0> => surogate 1;
}

fn main() {}
