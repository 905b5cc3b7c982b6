use activation_core::activation;

activation! {
    root_of_cube: cbrt(x * x * x);
}

fn main() {}
