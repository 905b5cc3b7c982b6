//! In: two `f64`. Out: their product without rounding, as a sum of two. It must never be called
//! where the product or 2²⁷ times a factor overflows.

/// `a·b` as `(high, low)`: `high` is the rounded product, `high + low` the exact one.
///
/// Dekker, "A floating-point technique for extending the available precision" (1971). `mul_add`
/// would be shorter, but without the FMA target feature it is a library call per element.
#[inline]
pub(crate) fn product(a: f64, b: f64) -> (f64, f64) {
    let high = a * b;
    let (a_high, a_low) = split(a);
    let (b_high, b_low) = split(b);
    let low = ((a_high * b_high - high) + a_high * b_low + a_low * b_high) + a_low * b_low;
    (high, low)
}

/// `a·b` less `rounded`, which is the product, rounded to any precision; not a number where [`product`] overflows.
#[inline]
pub(crate) fn product_rest(a: f64, b: f64, rounded: f64) -> f64 {
    let (high, low) = product(a, b);
    (high - rounded) + low
}

/// `a` as a sum of two numbers of 26 bits, whose products are exact (Veltkamp).
#[inline]
fn split(a: f64) -> (f64, f64) {
    const FACTOR: f64 = 134_217_729.0; // 2^27 + 1
    let scaled = FACTOR * a;
    let high = scaled - (scaled - a);
    (high, a - high)
}

#[cfg(test)]
mod tests {
    use super::{product, product_rest};

    #[test]
    fn the_rest_is_what_rounding_to_f32_took() {
        let (a, b) = (1.702_f32, -53.258_327_f32);
        let (wide, rounded) = (f64::from(a) * f64::from(b), f64::from(a * b));
        assert_eq!(product_rest(f64::from(a), f64::from(b), rounded), wide - rounded);
        assert!(wide != rounded);
    }

    #[test]
    fn the_low_part_is_what_fma_says() {
        let mut a = 1.234_567_890_123_456_7_f64;
        for _ in 0..1000 {
            a = (a * 7.1).fract() * 40.0 - 20.0;
            let b = a * std::f64::consts::FRAC_1_SQRT_2;
            let (high, low) = product(a, b);
            assert_eq!(low, a.mul_add(b, -high), "{a:e} * {b:e}");
        }
    }
}
