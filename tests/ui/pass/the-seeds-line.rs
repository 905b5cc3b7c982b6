//! The line everything began with, with and without `;`.

use activation_core::{Activation, activation};

activation! { relu: x.max(0.0) => if x > 0.0 <1.0> else <0.0> }

mod with_semicolon {
    activation_core::activation! { pub relu: x.max(0.0) => if x > 0.0 {1.0} else {0.0}; }
}

fn main() {
    assert_eq!((Relu.forward(-2.0_f32), Relu.derivative(3.0_f64)), (0.0, 1.0));
    assert_eq!(with_semicolon::Relu.forward(3.0_f64), 3.0);
    assert_eq!(std::mem::size_of::<Relu>(), 0);
}
