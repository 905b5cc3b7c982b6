//! In: a [`Real`]. Out: [`Dual`], a number with its derivative, which is a [`Real`] again. Every
//! rule is written here by hand: it must never borrow one from the compiler, whose oracle it is.

use std::f64::consts::{FRAC_2_SQRT_PI, LN_2, LN_10};

use crate::real::Real;

/// A number with its derivative with respect to one variable: `f(Dual::variable(x))` is f(x) and
/// f′(x), for any formula (forward-mode automatic differentiation). Nest it for f″.
///
/// # Kinks
///
/// `min` and `max` take the second operand's side at a tie, as their values do, so `x.max(0.0)` and
/// `relu` have derivative 0 at 0, and `clamp` at its bounds; `abs` has derivative `sign`, so 0 at
/// 0; the step functions (`floor`, `signum`, …) have derivative 0 everywhere.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dual<R> {
    /// The number.
    pub value: R,
    /// Its derivative.
    pub tangent: R,
}

impl<R: Real> Dual<R> {
    /// The variable itself: its derivative is 1.
    #[inline]
    pub fn variable(value: R) -> Self {
        let tangent = value.constant(1.0);
        Self { value, tangent }
    }

    /// A number that doesn't depend on the variable.
    #[inline]
    fn fixed(value: R) -> Self {
        let tangent = value.constant(0.0);
        Self { value, tangent }
    }

    /// The chain rule: the tangent of a function of `self` with that `value` and `slope`.
    #[inline]
    fn chain(self, value: R, slope: R) -> Self {
        Self { value, tangent: scale(self.tangent, slope) }
    }
}

/// `slope · tangent`, where a tangent of 0 stays 0 even if the slope is infinite or NaN: what does
/// not depend on the variable has no derivative to spoil. A finite slope is always multiplied,
/// since in a nested dual a 0 may have a tangent of its own.
#[inline]
fn scale<R: Real>(tangent: R, slope: R) -> R {
    let zero = tangent.constant(0.0);
    let finite = slope.clone().abs().le(&slope.largest());
    let multiplied = R::or(finite, tangent.ne(&zero));
    R::select(multiplied, slope.mul(tangent.clone()), tangent)
}

/// `factor · vanishing`, which is 0 where `vanishing` is, even if the factor is infinite there.
#[inline]
fn product_to_zero<R: Real>(factor: R, vanishing: R) -> R {
    let zero = vanishing.constant(0.0);
    let vanished = vanishing.eq(&zero);
    R::select(vanished, vanishing.clone(), factor.mul(vanishing))
}

/// √(1 - u²) without the cancellation near ±1.
#[inline]
fn cosine_of_asin<R: Real>(u: R) -> R {
    let one = u.constant(1.0);
    one.clone().sub(u.clone()).mul(one.add(u)).sqrt()
}

/// Functions of one operand `u` with value `v`: `name(u, v) => slope`.
macro_rules! slopes {
    ($($name:ident($u:ident, $v:ident) => $slope:expr;)*) => {$(
        #[inline]
        fn $name(self) -> Self {
            let $u = self.value.clone();
            let $v = $u.clone().$name();
            let value = $v.clone();
            let slope = $slope;
            self.chain(value, slope)
        }
    )*};
}

/// Functions that are constant between their jumps.
macro_rules! steps {
    ($($name:ident)*) => {$(
        #[inline]
        fn $name(self) -> Self {
            Self::fixed(self.value.$name())
        }
    )*};
}

/// Comparisons look at the values alone.
macro_rules! comparisons {
    ($($name:ident)*) => {$(
        #[inline]
        fn $name(&self, rhs: &Self) -> R::Mask {
            self.value.$name(&rhs.value)
        }
    )*};
}

impl<R: Real> Real for Dual<R> {
    type Mask = R::Mask;

