use activation_core::activation;

activation! {
    clipped(learn limit = INFINITY): x.min(limit);
}

fn main() {}
