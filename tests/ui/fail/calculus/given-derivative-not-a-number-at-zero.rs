use activation_core::activation;

activation! {
    root_of_cube: cbrt(x * x * x) => x * x / cbrt(x * x * x).powi(2);
}

fn main() {}
