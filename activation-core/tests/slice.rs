//! The slice kernels: values, and errors that write nothing.

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use activation_core::catalogue::{HardSwish, LeakyRelu, Prelu};
use activation_core::{Activation, ActivationExt, Error, Facts, Real, Visitor};
use common::Silu;

/// Of what is left to the compiler (`LeakyRelu`, `HardSwish`) and of what is not.
macro_rules! each {
    ($($name:ident: $check:ident;)*) => {$(
        #[test]
        fn $name() {
            $check(&Silu);
            $check(&LeakyRelu::default());
            $check(&HardSwish);
        }
    )*};
}

each! {
    each_kernel_is_the_activation_element_by_element: element_by_element;
    new_vectors_are_the_slices: new_vectors;
    threads_change_nothing: threads;
}

fn element_by_element(activation: &impl Activation) {
    let input: Vec<f32> = (0_u8..37).map(|i| f32::from(i) * 0.5 - 9.0).collect();
    let gradient = vec![3.0; input.len()];
    let values: Vec<f32> = input.iter().map(|&x| activation.forward(x)).collect();
    let slopes: Vec<f32> = input.iter().map(|&x| activation.derivative(x)).collect();
    let products: Vec<f32> = slopes.iter().map(|slope| 3.0 * slope).collect();
    let (mut first, mut second) = (vec![0.0; input.len()], vec![0.0; input.len()]);

    activation.forward_slice(&input, &mut first).unwrap();
    assert_eq!(first, values);
    first.clone_from(&input);
    activation.forward_slice_inplace(&mut first);
    assert_eq!(first, values);
    activation.forward_slice_with_derivative(&input, &mut first, &mut second).unwrap();
    assert_eq!((&first, &second), (&values, &slopes));
    activation.backward_slice(&input, &gradient, &mut first).unwrap();
    assert_eq!(first, products);
    first.fill(3.0);
    activation.backward_slice_inplace(&input, &mut first).unwrap();
    assert_eq!(first, products);
    assert_eq!(activation.forward_vec(&input).unwrap(), values);
    assert_eq!(activation.backward_vec(&input, &gradient).unwrap(), products);
}

/// A new vector is made block by block: none may be left out, whatever the length.
fn new_vectors(activation: &impl Activation) {
    let numbers = |len: usize| (0_u16..=1999).cycle().take(len).map(|i| f32::from(i) * 0.01 - 10.0).collect::<Vec<_>>();
    for len in [0, 1, 511, 512, 4095, 4096, 4097, 8192, 12_345, 262_144, 262_145, 600_011] {
        let input = numbers(len);
        let (mut values, mut slopes) = (vec![0.0; len], vec![0.0; len]);
        activation.forward_slice(&input, &mut values).unwrap();
        activation.backward_slice(&input, &values, &mut slopes).unwrap();
        let fresh = [activation.forward_vec(&input), activation.backward_vec(&input, &values)].map(Result::unwrap);
        assert!(fresh == [values, slopes], "{len}");
        assert!(fresh.iter().all(|vector| vector.capacity() < len + 512), "{len}: no more memory than they need");
    }
}

#[test]
fn a_parameter_has_the_sum_of_its_slopes_for_a_gradient() {
    let (input, gradient) = ([-2.0_f32, -3.0, 5.0], [1.0_f32, 10.0, 1.0]);
    assert_eq!(Prelu::default().parameter_gradient(0, &input, &gradient), Ok(Some(-32.0)));
    assert_eq!(Prelu::default().parameter_gradient(1, &input, &gradient), Ok(None), "there is no second");
    assert_eq!(LeakyRelu::default().parameter_gradient(0, &input, &gradient), Ok(None), "it is not learnable");
    let refused = Prelu::default().parameter_gradient(0, &input, &gradient[1..]).unwrap_err();
    assert_eq!(refused.to_string(), "parameter_gradient: grad_output has shape 2, but input has shape 3");
}

