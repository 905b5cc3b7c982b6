use activation_core::activation;

activation! {
    identity(learn alpha = 1): x => surrogate alpha;
}

fn main() {}
