//! In: an activation of any type. Out: [`Custom`], that activation behind a pointer, so that it fits in an
//! [`AnyActivation`](crate::AnyActivation); and the names under which such are registered. It must never be asked element by
//! element by a kernel: a whole slice goes through the pointer at once.

use std::any::{Any, TypeId};
use std::fmt;
use std::sync::{PoisonError, RwLock};

use super::opaque::{Opaque, evaluate};
use crate::activation::{Activation, Visitor};
use crate::error::Error;
use crate::facts::{Facts, Parameter, Residual};
use crate::kernel::task::Task;
use crate::real::Real;

/// What a pointer to an activation can be asked.
trait Erased: Send + Sync {
    fn facts(&self) -> &'static Facts;
    fn residual(&self) -> Residual;
    fn parameters(&self) -> &'static [Parameter];
    fn parameter(&self, index: usize) -> Option<f64>;
    fn set_parameter(&mut self, index: usize, value: f64) -> bool;
    fn forward<'a>(&self, x: Opaque<'a>) -> Opaque<'a>;
    fn derivative<'a>(&self, x: Opaque<'a>) -> Opaque<'a>;
    fn pair<'a>(&self, x: Opaque<'a>) -> [Opaque<'a>; 2];
    fn second_derivative<'a>(&self, x: Opaque<'a>) -> Opaque<'a>;
    fn derivative_from_output<'a>(&self, y: Opaque<'a>) -> Option<Opaque<'a>>;
    fn parameter_derivative<'a>(&self, index: usize, x: Opaque<'a>) -> Option<Opaque<'a>>;
    fn run_single(&self, task: Task<'_, f32>);
    fn run_double(&self, task: Task<'_, f64>);
    fn boxed(&self) -> Box<dyn Erased>;
    fn kind(&self) -> TypeId;
}

impl<A: Activation + Any> Erased for A {
    fn facts(&self) -> &'static Facts {
        Activation::facts(self)
    }
    fn residual(&self) -> Residual {
        Activation::residual(self)
    }
    fn parameters(&self) -> &'static [Parameter] {
        Activation::parameters(self)
    }
    fn parameter(&self, index: usize) -> Option<f64> {
        Activation::parameter(self, index)
    }
    fn set_parameter(&mut self, index: usize, value: f64) -> bool {
        Activation::set_parameter(self, index, value)
    }
    fn forward<'a>(&self, x: Opaque<'a>) -> Opaque<'a> {
        Activation::forward(self, x)
    }
    fn derivative<'a>(&self, x: Opaque<'a>) -> Opaque<'a> {
        Activation::derivative(self, x)
    }
    fn pair<'a>(&self, x: Opaque<'a>) -> [Opaque<'a>; 2] {
        self.forward_with_derivative(x).into()
    }
    fn second_derivative<'a>(&self, x: Opaque<'a>) -> Opaque<'a> {
        Activation::second_derivative(self, x)
    }
    fn derivative_from_output<'a>(&self, y: Opaque<'a>) -> Option<Opaque<'a>> {
        Activation::derivative_from_output(self, y)
    }
    fn parameter_derivative<'a>(&self, index: usize, x: Opaque<'a>) -> Option<Opaque<'a>> {
        Activation::parameter_derivative(self, index, x)
    }
    fn run_single(&self, task: Task<'_, f32>) {
        task.run(self);
    }
    fn run_double(&self, task: Task<'_, f64>) {
        task.run(self);
    }
    fn boxed(&self) -> Box<dyn Erased> {
        Box::new(self.clone())
    }
    fn kind(&self) -> TypeId {
        TypeId::of::<A>()
    }
}

/// An activation of a type of your own, behind a pointer: what [`AnyActivation::custom`](crate::AnyActivation::custom) and
/// [`AnyActivation::register`](crate::AnyActivation::register) make.
///
/// Over slices and arrays of `f32` and `f64` it runs the code of its type, as fast as that. Asked for one number at a time it
/// goes through a pointer for each operation, which takes tens of nanoseconds; the result is the same to the last bit.
pub struct Custom(Box<dyn Erased>);