    comparisons!(lt le gt ge eq ne);
    steps!(signum sign floor ceil round trunc);
    slopes! {
        exp(_u, v) => v;
        exp2(u, v) => v.mul(u.constant(LN_2));
        exp_m1(u, _v) => u.exp();
        ln(u, _v) => u.recip();
        ln_1p(u, _v) => u.constant(1.0).add(u).recip();
        log2(u, _v) => u.constant(1.0 / LN_2).div(u);
        log10(u, _v) => u.constant(1.0 / LN_10).div(u);
        sqrt(u, v) => u.constant(0.5).div(v);
        cbrt(u, v) => u.constant(3.0).mul(v.clone()).mul(v).recip();
        recip(_u, v) => v.clone().neg().mul(v);
        abs(u, _v) => u.sign();
        fract(u, _v) => u.constant(1.0);

        sin(u, _v) => u.cos();
        cos(u, _v) => u.sin().neg();
        tan(u, v) => u.constant(1.0).add(v.clone().mul(v));
        asin(u, _v) => cosine_of_asin(u).recip();
        acos(u, _v) => cosine_of_asin(u).recip().neg();
        atan(u, _v) => u.constant(1.0).add(u.clone().mul(u)).recip();
        sinh(u, _v) => u.cosh();
        cosh(u, _v) => u.sinh();
        // 1 - tanh² is 0 long before the true value is.
        tanh(u, _v) => {
            let twice = u.clone().add(u);
            let product = twice.clone().sigmoid().mul(twice.clone().neg().sigmoid());
            twice.constant(4.0).mul(product)
        };
        asinh(u, _v) => u.clone().hypot(u.constant(1.0)).recip();
        acosh(u, _v) => {
            let one = u.constant(1.0);
            u.clone().sub(one.clone()).sqrt().mul(u.add(one).sqrt()).recip()
        };
        atanh(u, _v) => {
            let one = u.constant(1.0);
            one.clone().sub(u.clone()).mul(one.add(u)).recip()
        };

        erf(u, _v) => u.constant(FRAC_2_SQRT_PI).mul(u.exp_neg_square());
        erfc(u, _v) => u.constant(-FRAC_2_SQRT_PI).mul(u.exp_neg_square());
        norm_cdf(u, _v) => u.norm_pdf();
        norm_pdf(u, v) => product_to_zero(u.neg(), v);
        exp_neg_square(u, v) => product_to_zero(u.constant(-2.0).mul(u), v);

        sigmoid(u, v) => v.mul(u.neg().sigmoid());
        softplus(u, _v) => u.sigmoid();
        log_sigmoid(u, _v) => u.neg().sigmoid();
        relu(u, _v) => {
            let zero = u.constant(0.0);
            R::select(u.gt(&zero), u.constant(1.0), zero)
        };
    }

    #[inline]
    fn constant(&self, value: f64) -> Self {
        Self::fixed(self.value.constant(value))
    }

    /// What rounding loses has no derivative.
    #[inline]
    fn constant_rest(&self, value: f64, rest: f64) -> Self {
        Self::fixed(self.value.constant_rest(value, rest))
    }

    #[inline]
    fn product_rest(self, rhs: Self) -> Self {
        Self::fixed(self.value.product_rest(rhs.value))
    }

    #[inline]
    fn sum_rest(self, rhs: Self) -> Self {
        Self::fixed(self.value.sum_rest(rhs.value))
    }

    #[inline]
    fn exp_sum(self, rest: Self) -> Self {
        let value = self.value.clone().exp_sum(rest.value);
        self.chain(value.clone(), value)
    }

    #[inline]
    fn sigmoid_sum(self, rest: Self) -> Self {
        let value = self.value.clone().sigmoid_sum(rest.value.clone());
        let slope = value.clone().mul(self.value.clone().neg().sigmoid_sum(rest.value.neg()));
        self.chain(value, slope)
    }

    #[inline]
    fn softplus_sum(self, rest: Self) -> Self {
        let value = self.value.clone().softplus_sum(rest.value.clone());
        let slope = self.value.clone().sigmoid_sum(rest.value);
        self.chain(value, slope)
    }

    #[inline]
    fn largest(&self) -> Self {
        Self::fixed(self.value.largest())
    }

    #[inline]
    fn add(self, rhs: Self) -> Self {
        Self { value: self.value.add(rhs.value), tangent: self.tangent.add(rhs.tangent) }
    }

