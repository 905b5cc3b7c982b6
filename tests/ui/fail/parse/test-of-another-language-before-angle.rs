use activation_core::activation;

activation! {
    clean: if isnan(x) <0> else <x>;
}

fn main() {}