impl Custom {
    pub(super) fn new(activation: impl Activation + Any) -> Self {
        Self(Box::new(activation))
    }

    /// Runs it over slices of `f32`.
    pub(crate) fn run_single(&self, task: Task<'_, f32>) {
        self.0.run_single(task);
    }

    /// Runs it over slices of `f64`.
    pub(crate) fn run_double(&self, task: Task<'_, f64>) {
        self.0.run_double(task);
    }
}

impl Clone for Custom {
    fn clone(&self) -> Self {
        Self(self.0.boxed())
    }
}

/// Of one type, with the same parameters.
impl PartialEq for Custom {
    fn eq(&self, other: &Self) -> bool {
        let values = |custom: &Self| -> Vec<_> { (0..).map_while(|index| custom.0.parameter(index)).collect() };
        self.0.kind() == other.0.kind() && values(self) == values(other)
    }
}

impl fmt::Debug for Custom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut name = f.debug_struct(self.name());
        for (index, parameter) in self.0.parameters().iter().enumerate() {
            name.field(parameter.name, &self.0.parameter(index));
        }
        name.finish()
    }
}

impl Activation for Custom {
    fn facts(&self) -> &'static Facts {
        self.0.facts()
    }
    fn residual(&self) -> Residual {
        self.0.residual()
    }
    fn parameters(&self) -> &'static [Parameter] {
        self.0.parameters()
    }
    fn forward<R: Real>(&self, x: R) -> R {
        let [value] = evaluate(x, |x| [self.0.forward(x)]);
        value
    }
    fn derivative<R: Real>(&self, x: R) -> R {
        let [slope] = evaluate(x, |x| [self.0.derivative(x)]);
        slope
    }
    fn forward_with_derivative<R: Real>(&self, x: R) -> (R, R) {
        evaluate(x, |x| self.0.pair(x)).into()
    }
    fn second_derivative<R: Real>(&self, x: R) -> R {
        let [second] = evaluate(x, |x| [self.0.second_derivative(x)]);
        second
    }
    fn derivative_from_output<R: Real>(&self, y: R) -> Option<R> {
        let mut known = false;
        let [slope] = evaluate(y, |y| {
            let slope = self.0.derivative_from_output(y.clone());
            known = slope.is_some();
            [slope.unwrap_or(y)]
        });
        known.then_some(slope)
    }
    fn parameter(&self, index: usize) -> Option<f64> {
        self.0.parameter(index)
    }
    fn set_parameter(&mut self, index: usize, value: f64) -> bool {
        self.0.set_parameter(index, value)
    }
    fn parameter_derivative<R: Real>(&self, index: usize, x: R) -> Option<R> {
        let mut known = false;
        let [slope] = evaluate(x, |x| {
            let slope = self.0.parameter_derivative(index, x.clone());
            known = slope.is_some();
            [slope.unwrap_or(x)]
        });
        known.then_some(slope)
    }
    fn dispatch<V: Visitor>(&self, visitor: V) -> V::Output {
        visitor.visit_custom(self)
    }
}

/// What has been registered, in that order.
static REGISTERED: RwLock<Vec<Custom>> = RwLock::new(Vec::new());

/// Everything that has been registered.
pub(super) fn registered() -> Vec<Custom> {
    REGISTERED.read().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Adds it, if its name is free: `same` tells whether two names are one.
pub(super) fn register(custom: Custom, same: impl Fn(&str, &str) -> bool) -> Result<(), Error> {
    let mut registered = REGISTERED.write().unwrap_or_else(PoisonError::into_inner);
    match registered.iter().find(|known| same(known.name(), custom.name())) {
        None => registered.push(custom),
        // Whoever needs it may register it: that it was there changes nothing.
        Some(known) if *known == custom => {}
        Some(_) => return Err(Error::NameTaken { name: custom.name().to_owned() }),
    }
    Ok(())
}
