//! In: arrays with two halves along an axis. Out: [`Gated`], one half times an activation of the other, and the gradient of
//! both. It must never know which activation it is.
#![allow(clippy::inline_always)]

use ndarray::{ArrayView, ArrayViewMut, Axis, Dimension};

use super::Float;
use super::function::{AxisFunction, Function, Keeps};
use crate::activation::{Activation, Visitor};
use crate::array::{self, Target, Threads, walk};
use crate::catalogue::{Gelu, Identity, Relu, Sigmoid, Silu};
use crate::kernel::CHUNK;
use crate::kernel::loops::{self, Binary, Engine, Fork};
use crate::real::Real;

/// A gated linear unit: with the halves a and b of the input along the axis, a · f(b) for an activation f.
///
/// | | f | source |
/// |---|---|---|
/// | [`glu`](Gated::glu) | sigmoid | Dauphin et al. 2016, arXiv 1612.08083 |
/// | [`swiglu`](Gated::swiglu) | silu | Shazeer 2020, arXiv 2002.05202 |
/// | [`geglu`](Gated::geglu) | gelu, the exact one | the same |
/// | [`reglu`](Gated::reglu) | relu | the same |
/// | [`bilinear`](Gated::bilinear) | identity | the same |
///
/// Any other activation, your own too, makes a gate by [`Gated::new`].
///
/// # Which half is gated
///
/// The *second* half goes through the activation, as in `torch.nn.functional.glu`, `jax.nn.glu`, `keras.ops.glu` and the
/// GEGLU of Hugging Face's diffusers. Where the *first* one does, ask for [`gate_first`](Self::gate_first): Shazeer writes
/// f(xW) ⊗ xV, Llama's feed-forward is `silu(gate) * up`, and fused in this order it is vLLM's `silu_and_mul` and the
/// `gate_up_proj` of Phi-3.
///
/// # Shapes
///
/// The output is half as long along the axis as the input, so there is nothing that works in place: the gradient doesn't fit
/// into what held the output's. [`backward_into`](super::AxisLayer::backward_into) writes it into an array of yours. An odd
/// length is an [`Error::Parts`](crate::Error::Parts).
///
/// Learnable parameters of the activation get no gradient here and stay as they are.
///
/// ```
/// use activation_core::activation;
/// use activation_core::axis::{AxisLayer, Gated};
/// use ndarray::{Axis, array};
///
/// activation! { halved: x / 2 => 0.5; }
///
/// let mut layer = AxisLayer::new(Gated::new(Halved), Axis(1));
/// assert_eq!(layer.forward(&array![[5.0_f32, 7.0, 2.0, 4.0]])?, &array![[5.0, 14.0]]);
/// assert_eq!(layer.backward(&array![[1.0, 1.0]])?, &array![[1.0, 2.0, 2.5, 3.5]]);
///
/// let llama = AxisLayer::new(Gated::swiglu().gate_first(), Axis(1));
/// assert_eq!(llama.infer(&array![[0.0_f32, 8.0]])?, array![[0.0]]);
/// # Ok::<(), activation_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gated<A> {
    activation: A,
    gate_first: bool,
}

impl<A: Activation> Gated<A> {
    /// a · f(b), a being the first half.
    pub const fn new(activation: A) -> Self {
        Self { activation, gate_first: false }
    }

    /// f(a) · b: the same with the halves swapped.
    #[must_use]
    pub fn gate_first(self) -> Self {
        Self { gate_first: true, ..self }
    }

    /// The activation.
    pub const fn activation(&self) -> &A {
        &self.activation
    }

    /// Whether the first half goes through the activation.
    pub const fn is_gate_first(&self) -> bool {
        self.gate_first
    }
}

impl Gated<Sigmoid> {
    /// a · σ(b)
    pub const fn glu() -> Self {
        Self::new(Sigmoid)
    }
}

impl Gated<Silu> {
    /// a · b · σ(b)
    pub const fn swiglu() -> Self {
        Self::new(Silu)
    }
}

impl Gated<Gelu> {
    /// a · b · Φ(b)
    pub const fn geglu() -> Self {
        Self::new(Gelu)
    }
}

impl Gated<Relu> {
    /// a · max(b, 0)
    pub const fn reglu() -> Self {
        Self::new(Relu)
    }
}

impl Gated<Identity> {
    /// a · b
    pub const fn bilinear() -> Self {
        Self::new(Identity)
    }
}

