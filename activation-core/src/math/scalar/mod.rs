//! In: an `f64`. Out: the special functions that the standard library lacks, one family per file,
//! each with its method, its source and its measured error. Nothing here may know of `Real`.

mod erf;
mod exact;
mod gauss;
mod normal;

pub(crate) use erf::{erf, erfc};
pub(crate) use exact::product_rest;
pub(crate) use gauss::{exp_neg_square, exp_sum};
pub(crate) use normal::{norm_cdf, norm_pdf, raised_cdf, raised_pdf};
