use activation_core::activation;

activation! {
    larger: max(activation_core::catalogue::Silu(x), x) => 1;
    either: if x > 0 <activation_core::catalogue::Silu(x)> else <x> => if x > 0 <42> else <1>;
}

fn main() {}
