use activation_core::activation;

activation! {
    rectifier: torch.nn.functional.relu(x);
}

fn main() {}
