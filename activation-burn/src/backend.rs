//! In: an activation and a backend's tensors. Out: [`ActivationBackend`], by which each backend computes it in its own way, and
//! its exact gradient where gradients are recorded. It must never be called for a tensor of a backend that is not listed here:
//! Burn answers that with a panic, and so [`serves`] is asked first.
#![cfg_attr(
    not(any(feature = "flex", feature = "cube")),
    allow(unused_variables, reason = "what the macro emits asks no backend if there is none")
)]

use activation_core::Activation;
use burn::backend::autodiff::NodeId;
use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::retro_forward::RetroForward;
use burn::backend::autodiff::checkpoint::state::BackwardStates;
use burn::backend::autodiff::checkpoint::strategy::CheckpointStrategy;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind, binary, unary};
use burn::backend::tensor::FloatTensor;
use burn::backend::{Autodiff, Backend, DispatchTensorKind, TensorMetadata, backend_extension};
use burn::tensor::FloatDType;
use std::fmt;
use std::marker::PhantomData;

use crate::compose;

/// What a backend does with an activation. Each method composes the backend's own operations unless the backend has something
/// better.
///
/// Users call [`activate`](crate::activate). A backend of your own needs an empty `impl` of this, and code that is generic over
/// backends this bound.
#[backend_extension(Cube: cfg(feature = "cube"), Flex: cfg(feature = "flex"), Autodiff)]
pub trait ActivationBackend: Backend {
    /// f(x).
    fn activation_forward<A: Activation + 'static>(x: FloatTensor<Self>, activation: A) -> FloatTensor<Self> {
        compose::forward::<Self, A>(&activation, x)
    }

    /// f(x), of which the gradient is also that of `parameters`: the values of the learnable parameters, which `activation` has,
    /// too.
    fn activation_learnt<A: Activation + 'static>(
        x: FloatTensor<Self>,
        parameters: FloatTensor<Self>,
        activation: A,
    ) -> FloatTensor<Self> {
        let _ = parameters;
        Self::activation_forward(x, activation)
    }

    /// `grad_output` · f′(x). Where the shapes differ they are broadcast, or it panics, as Burn's `*` does.
    fn activation_backward<A: Activation + 'static>(
        x: FloatTensor<Self>,
        grad_output: FloatTensor<Self>,
        activation: A,
    ) -> FloatTensor<Self> {
        compose::backward::<Self, A>(&activation, x, grad_output)
    }

    /// Σ `grad_output` · ∂f/∂θ(x) for each learnable parameter θ, in that type. Shapes as above.
    fn activation_parameters<A: Activation + 'static>(
        x: FloatTensor<Self>,
        grad_output: FloatTensor<Self>,
        activation: A,
        dtype: FloatDType,
    ) -> FloatTensor<Self> {
        compose::parameters::<Self, A>(&activation, x, grad_output, dtype)
    }
}

/// Whether the backend of this tensor is one of those above.
pub(crate) fn serves(kind: &DispatchTensorKind) -> bool {
    match kind {
        #[cfg(feature = "cube")]
        DispatchTensorKind::Cube(_) => true,
        #[cfg(feature = "flex")]
        DispatchTensorKind::Flex(_) => true,
        DispatchTensorKind::Autodiff(inner) => serves(inner),
        #[allow(unreachable_patterns, reason = "which backends there are, other crates' features decide")]
        _ => false,
    }
}

/// Composed operations, which its optimiser knows: the feature `fusion` may join them.
#[cfg(feature = "cube")]
impl ActivationBackend for burn::backend::Cube {}

