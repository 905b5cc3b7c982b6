//! In: a formula. Out: whether it is made of what the processor does in one instruction, with the same bits for one number as
//! for a vector of them. It must never take one for plain that is not: where it doubts, it is not.

use crate::real::Real;

/// Not a number, but whether what led to it was plain. All of it is known to the optimiser, which leaves a constant.
#[derive(Clone, Copy)]
pub(super) struct Plain(bool);

/// Whether the formula is plain.
#[inline(always)]
pub(super) fn is_plain(formula: impl FnOnce(Plain) -> Plain) -> bool {
    formula(Plain(true)).0
}

macro_rules! operations {
    (plain: $($one:ident)*, $($two:ident)+; not: $($other:ident)*, $($of_two:ident)+;) => {
        impl Real for Plain {
            /// A choice is as plain as what it is made between.
            type Mask = bool;

            $(#[inline(always)]
            fn $one(self) -> Self {
                self
            })*
            $(#[inline(always)]
            fn $two(self, other: Self) -> Self {
                Self(self.0 & other.0)
            })+
            $(#[inline(always)]
            fn $other(self) -> Self {
                Self(false)
            })*
            $(#[inline(always)]
            fn $of_two(self, _: Self) -> Self {
                Self(false)
            })+
            operations!(comparisons: lt le gt ge eq ne);

            #[inline(always)]
            fn constant(&self, _: f64) -> Self {
                Self(true)
            }
            #[inline(always)]
            fn largest(&self) -> Self {
                Self(true)
            }
            #[inline(always)]
            fn constant_rest(&self, _: f64, _: f64) -> Self {
                Self(false)
            }
            #[inline(always)]
            fn powi(self, _: i32) -> Self {
                Self(false)
            }
            #[inline(always)]
            fn clamp(self, low: Self, high: Self) -> Self {
                Self(self.0 & low.0 & high.0)
            }
            #[inline(always)]
            fn and(a: bool, b: bool) -> bool {
                a & b
            }
            #[inline(always)]
            fn or(a: bool, b: bool) -> bool {
                a & b
            }
            #[inline(always)]
            fn not(a: bool) -> bool {
                a
            }
            #[inline(always)]
            fn select(mask: bool, if_true: Self, if_false: Self) -> Self {
                Self(mask & if_true.0 & if_false.0)
            }
        }
    };
    (comparisons: $($name:ident)+) => {
        $(#[inline(always)]
        fn $name(&self, other: &Self) -> bool {
            self.0 & other.0
        })+
    };
}

operations! {
    plain: neg abs sqrt recip relu, add sub mul div min max copysign no_less no_more;
    not: exp exp2 exp_m1 ln ln_1p log2 log10 cbrt signum sign floor ceil round trunc fract sin cos tan asin acos atan sinh cosh
        tanh asinh acosh atanh erf erfc norm_cdf norm_pdf exp_neg_square sigmoid softplus log_sigmoid exp_neg_abs ln_1p_of_unit
        exp_neg_abs_raised exp_lowering norm_cdf_raised norm_pdf_raised norm_lowering times_norm_cdf recip_1p_of_unit
        sech_square behind_a_pointer, powf hypot atan2 product_rest sum_rest exp_sum exp_neg_abs_sum sigmoid_sum softplus_sum
        exp_neg_abs_sum_raised;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation::{Activation, Visitor};
    use crate::catalogue::{Gelu, HardSwish, LeakyRelu, Relu, Softsign, Swish, Tanh};
    use crate::kernel::loops::{Engine, Unary, one};
    use crate::registry::AnyActivation;
    use crate::testing::vector_engines;

    #[test]
    fn rectifiers_are_plain_and_exponentials_are_not() {
        fn value(activation: &impl Activation) -> bool {
            is_plain(|x| activation.forward(x))
        }
        assert!(value(&Relu) && value(&LeakyRelu::default()) && value(&HardSwish) && value(&Softsign));
        assert!(!value(&Gelu) && !value(&Tanh) && !value(&Swish::default()));
        assert!(is_plain(|x| Relu.derivative(x)) && !is_plain(|x| Gelu.derivative(x)));
        assert!(!value(&AnyActivation::custom(Relu)), "behind a pointer nothing is");
    }

    /// A value or a derivative, which is taken for plain or not.
    #[derive(Clone)]
    struct Shown<A> {
        activation: A,
        derivative: bool,
        plain: bool,
    }

    impl<A: Activation> Unary for Shown<A> {
        #[inline(always)]
        fn of<R: Real>(&self, x: R) -> R {
            let y = if self.derivative { self.activation.derivative(x) } else { self.activation.forward(x) };
            if self.plain { y } else { y.behind_a_pointer() }
        }
    }

    /// How many of value and derivative are plain; those have the same bits in vectors as number by number.
    struct Compare<'a>(&'a [f32]);

    impl Visitor for Compare<'_> {
        type Output = usize;
        fn visit<A: Activation>(self, activation: &A) -> usize {
            let mut count = 0;
            for derivative in [false, true] {
                let shown = Shown { activation: activation.clone(), derivative, plain: true };
                if !is_plain(|x| shown.of(x)) {
                    continue;
                }
                count += 1;
                let mut expected = vec![0.0; self.0.len()];
                one(Engine::Scalars, self.0, &mut expected, &shown);
                for engine in vector_engines() {
                    for plain in [true, false] {
                        let mut got = vec![0.0; self.0.len()];
                        one(engine, self.0, &mut got, &Shown { plain, ..shown.clone() });
                        for (x, (got, expected)) in self.0.iter().zip(got.into_iter().zip(&expected)) {
                            let same = got.to_bits() == expected.to_bits() || got.is_nan() && expected.is_nan();
                            assert!(same, "{} at {x}: {got}, not {expected}, {engine:?}", activation.name());
                        }
                    }
                }
            }
            count
        }
    }

    #[test]
    fn what_is_plain_has_the_same_bits_in_vectors() {
        let ends = [0.0, f32::MIN_POSITIVE, 1e-45, 1e-3, 0.5, 1.0, 3.0, 6.0, 1e19, f32::MAX, f32::INFINITY, f32::NAN];
        let near = (0_u8..=200).map(|n| f32::from(n) / 16.0);
        let points: Vec<f32> = ends.into_iter().chain(near).flat_map(|x| [x, -x]).collect();
        let count: usize = AnyActivation::all().map(|activation| activation.dispatch(Compare(&points))).sum();
        assert!(count > 40, "{count}");
    }
}
