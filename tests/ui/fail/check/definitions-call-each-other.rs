use activation_core::activation;

activation! {
    a: 2 * b(x);
    b: c(x + 1);
    c: a(x) / 2;
}

fn main() {}
