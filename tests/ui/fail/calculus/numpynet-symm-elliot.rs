use activation_core::activation;

activation! {
    symm_elliot(steepness = 1): steepness * x / (1 + abs(steepness * x))
        => steepness / (1 + abs(y * steepness)).powi(2);
}

fn main() {}