    #[inline]
    fn sub(self, rhs: Self) -> Self {
        Self { value: self.value.sub(rhs.value), tangent: self.tangent.sub(rhs.tangent) }
    }

    #[inline]
    fn mul(self, rhs: Self) -> Self {
        let left = scale(self.tangent, rhs.value.clone());
        let right = scale(rhs.tangent, self.value.clone());
        Self { value: self.value.mul(rhs.value), tangent: left.add(right) }
    }

    #[inline]
    fn div(self, rhs: Self) -> Self {
        let value = self.value.div(rhs.value.clone());
        let moved = self.tangent.sub(scale(rhs.tangent, value.clone()));
        let tangent = scale(moved, rhs.value.recip());
        Self { value, tangent }
    }

    #[inline]
    fn neg(self) -> Self {
        Self { value: self.value.neg(), tangent: self.tangent.neg() }
    }

    #[inline]
    fn powi(self, n: i32) -> Self {
        let u = self.value.clone();
        let value = u.clone().powi(n);
        let slope = match n {
            0 => u.constant(0.0),
            _ => u.constant(f64::from(n)).mul(u.powi(n.saturating_sub(1))),
        };
        self.chain(value, slope)
    }

    #[inline]
    fn powf(self, exponent: Self) -> Self {
        let (u, w) = (self.value.clone(), exponent.value.clone());
        let value = u.clone().powf(w.clone());
        let by_base = product_to_zero(u.clone().powf(w.clone().sub(w.constant(1.0))), w);
        let by_exponent = product_to_zero(u.ln(), value.clone());
        Self { value, tangent: scale(self.tangent, by_base).add(scale(exponent.tangent, by_exponent)) }
    }

    #[inline]
    fn min(self, rhs: Self) -> Self {
        let this = R::or(self.value.lt(&rhs.value), self.value.ne(&self.value));
        Self::select(this, self, rhs)
    }

    #[inline]
    fn max(self, rhs: Self) -> Self {
        let this = R::or(self.value.gt(&rhs.value), self.value.ne(&self.value));
        Self::select(this, self, rhs)
    }

    #[inline]
    fn hypot(self, rhs: Self) -> Self {
        let value = self.value.clone().hypot(rhs.value.clone());
        let left = scale(self.tangent, direction(self.value, value.clone()));
        let right = scale(rhs.tangent, direction(rhs.value, value.clone()));
        Self { value, tangent: left.add(right) }
    }

    #[inline]
    fn atan2(self, rhs: Self) -> Self {
        let (y, x) = (self.value, rhs.value);
        let radius = y.clone().hypot(x.clone());
        let by_y = direction(x.clone(), radius.clone()).div(radius.clone());
        let by_x = direction(y.clone(), radius.clone()).div(radius).neg();
        Self { value: y.atan2(x), tangent: scale(self.tangent, by_y).add(scale(rhs.tangent, by_x)) }
    }

    #[inline]
    fn copysign(self, rhs: Self) -> Self {
        let value = self.value.clone().copysign(rhs.value);
        let slope = self.value.clone().sign().mul(value.clone().signum());
        self.chain(value, slope)
    }

    #[inline]
    fn and(a: R::Mask, b: R::Mask) -> R::Mask {
        R::and(a, b)
    }

    #[inline]
    fn or(a: R::Mask, b: R::Mask) -> R::Mask {
        R::or(a, b)
    }

    #[inline]
    fn not(a: R::Mask) -> R::Mask {
        R::not(a)
    }

    #[inline]
    fn select(mask: R::Mask, if_true: Self, if_false: Self) -> Self {
        Self {
            value: R::select(mask.clone(), if_true.value, if_false.value),
            tangent: R::select(mask, if_true.tangent, if_false.tangent),
        }
    }
}

/// A coordinate over the radius; 0 at the origin, where there is no direction.
#[inline]
fn direction<R: Real>(coordinate: R, radius: R) -> R {
    let zero = radius.constant(0.0);
    let origin = radius.eq(&zero);
    R::select(origin, zero, coordinate.div(radius))
}
