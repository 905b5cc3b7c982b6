use activation_core::activation;

activation! {
    shifted: (x + 1.0).mul_scalar(2.0);
    half: x.clamp_min(0.0) + x.sqr();
}

fn main() {}
