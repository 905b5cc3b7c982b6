use activation_core::activation;

activation! {
    doubled: lambda x: x * 2;
}

fn main() {}