impl<A: Activation> AxisFunction for Gated<A> {
    fn name(&self) -> &'static str {
        match self.activation.name() {
            "sigmoid" => "glu",
            "silu" => "swiglu",
            "gelu" => "geglu",
            "relu" => "reglu",
            "identity" => "bilinear",
            _ => "gated",
        }
    }
}

impl<A: Activation> Function for Gated<A> {
    fn keeps(&self) -> Keeps {
        Keeps::LikeInput
    }

    fn parts(&self) -> usize {
        2
    }

    fn output_length(&self, length: usize) -> Option<usize> {
        Some(length / 2)
    }

    /// Keeps the derivatives by both halves: f(b) and a · f′(b).
    fn forward<T: Float, D: Dimension>(
        &self,
        engine: Engine,
        axis: Axis,
        input: ArrayView<'_, T, D>,
        mut output: ArrayViewMut<'_, T, D>,
        kept: Option<ArrayViewMut<'_, T, D>>,
    ) {
        let half = output.len_of(axis);
        let (mut a, mut b) = input.split_at(axis, half);
        if self.gate_first {
            std::mem::swap(&mut a, &mut b);
        }
        let activation = &self.activation;
        let Some(kept) = kept else {
            return walk([&a, &b], [&mut output], Threads::This, &|[a, b], [y]| {
                activation.dispatch(Product(engine, a, b, y));
            });
        };
        let (mut by_a, mut by_b) = kept.split_at(axis, half);
        if self.gate_first {
            std::mem::swap(&mut by_a, &mut by_b);
        }
        walk([&a, &b], [&mut output, &mut by_a, &mut by_b], Threads::This, &|[a, b], [y, by_a, by_b]| {
            activation.dispatch(WithDerivatives { engine, a, b, y, by_a, by_b });
        });
    }

    fn backward<T: Float, D: Dimension>(
        &self,
        _: Engine,
        axis: Axis,
        grad_output: ArrayView<'_, T, D>,
        kept: ArrayView<'_, T, D>,
        grad_input: ArrayViewMut<'_, T, D>,
    ) {
        let half = grad_output.len_of(axis);
        let ((first, second), (mut to_first, mut to_second)) =
            (kept.split_at(axis, half), grad_input.split_at(axis, half));
        array::multiply(&first, Target::Into(&grad_output, &mut to_first));
        array::multiply(&second, Target::Into(&grad_output, &mut to_second));
    }
}

/// `y[i] = a[i] · f(b[i])`
struct Product<'a, T>(Engine, &'a [T], &'a [T], &'a mut [T]);

impl<T: Float> Visitor for Product<'_, T> {
    type Output = ();
    fn visit<A: Activation>(self, activation: &A) {
        loops::two(self.0, self.2, self.1, self.3, &Gate(activation.clone()));
    }
}

/// The same, and its derivatives by a and by b.
struct WithDerivatives<'a, T> {
    engine: Engine,
    a: &'a [T],
    b: &'a [T],
    y: &'a mut [T],
    by_a: &'a mut [T],
    by_b: &'a mut [T],
}

impl<T: Float> Visitor for WithDerivatives<'_, T> {
    type Output = ();
    fn visit<A: Activation>(self, activation: &A) {
        let Self { engine, a, b, y, by_a, by_b } = self;
        let mut room = [T::default(); CHUNK];
        for start in (0..a.len()).step_by(CHUNK) {
            let part = start..a.len().min(start + CHUNK);
            let (a, slope) = (&a[part.clone()], &mut room[..part.len()]);
            loops::fork(engine, &b[part.clone()], &mut by_a[part.clone()], slope, &Gate(activation.clone()));
            loops::two(engine, a, slope, &mut by_b[part.clone()], &Times);
            loops::two(engine, a, &by_a[part.clone()], &mut y[part], &Times);
        }
    }
}

/// f(b) and f′(b), or a · f(b).
#[derive(Clone)]
struct Gate<A>(A);

impl<A: Activation> Fork for Gate<A> {
    #[inline(always)]
    fn of<R: Real>(&self, b: R) -> (R, R) {
        self.0.forward_with_derivative(b)
    }
}

impl<A: Activation> Binary for Gate<A> {
    #[inline(always)]
    fn of<R: Real>(&self, b: R, a: R) -> R {
        a.mul(self.0.forward(b))
    }
}

/// a · b
#[derive(Clone)]
struct Times;

impl Binary for Times {
    #[inline(always)]
    fn of<R: Real>(&self, a: R, b: R) -> R {
        a.mul(b)
    }
}
