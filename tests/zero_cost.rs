//! Zero cost, as far as a test can tell: no field that isn't a parameter, no allocation. (The inner loops: `benches/`.)
//!
//! In: every activation of the catalogue, and two declared here. Out: which one is larger than its parameters, or allocates.
//! Must never go through `AnyActivation`'s own methods alone: `dispatch` shows the struct itself.

use std::collections::BTreeSet;
use std::hint::black_box;
use std::mem::size_of;

use activation_core::catalogue::{Elu, Gelu, Logistic, Relu, Tanh};
use activation_core::{Activation, ActivationExt, AnyActivation, Derivative, Element, Real, Visitor, activation};
use allocation_counter::measure;

activation! {
    /// No parameter.
    naked: x * tanh(softplus(x));
    /// Two, one of them learnable.
    dressed(alpha = 1, learn beta = 0.5): if x > 0 <alpha * x> else <beta * exp_m1(x)>;
}

/// What a value must be to be shared by all threads of a network without a thought.
fn assert_plain<A: Copy + Default + Send + Sync + Unpin + 'static>() {}

#[test]
fn the_structs_are_plain_values() {
    // An enum is `Send`, `Sync` and `'static` only if each struct of the catalogue in it is. (That each is `Copy`, too, is in
    // tests/serde.rs; what stands behind a pointer is not.)
    fn of_all<A: Clone + Send + Sync + Unpin + 'static>() {}
    of_all::<AnyActivation>();
    assert_plain::<Naked>();
    assert_plain::<Dressed>();
    assert_plain::<Derivative<Dressed>>();
}

#[test]
fn a_struct_is_as_large_as_its_parameters() {
    /// The size of an activation, and that of its derivative as an activation.
    struct Size;
    impl Visitor for Size {
        type Output = [usize; 2];
        fn visit<A: Activation>(self, _: &A) -> [usize; 2] {
            [size_of::<A>(), size_of::<Derivative<A>>()]
        }
    }
    for any in AnyActivation::all() {
        let parameters = size_of::<f64>() * any.parameters().len();
        assert_eq!(any.dispatch(Size), [parameters; 2], "{any}");
    }
    assert_eq!((size_of::<Naked>(), size_of::<Dressed>()), (0, 16));
    // By name as well, in case that `dispatch` shows something else.
    assert_eq!([size_of::<Relu>(), size_of::<Logistic>(), size_of::<Tanh>(), size_of::<Gelu>()], [0; 4]);
    assert_eq!(size_of::<Elu>(), 8);
}

#[test]
fn the_registry_holds_the_whole_catalogue() {
    // Otherwise the tests of this file would miss what it lacks.
    let files = [
        include_str!("../activation-core/src/catalogue/algebraic.rs"),
        include_str!("../activation-core/src/catalogue/exponential.rs"),
        include_str!("../activation-core/src/catalogue/learnable.rs"),
        include_str!("../activation-core/src/catalogue/periodic.rs"),
        include_str!("../activation-core/src/catalogue/piecewise.rs"),
        include_str!("../activation-core/src/catalogue/rectifiers.rs"),
        include_str!("../activation-core/src/catalogue/self_gated.rs"),
        include_str!("../activation-core/src/catalogue/sigmoid_like.rs"),
        include_str!("../activation-core/src/catalogue/softplus_like.rs"),
    ];
    let name = |line: &'static str| line.strip_prefix("    pub ")?.split([':', '(']).next();
    let declared: BTreeSet<&str> = files.into_iter().flat_map(str::lines).filter_map(name).collect();
    let registered = AnyActivation::names().collect();
    let in_one_only: Vec<&&str> = declared.symmetric_difference(&registered).collect();
    assert!(in_one_only.is_empty(), "{in_one_only:?}");
}

/// Ordinary numbers, and those for which a branch of its own might be taken.
fn numbers<T: Element>() -> Vec<T> {
    let mut numbers: Vec<f64> = (-64..=64).map(|step| f64::from(step) / 8.0).collect();
    for size in [0.0, f64::from_bits(1), 1e-45, 1e-30, 30.0, 88.8, 710.0, 1e30, f64::MAX, f64::INFINITY, f64::NAN] {
        numbers.extend([size, -size]);
    }
    numbers.into_iter().map(T::from_f64).collect()
}

/// Counts the allocations of every method that computes, on all numbers.
struct Allocations<'a, T>(&'a [T]);

impl<T: Element + Real> Visitor for Allocations<'_, T> {
    type Output = u64;

    fn visit<A: Activation>(self, activation: &A) -> u64 {
        let parameters = activation.parameters().len();
        let run = || {
            for &x in self.0 {
                let x = black_box(x);
                black_box(activation.forward(x));
                black_box(activation.derivative(x));
                black_box(activation.forward_with_derivative(x));
                black_box(activation.second_derivative(x));
                black_box(activation.derivative_from_output(x));
                for index in 0..parameters {
                    black_box(activation.parameter_derivative(index, x));
                }
            }
        };
        measure(run).count_total
    }
}

fn assert_frugal<T: Element + Real>() {
    let numbers = numbers::<T>();
    for any in AnyActivation::all() {
        assert_eq!(any.dispatch(Allocations(&numbers)), 0, "{any}");
    }
    assert_eq!(Naked.dispatch(Allocations(&numbers)) + Dressed::default().dispatch(Allocations(&numbers)), 0);
}

#[test]
fn no_activation_allocates() {
    assert_frugal::<f32>();
    assert_frugal::<f64>();
}

#[test]
fn nor_does_a_kernel() {
    let input = numbers::<f32>();
    let (mut output, mut other) = (input.clone(), input.clone());
    for any in AnyActivation::all() {
        let mut run = || {
            any.forward_slice(&input, &mut output)?;
            any.forward_slice_with_derivative(&input, &mut output, &mut other)?;
            any.backward_slice(&input, &other, &mut output)?;
            any.forward_slice_inplace(&mut other);
            Ok::<(), activation_core::Error>(())
        };
        let mut result = Ok(());
        assert_eq!((measure(|| result = run()).count_total, result), (0, Ok(())), "{any}");
    }
}

/// The counter counts, so that a 0 means something: this activation allocates in one method only.
#[test]
fn an_allocation_would_be_seen() {
    #[derive(Clone)]
    struct Wasteful;
    impl Activation for Wasteful {
        fn facts(&self) -> &'static activation_core::Facts {
            Relu.facts()
        }
        fn forward<R: activation_core::Real>(&self, x: R) -> R {
            Relu.forward(x)
        }
        fn derivative<R: activation_core::Real>(&self, x: R) -> R {
            Relu.derivative(x)
        }
        fn forward_with_derivative<R: activation_core::Real>(&self, x: R) -> (R, R) {
            Relu.forward_with_derivative(*black_box(Box::new(x)))
        }
        fn second_derivative<R: activation_core::Real>(&self, x: R) -> R {
            Relu.second_derivative(x)
        }
    }
    let numbers = numbers::<f32>();
    assert_eq!(usize::try_from(Wasteful.dispatch(Allocations(&numbers))), Ok(numbers.len()));
}
