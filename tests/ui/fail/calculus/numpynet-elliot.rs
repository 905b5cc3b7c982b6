use activation_core::activation;

activation! {
    elliot(steepness = 1): 0.5 * (steepness * x) / (1 + abs(x + steepness)) + 0.5
        => 0.5 * steepness / ((1 + abs(y + steepness)) * (1 + abs(y + steepness)));
}

fn main() {}