#[test]
fn other_lengths_are_an_error_and_write_nothing() {
    let (input, mut short, mut right) = ([1.0_f64; 3], [7.0; 2], [7.0; 3]);
    let refused = Silu.forward_slice(&input, &mut short).unwrap_err();
    assert_eq!(refused.to_string(), "forward_slice: output has shape 2, but input has shape 3");
    let refused = Silu.forward_slice_with_derivative(&input, &mut right, &mut short);
    assert!(matches!(refused, Err(Error::ShapeMismatch { .. })));
    let refused = Silu.backward_slice(&input, &short, &mut right);
    assert!(matches!(refused, Err(Error::ShapeMismatch { .. })));
    let refused = Silu.backward_slice(&input, &right, &mut short);
    assert!(matches!(refused, Err(Error::ShapeMismatch { .. })));
    let refused = Silu.backward_slice_inplace(&input, &mut short).unwrap_err();
    assert_eq!(refused.to_string(), "backward_slice_inplace: grad has shape 2, but input has shape 3");
    let refused = Silu.backward_vec(&input, &short).unwrap_err();
    assert_eq!(refused.to_string(), "backward_vec: grad_output has shape 2, but input has shape 3");
    assert_eq!((short, right), ([7.0; 2], [7.0; 3]));
}

/// An activation chosen at run time, as `AnyActivation` is, that counts how often it is asked.
#[derive(Clone, Default)]
struct Chosen(Arc<AtomicUsize>);

impl Activation for Chosen {
    fn facts(&self) -> &'static Facts {
        Silu.facts()
    }
    fn forward<R: Real>(&self, _: R) -> R {
        unreachable!("a kernel goes through `dispatch`")
    }
    fn derivative<R: Real>(&self, _: R) -> R {
        unreachable!("a kernel goes through `dispatch`")
    }
    fn forward_with_derivative<R: Real>(&self, _: R) -> (R, R) {
        unreachable!("a kernel goes through `dispatch`")
    }
    fn second_derivative<R: Real>(&self, _: R) -> R {
        unreachable!("a kernel goes through `dispatch`")
    }
    fn dispatch<V: Visitor>(&self, visitor: V) -> V::Output {
        self.0.fetch_add(1, Ordering::Relaxed);
        visitor.visit(&Silu)
    }
}

#[test]
fn the_choice_is_made_once_per_array() {
    let (chosen, input) = (Chosen::default(), [0.5_f32; 100]);
    let (mut first, mut second) = ([0.0; 100], [0.0; 100]);
    chosen.forward_slice(&input, &mut first).unwrap();
    assert_eq!((chosen.0.load(Ordering::Relaxed), first[99]), (1, Silu.forward(0.5)));
    chosen.forward_slice_with_derivative(&input, &mut first, &mut second).unwrap();
    chosen.backward_slice(&input, &first, &mut second).unwrap();
    chosen.forward_slice_inplace(&mut first);
    let many = vec![0.5_f32; 9000];
    chosen.forward_vec(&many).unwrap();
    chosen.backward_vec(&many, &many).unwrap();
    assert_eq!(chosen.0.load(Ordering::Relaxed), 6);
}

fn threads(activation: &impl Activation) {
    let input: Vec<f32> = (0..600_011_u32).map(|i| f32::from((i % 1999) as u16) * 0.01 - 10.0).collect();
    let gradient: Vec<f32> = input.iter().map(|x| x * 0.5).collect();
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let [mut a, mut b, mut c] = std::array::from_fn(|_| vec![0.0; input.len()]);
            activation.forward_slice_with_derivative(&input, &mut a, &mut b).unwrap();
            activation.backward_slice(&input, &gradient, &mut c).unwrap();
            let (mut d, mut e) = (input.clone(), gradient.clone());
            activation.forward_slice_inplace(&mut d);
            activation.backward_slice_inplace(&input, &mut e).unwrap();
            let [f, g] =
                [activation.forward_vec(&input), activation.backward_vec(&input, &gradient)].map(Result::unwrap);
            [a, b, c, d, e, f, g]
        })
    };
    let alone = run(1);
    assert!((alone[0][600_010] - activation.forward(input[600_010])).abs() < 1e-5);
    assert_eq!((&alone[0], &alone[2]), (&alone[3], &alone[4]));
    assert_eq!((&alone[0], &alone[2]), (&alone[5], &alone[6]));
    for threads in [2, 3, 7] {
        assert!(run(threads) == alone, "{threads} threads");
    }
}
