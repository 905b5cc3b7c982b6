//! In: comparisons of tensors. Out: [`Mask`], and the choice between two numbers by one. It must never ask a backend for `not`,
//! `and` or `or` of masks: Burn's fusion knows none of them, and would end a kernel there. Two choices do the same.

use std::rc::Rc;

use burn::backend::tensor::BoolTensor;
use burn::backend::{Backend, TensorMetadata};

use super::{Composed, Plain};

/// Where something holds.
pub(crate) enum Mask<B: Backend> {
    Everywhere(bool),
    Tensor(BoolTensor<B>),
    Not(Rc<Self>),
    And(Rc<(Self, Self)>),
}

impl<B: Backend> Clone for Mask<B> {
    fn clone(&self) -> Self {
        match self {
            Self::Everywhere(holds) => Self::Everywhere(*holds),
            Self::Tensor(tensor) => Self::Tensor(tensor.clone()),
            Self::Not(mask) => Self::Not(mask.clone()),
            Self::And(masks) => Self::And(masks.clone()),
        }
    }
}

impl<B: Backend> Mask<B> {
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Everywhere(true), other) | (other, Self::Everywhere(true)) => other,
            (Self::Everywhere(false), _) | (_, Self::Everywhere(false)) => Self::Everywhere(false),
            both => Self::And(Rc::new(both)),
        }
    }

    pub(super) fn not(self) -> Self {
        match self {
            Self::Everywhere(holds) => Self::Everywhere(!holds),
            Self::Not(mask) => Self::clone(&mask),
            mask => Self::Not(Rc::new(mask)),
        }
    }

    pub(super) fn select(self, if_true: Composed<B>, if_false: Composed<B>) -> Composed<B> {
        match self {
            Self::Everywhere(true) => if_true,
            Self::Everywhere(false) => if_false,
            Self::Not(mask) => Self::clone(&mask).select(if_false, if_true),
            Self::And(masks) => {
                let (first, second) = masks.as_ref().clone();
                first.select(second.select(if_true, if_false.clone()), if_false)
            }
            Self::Tensor(mask) => choose(mask, if_true, if_false),
        }
    }
}

fn choose<B: Backend>(mask: BoolTensor<B>, if_true: Composed<B>, if_false: Composed<B>) -> Composed<B> {
    let formats = if_true.formats;
    if if_true.is_untold() && if_false.is_untold() {
        return if_true;
    }
    let full =
        |value: f64, mask: &BoolTensor<B>| B::float_full(mask.shape(), value.into(), &mask.device(), formats.number);
    let tensor = match (if_true.plain(), if_false.plain()) {
        (Plain::Tensor(yes), Plain::Tensor(no)) => B::float_mask_where(no, mask, yes),
        (Plain::Number(yes), Plain::Tensor(no)) => B::float_mask_fill(no, mask, yes.into()),
        (Plain::Tensor(yes), Plain::Number(no)) => B::float_mask_where(full(no, &mask), mask, yes),
        (Plain::Number(yes), Plain::Number(no)) => B::float_mask_fill(full(no, &mask), mask, yes.into()),
    };
    Composed::tensor(tensor, formats)
}
