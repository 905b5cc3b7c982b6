use activation_core::activation;

activation! {
    hardtan: clamp(0.2 * x + 0.5, 0, 1) => if y > -2.5 && y < 2.5 <0.2> else <0>;
}

fn main() {}
