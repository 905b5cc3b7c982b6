use activation_core::activation;

activation! {
    stair: if n - 2 * floor(n / 2) == 0 <floor(n / 2)> else <(x - n) + floor(n / 2)>
        => if y == 0 <0> else <1>
        where n = floor(x);
}

fn main() {}
