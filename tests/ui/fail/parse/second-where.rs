use activation_core::activation;

activation! {
    sum: u + v where u = x where v = 1;
}

fn main() {}
