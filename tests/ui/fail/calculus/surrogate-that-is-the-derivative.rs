#![deny(deprecated)] // the remark is a warning, which stable Rust lets a macro give only as a deprecation

use activation_core::activation;

activation! {
    relu: max(x, 0) => surrogate if x > 0 <1> else <0>;
}

fn main() {}
