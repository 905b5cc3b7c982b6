use activation_core::activation;

activation! {
    scaled(alpha = 1, beta = 2 * alpha): alpha * x + beta;
}

fn main() {}
