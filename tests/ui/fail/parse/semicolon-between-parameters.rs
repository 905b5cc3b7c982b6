use activation_core::activation;

activation! {
    line(alpha = 1; beta = 2): alpha * x + beta;
}

fn main() {}
