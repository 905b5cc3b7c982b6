//! Definitions where every name that emitted code could be tempted to use means something else.
//!
//! In: a module that shadows the prelude, the primitive types, the crates, traits and macros. Out: activations declared in
//! the midst of it. It must never be kind: whatever emitted code may mention belongs here.
#![allow(dead_code, non_camel_case_types, non_upper_case_globals, unused_macros, reason = "the names are the point")]

use ::activation_core::catalogue;

// The prelude's types, traits and variants.
struct Option;
struct Some;
struct None;
struct Result;
struct Ok;
struct Err;
struct Vec;
struct String;
struct Box;
struct R;
struct S;
struct D;
struct A;
trait Clone {}
trait Copy {}
trait Default {}
trait Debug {}
trait PartialEq {}
trait Into {}
trait From {}
trait Iterator {}
trait ToString {}
trait Fn {}
trait Sized {}
trait Drop {}

// The names of the core crate.
trait Real {
    fn exp(self) -> Self;
    fn max(self, other: Self) -> Self;
    fn constant(&self) -> u8;
}
impl<T> Real for T {
    fn exp(self) -> Self {
        panic!("the local trait's method")
    }
    fn max(self, _: Self) -> Self {
        panic!("the local trait's method")
    }
    fn constant(&self) -> u8 {
        panic!("the local trait's method")
    }
}
trait Activation {
    fn forward(&self);
}
struct Declared;
struct Facts;
struct Parameter;
struct Residual;

// The primitive types.
mod f32 {}
mod f64 {
    const NAN: &str = "not the constant";
    const INFINITY: &str = "not the constant";
}
type bool = u8;
type usize = ();
type i32 = &'static str;
type str = ();

// The crates.
mod core {}
mod std {}
mod alloc {}
mod serde {}
mod activation_core {}
mod private {}

// Functions, constants and statics.
fn exp(_: ()) {}
fn max() {}
fn relu() {}
const x: u8 = 0;
static y: u8 = 0;
const index: u8 = 0;
static value: u8 = 0;
struct activation_value;

// Macros.
macro_rules! activation {
    ($($anything:tt)*) => {
        compile_error!("the local macro");
    };
}
macro_rules! implement_serde {
    ($($anything:tt)*) => {
        compile_error!("the local macro");
    };
}
macro_rules! stringify {
    ($($anything:tt)*) => {
        compile_error!("the local macro");
    };
}

::activation_core::activation! {
    /// A function, a kink, a given derivative.
    pub(super) rectified: x.max(0.0) => if x > 0.0 <1.0> else <0.0>;
    /// Parameters, one with an infinite default, one that is learnt.
    pub(super) wide(learn slope = 0.25, alpha = 1, limit = -INFINITY): if x > limit {slope * exp_m1(alpha * x)} else {0};
    /// Masks, all three.
    pub(super) masked: if x > 0 && !(x > 1) || x < -1 {x} else {0.5 * x};
    /// A derivative from the output.
    pub(super) leaning: if x > 0 <x> else <0.1 * x> => if y > 0 <1> else <0.1>;
    /// By path.
    pub(super) borrowed: 2 * catalogue::Silu(x);
    /// Of the same call.
    pub(super) both: rectified(x) + exp(x);
}