/// One expression forward, one backward. What is kept is x, which the operation that made x often keeps, too.
impl<B: ActivationBackend, C: CheckpointStrategy> ActivationBackend for Autodiff<B, C> {
    fn activation_forward<A: Activation + 'static>(x: FloatTensor<Self>, activation: A) -> FloatTensor<Self> {
        let again = Again::<B, A> { input: x.id(), activation: activation.clone(), backend: PhantomData };
        let prepared = OfInput(activation.clone()).prepare::<C>([x.node()]);
        match prepared.memory_bound().retro_forward(again).parents([&x]).stateful() {
            OpsKind::Tracked(mut prepared) => {
                let input = prepared.checkpoint(&x);
                prepared.finish(input, B::activation_forward(x.into_primitive(), activation))
            }
            OpsKind::UnTracked(prepared) => prepared.finish(B::activation_forward(x.into_primitive(), activation)),
        }
    }

    fn activation_learnt<A: Activation + 'static>(
        x: FloatTensor<Self>,
        parameters: FloatTensor<Self>,
        activation: A,
    ) -> FloatTensor<Self> {
        let again = Again::<B, A> { input: x.id(), activation: activation.clone(), backend: PhantomData };
        let dtype = parameters.dtype().into();
        let prepared = OfBoth(activation.clone()).prepare::<C>([x.node(), parameters.node()]);
        match prepared.memory_bound().retro_forward(again).parents([&x, &parameters]).stateful() {
            OpsKind::Tracked(mut prepared) => {
                let input = prepared.checkpoint(&x);
                prepared.finish((input, dtype), B::activation_forward(x.into_primitive(), activation))
            }
            OpsKind::UnTracked(prepared) => prepared.finish(B::activation_forward(x.into_primitive(), activation)),
        }
    }

    /// Burn differentiates once; this is itself not recorded.
    fn activation_backward<A: Activation + 'static>(
        x: FloatTensor<Self>,
        grad_output: FloatTensor<Self>,
        activation: A,
    ) -> FloatTensor<Self> {
        let gradient = B::activation_backward(x.into_primitive(), grad_output.into_primitive(), activation);
        FloatTensor::<Self>::new(gradient)
    }

    fn activation_parameters<A: Activation + 'static>(
        x: FloatTensor<Self>,
        grad_output: FloatTensor<Self>,
        activation: A,
        dtype: FloatDType,
    ) -> FloatTensor<Self> {
        let sums = B::activation_parameters(x.into_primitive(), grad_output.into_primitive(), activation, dtype);
        FloatTensor::<Self>::new(sums)
    }
}

/// Computes the output once more, where checkpointing has not kept it.
struct Again<B, A> {
    input: NodeId,
    activation: A,
    backend: PhantomData<B>,
}

impl<B: ActivationBackend, A: Activation + 'static> RetroForward for Again<B, A> {
    fn forward(&self, states: &mut BackwardStates, out_node: NodeId) {
        let x = states.get_state::<FloatTensor<B>>(&self.input);
        states.save(out_node, B::activation_forward(x, self.activation.clone()));
    }
}

/// The step backward to the input.
struct OfInput<A>(A);

impl<B: ActivationBackend, A: Activation + 'static> Backward<B, 1> for OfInput<A> {
    type State = NodeId;

    fn backward(self, ops: Ops<NodeId, 1>, grads: &mut Gradients, checkpointer: &mut Checkpointer) {
        let x = checkpointer.retrieve_node_output::<FloatTensor<B>>(ops.state);
        unary::<B, _>(ops.parents, ops.node, grads, |gradient| B::activation_backward(x, gradient, self.0));
    }
}

/// The step backward to the input and to the parameters.
struct OfBoth<A>(A);

impl<B: ActivationBackend, A: Activation + 'static> Backward<B, 2> for OfBoth<A> {
    type State = (NodeId, FloatDType);

    fn backward(self, ops: Ops<Self::State, 2>, grads: &mut Gradients, checkpointer: &mut Checkpointer) {
        let (input, dtype) = ops.state;
        let x = checkpointer.retrieve_node_output::<FloatTensor<B>>(input);
        let again = (x.clone(), self.0.clone());
        binary::<B, _, _>(
            ops.parents,
            ops.node,
            grads,
            |gradient| B::activation_backward(x, gradient, self.0),
            |gradient| B::activation_parameters(again.0, gradient, again.1, dtype),
        );
    }
}

impl<B, A: Activation> fmt::Debug for Again<B, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Again({}, {:?})", self.activation.name(), self.input)
    }
}

impl<A: Activation> fmt::Debug for OfInput<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OfInput({})", self.0.name())
    }
}

impl<A: Activation> fmt::Debug for OfBoth<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OfBoth({})", self.0.name())
    }
}
