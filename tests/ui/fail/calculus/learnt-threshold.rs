#![deny(deprecated)] // the remark is a warning, which stable Rust lets a macro give only as a deprecation

use activation_core::activation;

activation! {
    threshold(learn t = 0.5): if x > t <x> else <0>;
}

fn main() {}
