//! In: an activation and a run of inputs. Out: the largest errors so far. It must never look at an element twice: 2³² are many.

use std::fmt;

use activation_core::{Activation, ActivationExt};

/// How many inputs are computed at once: enough for all threads.
const CHUNK: usize = 1 << 20;

/// What a normal number may be off, in ULP, beyond what half an ULP of the input explains.
const CONTRACT: f64 = 4.0;

/// Some inputs, and room for what becomes of them.
pub(crate) struct Chunk {
    x: Vec<f32>,
    y: Vec<f32>,
    derivative: Vec<f32>,
    exact_x: Vec<f64>,
    exact_y: Vec<f64>,
    exact_derivative: Vec<f64>,
}

impl Chunk {
    pub(crate) fn new() -> Self {
        let (single, double) = (|| Vec::with_capacity(CHUNK), || Vec::with_capacity(CHUNK));
        Self {
            x: single(),
            y: single(),
            derivative: single(),
            exact_x: double(),
            exact_y: double(),
            exact_derivative: double(),
        }
    }

    pub(crate) fn len(&self) -> u64 {
        u64::try_from(self.x.len()).unwrap_or(u64::MAX)
    }

    /// The inputs from the bits `first` on; returns where the next chunk begins.
    pub(crate) fn fill(&mut self, first: u32, stride: u32) -> Option<u32> {
        self.x.clear();
        let mut bits = Some(first);
        while let (Some(some), true) = (bits, self.x.len() < CHUNK) {
            self.x.push(f32::from_bits(some));
            bits = some.checked_add(stride);
        }
        self.exact_x.clear();
        self.exact_x.extend(self.x.iter().map(|x| f64::from(*x)));
        for single in [&mut self.y, &mut self.derivative] {
            single.resize(self.x.len(), 0.0);
        }
        for double in [&mut self.exact_y, &mut self.exact_derivative] {
            double.resize(self.x.len(), 0.0);
        }
        bits
    }
}

/// The largest error of one quantity, in ULP, and its input.
#[derive(Clone, Copy, Default)]
struct Worst {
    ulp: f64,
    at: f32,
}

impl Worst {
    fn see(&mut self, ulp: f64, at: f32) {
        if ulp > self.ulp {
            *self = Self { ulp, at };
        }
    }
}

/// The largest errors of value and derivative, how many inputs are further off than 4 ULP, and how many of these even when
/// half an ULP of the input is excused.
#[derive(Default)]
pub(crate) struct Survey {
    value: Worst,
    derivative: Worst,
    beyond: u64,
    breaches: u64,
}

impl Survey {
    /// Computes and judges a chunk.
    pub(crate) fn add<A: Activation>(&mut self, activation: &A, chunk: &mut Chunk) {
        let Chunk { x, y, derivative, exact_x, exact_y, exact_derivative } = chunk;
        // The lengths are equal, which is all that these ask for.
        let _ = activation.forward_slice_with_derivative(x, y, derivative);
        let _ = activation.forward_slice_with_derivative(exact_x, exact_y, exact_derivative);
        for (i, &x) in x.iter().enumerate() {
            let (exact_y, exact_slope) = (exact_y[i], exact_derivative[i]);
            let error = ulp(y[i], exact_y);
            self.value.see(error, x);
            let slope_error = ulp(derivative[i], exact_slope);
            self.derivative.see(slope_error, x);
            let wide = f64::from(x);
            if error > CONTRACT || slope_error > CONTRACT {
                let curvature = activation.second_derivative(wide);
                let kappa = |value: f64, slope: f64| CONTRACT + (wide * slope / value).abs();
                let value = error > CONTRACT && !crosses(error, exact_y, exact_slope);
                let slope = slope_error > CONTRACT && !crosses(slope_error, exact_slope, curvature);
                let breach = value && error > kappa(exact_y, exact_slope)
                    || slope && slope_error > kappa(exact_slope, curvature);
                self.beyond += u64::from(value || slope);
                self.breaches += u64::from(breach);
            }
        }
    }
}

/// Near a zero that is crossed with a slope (a tail nears its zero without one) an error counts as it would at 1.
fn crosses(error: f64, value: f64, slope: f64) -> bool {
    slope.abs() > 1.0 / 64.0 && error * value.abs() <= CONTRACT
}

/// The distance in units of the last place of the reference; 0 where the reference is subnormal and the result is at most the
/// least normal number.
fn ulp(got: f32, exact: f64) -> f64 {
    let (wide, least) = (f64::from(got), f64::from(f32::MIN_POSITIVE));
    let largest = f64::from(f32::MAX);
    if got.is_nan() || exact.is_nan() {
        return if got.is_nan() == exact.is_nan() { 0.0 } else { f64::INFINITY };
    }
    if exact.abs() < least && wide.abs() <= 2.0 * least {
        return 0.0;
    }
    // An overflow may come a rounding early.
    if exact.abs() >= largest * (1.0 - 4.0 * f64::from(f32::EPSILON)) && wide.abs() >= largest {
        return if wide.signum() == exact.signum() { 0.0 } else { f64::INFINITY };
    }
    let unit = f64::from(f32::EPSILON) * 2.0_f64.powf(exact.abs().log2().floor());
    (wide - exact).abs() / unit
}

impl fmt::Display for Survey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { value, derivative, beyond, breaches } = self;
        write!(
            f,
            "{:9.3}  {:13.7e}   {:10.3}  {:13.7e}   {beyond:8}   {breaches:8}",
            value.ulp, value.at, derivative.ulp, derivative.at
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Chunk, Survey, ulp};
    use activation_core::activation;

    activation! {
        right: tanh(x);
        // 1 + x loses the digits of a small x in f32 earlier than in f64, and nothing excuses that.
        lossy: (1e4 + x) - 1e4;
    }

    #[test]
    fn a_unit_in_the_last_place_is_one() {
        assert_eq!(ulp(1.0 + f32::EPSILON, 1.0), 1.0);
        assert_eq!(ulp(0.0, 1e-40), 0.0);
        assert!(ulp(0.0, 1e-30) > 8_388_607.0, "a normal result that became 0");
        assert!(ulp(f32::NAN, 1.0).is_infinite());
    }

    #[test]
    fn all_inputs_are_seen_once() {
        let mut chunk = Chunk::new();
        let (mut next, mut seen) = (Some(0), 0);
        while let Some(first) = next {
            next = chunk.fill(first, 4099);
            seen += chunk.len();
        }
        assert_eq!(seen, u64::from(u32::MAX / 4099) + 1);
    }

    #[test]
    fn a_contract_that_is_broken_is_counted() {
        let mut chunk = Chunk::new();
        chunk.fill(0x3f00_0000, 1 << 16);
        let (mut fine, mut broken) = (Survey::default(), Survey::default());
        fine.add(&Right, &mut chunk);
        broken.add(&Lossy, &mut chunk);
        assert_eq!(fine.breaches, 0);
        assert!(broken.breaches > 0 && broken.value.ulp > 100.0);
    }
}
