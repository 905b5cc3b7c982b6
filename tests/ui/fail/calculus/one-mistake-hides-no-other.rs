use activation_core::activation;

activation! {
    relu: x.max(0) => if x > 0 <1>;
    tanh_: tanh(x) => 1 + y * y;
    misspelt: tahn(x);
    fine: sin(x);
    uses_misspelt: misspelt(x) => 1;
}

fn main() {
    let _ = (Relu, Tanh, Misspelt, Fine, UsesMisspelt);
}
