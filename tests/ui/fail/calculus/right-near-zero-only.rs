use activation_core::activation;

activation! {
    hard_tanh: clamp(x, -3, 3) => if x > -2 && x < 2 || x < 0 <if x > -3 <1> else <0>> else <if x < 3 <1> else <0.001>>;
}

fn main() {}
