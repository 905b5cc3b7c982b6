use activation_core::activation;

activation! {
    broken(alpha): 2 x + u => x ** 2 where u = .5;
}

fn main() {}
