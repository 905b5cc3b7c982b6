use activation_core::activation;

activation! {
    hardtan: clamp(0.2 * x + 0.5, 0, 1) => 0.2;
}

fn main() {}
