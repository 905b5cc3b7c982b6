//! Activations written by hand as `activation!` would emit them: the run-time crate is tested
//! without the compiler. In: nothing. Out: one activation per kind of residual.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses some of them")]

use activation_core::{Activation, Declared, Facts, Parameter, Real, Residual};

/// Facts that leave open all but what the layer needs.
const fn facts(name: &'static str, residual: Residual, parameters: &'static [Parameter]) -> Facts {
    Facts {
        name,
        formula: "",
        derivative: "its derivative",
        surrogate: false,
        parameters,
        range: None,
        monotonicity: None,
        parity: None,
        kinks: None,
        lipschitz: None,
        residual,
        derivative_exact_from_output: matches!(residual, Residual::Output),
    }
}

macro_rules! declared {
    ($name:ident, $facts:expr) => {
        impl Declared for $name {
            const FACTS: Facts = $facts;
        }
    };
}

/// 2x: the derivative is constant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Double;
declared!(Double, facts("double", Residual::Nothing, &[]));

impl Activation for Double {
    fn facts(&self) -> &'static Facts {
        &Self::FACTS
    }
    fn forward<R: Real>(&self, x: R) -> R {
        x.constant(2.0).mul(x)
    }
    fn derivative<R: Real>(&self, x: R) -> R {
        x.constant(2.0)
    }
    fn forward_with_derivative<R: Real>(&self, x: R) -> (R, R) {
        (self.forward(x.clone()), self.derivative(x))
    }
    fn second_derivative<R: Real>(&self, x: R) -> R {
        x.constant(0.0)
    }
    fn derivative_from_output<R: Real>(&self, y: R) -> Option<R> {
        Some(y.constant(2.0))
    }
}

/// max(x, 0): the derivative is exact from the output.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Relu;
declared!(Relu, facts("relu", Residual::Output, &[]));

impl Activation for Relu {
    fn facts(&self) -> &'static Facts {
        &Self::FACTS
    }
    fn forward<R: Real>(&self, x: R) -> R {
        x.relu()
    }
    fn derivative<R: Real>(&self, x: R) -> R {
        let zero = x.constant(0.0);
        R::select(x.gt(&zero), x.constant(1.0), zero)
    }
    fn forward_with_derivative<R: Real>(&self, x: R) -> (R, R) {
        (self.forward(x.clone()), self.derivative(x))
    }
    fn second_derivative<R: Real>(&self, x: R) -> R {
        x.constant(0.0)
    }
    fn derivative_from_output<R: Real>(&self, y: R) -> Option<R> {
        Some(self.derivative(y))
    }
}

/// x·σ(x): the derivative is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Silu;
declared!(Silu, facts("silu", Residual::Derivative, &[]));

impl Activation for Silu {
    fn facts(&self) -> &'static Facts {
        &Self::FACTS
    }
    fn forward<R: Real>(&self, x: R) -> R {
        self.forward_with_derivative(x).0
    }
    fn derivative<R: Real>(&self, x: R) -> R {
        self.forward_with_derivative(x).1
    }
    fn forward_with_derivative<R: Real>(&self, x: R) -> (R, R) {
        let one = x.constant(1.0);
        let (up, down) = (x.clone().sigmoid(), x.clone().neg().sigmoid());
        let value = x.clone().mul(up.clone());
        (value, up.mul(one.add(x.mul(down))))
    }
    fn second_derivative<R: Real>(&self, x: R) -> R {
        // σ(x)·σ(-x)·(2 + x·(σ(-x) - σ(x)))
        let (up, down) = (x.clone().sigmoid(), x.clone().neg().sigmoid());
        let bent = x.constant(2.0).add(x.mul(down.clone().sub(up.clone())));
        up.mul(down).mul(bent)
    }
}

/// max(x, 0) + slope·min(x, 0), whose slope is learnt: the input is kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prelu {
    pub slope: f64,
}
const SLOPE: Parameter = Parameter { name: "slope", default: 0.25, learnable: true };
declared!(Prelu, facts("prelu", Residual::Input, &[SLOPE]));

impl Activation for Prelu {
    fn facts(&self) -> &'static Facts {
        &Self::FACTS
    }
    fn forward<R: Real>(&self, x: R) -> R {
        let zero = x.constant(0.0);
        R::select(x.gt(&zero), x.clone(), x.constant(self.slope).mul(x))
    }
    fn derivative<R: Real>(&self, x: R) -> R {
        let zero = x.constant(0.0);
        R::select(x.gt(&zero), x.constant(1.0), x.constant(self.slope))
    }
    fn forward_with_derivative<R: Real>(&self, x: R) -> (R, R) {
        (self.forward(x.clone()), self.derivative(x))
    }
    fn second_derivative<R: Real>(&self, x: R) -> R {
        x.constant(0.0)
    }
    fn parameter(&self, index: usize) -> Option<f64> {
        (index == 0).then_some(self.slope)
    }
    fn set_parameter(&mut self, index: usize, value: f64) -> bool {
        if index == 0 {
            self.slope = value;
        }
        index == 0
    }
    fn parameter_derivative<R: Real>(&self, index: usize, x: R) -> Option<R> {
        let zero = x.constant(0.0);
        (index == 0).then(|| R::select(x.gt(&zero), zero, x.clone()))
    }
}

/// x·σ(βx) with a learnt β: smooth in both, for finite differences.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swish {
    pub beta: f64,
}
const BETA: Parameter = Parameter { name: "beta", default: 1.0, learnable: true };
declared!(Swish, facts("swish", Residual::Input, &[BETA]));

impl Activation for Swish {
    fn facts(&self) -> &'static Facts {
        &Self::FACTS
    }
    fn forward<R: Real>(&self, x: R) -> R {
        let scaled = x.constant(self.beta).mul(x.clone());
        x.mul(scaled.sigmoid())
    }
    fn derivative<R: Real>(&self, x: R) -> R {
        let scaled = x.constant(self.beta).mul(x.clone());
        let (up, down) = (scaled.clone().sigmoid(), scaled.clone().neg().sigmoid());
        up.mul(x.constant(1.0).add(scaled.mul(down)))
    }
    fn forward_with_derivative<R: Real>(&self, x: R) -> (R, R) {
        (self.forward(x.clone()), self.derivative(x))
    }
    fn second_derivative<R: Real>(&self, x: R) -> R {
        let scaled = x.constant(self.beta).mul(x.clone());
        let beta = x.constant(self.beta);
        beta.mul(Silu.second_derivative(scaled))
    }
    fn parameter(&self, index: usize) -> Option<f64> {
        (index == 0).then_some(self.beta)
    }
    fn set_parameter(&mut self, index: usize, value: f64) -> bool {
        if index == 0 {
            self.beta = value;
        }
        index == 0
    }
    fn parameter_derivative<R: Real>(&self, index: usize, x: R) -> Option<R> {
        let scaled = x.constant(self.beta).mul(x.clone());
        let slope = scaled.clone().sigmoid().mul(scaled.neg().sigmoid());
        (index == 0).then(|| x.clone().mul(x.clone()).mul(slope))
    }
}
