//! The functions of the language as activations of their own, so that the kernels can be asked about them.
//!
//! In: a name. Out: a visit. It must never hold a function that is not a primitive of the language.

use activation_core::{Visitor, activation};

macro_rules! functions {
    ($($name:ident $struct:ident $([$($domain:tt)+])?)*) => {
        activation! { $($(#[domain($($domain)+)])? $name: $name(x);)* }

        /// All that `visit` knows.
        pub(crate) const NAMES: &[&str] = &[$(stringify!($name)),*];

        /// Shows the function of this name to the visitor.
        pub(crate) fn visit<V: Visitor>(name: &str, visitor: V) -> Option<V::Output> {
            match name {
                $(stringify!($name) => Some(visitor.visit(&$struct)),)*
                _ => None,
            }
        }
    };
}

functions! {
    exp Exp exp2 Exp2 exp_m1 ExpM1 ln Ln [x > 0] ln_1p Ln1p [x > -1] log2 Log2 [x > 0] log10 Log10 [x > 0]
    sqrt Sqrt [x >= 0] cbrt Cbrt
    sin Sin cos Cos tan Tan [abs(cos(x)) > 0.001] asin Asin [x >= -1 && x <= 1] acos Acos [x >= -1 && x <= 1] atan Atan
    sinh Sinh cosh Cosh tanh Tanh asinh Asinh acosh Acosh [x >= 1] atanh Atanh [x > -1 && x < 1]
    erf Erf erfc Erfc norm_cdf NormCdf norm_pdf NormPdf sigmoid Sigmoid softplus Softplus log_sigmoid LogSigmoid
}
