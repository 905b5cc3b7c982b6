//! Activations of one's own: what a declaration may say, and that nothing treats them differently from the ready-made.
//!
//! In: nothing. Out: tables on standard output. It must never use anything that is not open to every user's crate.

use activation_core::{Activation, ActivationLayer, Error, activation};
use ndarray::{Array1, array};

activation! {
    /// A formula is enough: the compiler derives the derivative.
    bump: x / (1 + x * x);

    /// A derivative of one's own is checked: with `2 * x` in place of `3 * x * x`, this would not compile.
    cubic: relu(x).powi(3) => if x > 0 <3 * x * x> else <0>;

    /// A parameter becomes a field, `SoftStep { width: 0.5 }`, with this default. `where` is read as in mathematics.
    soft_step(width = 0.5): (1 + tanh(z)) / 2 where z = x / width;

    /// A step has slope 0 wherever it has one, which teaches nothing; `surrogate` says that another one is meant.
    spike: if x > 0 <1> else <0> => surrogate 1 / (1 + PI * abs(x)).powi(2);

    /// A parameter that training may change. Activations of the same call may be used like functions.
    bent(learn slope = 1): slope * x + bump(x);
}

fn main() -> Result<(), Error> {
    describe(&Bump);
    describe(&Cubic);
    describe(&SoftStep { width: 0.25 });
    describe(&Spike);
    in_a_layer()?;
    learn_the_slope()
}

/// Generic code takes them all: one's own, the catalogue's, and the ones that are chosen at run time.
fn describe<A: Activation>(activation: &A) {
    println!("{}: f(x) = {}, f'(x) = {}", activation.name(), activation.facts().formula, activation.facts().derivative);
    for x in [-1.0_f64, 0.0, 1.0] {
        let (value, derivative) = activation.forward_with_derivative(x);
        println!("  x {x:>4}   f(x) {value:>8.4}   f'(x) {derivative:>8.4}");
    }
}

/// The same layer as for any other, for arrays of any shape.
fn in_a_layer() -> Result<(), Error> {
    let mut layer = ActivationLayer::new(SoftStep::default());
    let output = layer.forward(&array![[-1.0_f32, 0.0, 1.0], [0.25, 0.5, 0.75]])?;
    println!("soft_step with its default, in a layer:\n{output:.3}");
    let grad_input = layer.backward(&array![[1.0_f32, 1.0, 1.0], [2.0, 2.0, 2.0]])?;
    println!("and back:\n{grad_input:.3}");
    Ok(())
}

/// The layer finds a parameter from data: it starts at 1, while the data are made with 0.3.
fn learn_the_slope() -> Result<(), Error> {
    const STEPS: usize = 60;

    let input = Array1::linspace(-2.0_f64, 2.0, 41);
    let wanted = input.mapv(|x| Bent { slope: 0.3 }.forward(x));
    let mut layer = ActivationLayer::new(Bent::default());
    for _ in 0..STEPS {
        let error = layer.forward(&input)? - &wanted;
        layer.backward(&error)?; // the gradient of half the squared error
        layer.step(0.005);
        layer.zero_parameter_gradients();
    }
    println!("slope after {STEPS} steps: {:.6}", layer.parameters()[[0, 0]]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_runs() {
        main().expect("no error");
    }
}
