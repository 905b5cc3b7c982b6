//! From numbers to places on paper, and the round numbers that are written beside.
//!
//! In: an interval of numbers, or the samples that it is to hold, and one of paper. Out: places and ticks. It must never write a
//! digit that is noise.

/// The share of the samples that the tip of a spike has: it is cut off. A hill has more.
const SPIKE: f64 = 0.02;

/// One direction of a drawing.
#[derive(Clone, Copy, Debug)]
pub struct Ruler {
    /// The numbers at the two ends.
    pub numbers: (f64, f64),
    /// Where those are on paper.
    pub paper: (f64, f64),
}

impl Ruler {
    /// The place of a number, at most half a length beyond an end.
    pub fn place(&self, number: f64) -> f64 {
        let ((low, high), (start, end)) = (self.numbers, self.paper);
        start + ((number - low) / (high - low)).clamp(-0.5, 1.5) * (end - start)
    }

    /// Whether a number is between the ends.
    pub fn holds(&self, number: f64) -> bool {
        (self.numbers.0..=self.numbers.1).contains(&number)
    }

    /// Round numbers between the ends, at most so many steps apart, as they are written.
    pub fn ticks(&self, most: f64) -> Vec<(f64, String)> {
        let (low, high) = self.numbers;
        let raw = (high - low) / most;
        let power = 10_f64.powf(raw.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].map(|digit| digit * power).into_iter().find(|step| *step >= raw);
        let step = step.unwrap_or(10.0 * power);
        let mut ticks = Vec::new();
        let mut count = (low / step).ceil();
        while count * step <= high && ticks.len() < 20 {
            ticks.push((count * step, label(count, step)));
            count += 1.0;
        }
        ticks
    }
}

/// `count · step` in the digits that the step has.
fn label(count: f64, step: f64) -> String {
    let number = count * step + 0.0;
    let size = step.log10().floor();
    let text = if number != 0.0 && !(1e-4..1e5).contains(&number.abs()) {
        // The digits between the number's first and the step's.
        format!("{number:.*e}", digits(number.abs().log10().floor() - size))
    } else {
        format!("{number:.*}", digits(-size))
    };
    text.replace('-', "−")
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is between 0 and 15")]
fn digits(count: f64) -> usize {
    count.clamp(0.0, 15.0) as usize
}

/// The numbers that an upright ruler must hold to show these samples: all but for the tips of spikes, and 0. None if there is
/// nothing to show.
pub fn bounds(curves: &[Vec<f64>]) -> Option<(f64, f64)> {
    let (mut low, mut high, mut any) = (0.0_f64, 0.0_f64, false);
    for samples in curves {
        let mut samples: Vec<f64> = samples.iter().copied().filter(|value| value.is_finite()).collect();
        samples.sort_by(f64::total_cmp);
        let (Some(&least), Some(&greatest)) = (samples.first(), samples.last()) else { continue };
        any = true;
        #[expect(clippy::cast_precision_loss, reason = "a few hundred samples")]
        let few = |count: usize| count as f64 <= SPIKE * samples.len() as f64;
        let tenth = samples.len() / 10;
        let [tenth, last_tenth] = [tenth, samples.len() - 1 - tenth].map(|at| samples[at]);
        let room = (last_tenth - tenth) / 2.0;
        let above = samples.iter().filter(|value| **value > greatest / 2.0).count();
        let below = samples.iter().filter(|value| **value < least / 2.0).count();
        // Nothing but the spike itself has a height where all else is flat.
        let spike = |count| room > 0.0 && few(count);
        high = high.max(if greatest > 0.0 && spike(above) { greatest.min(last_tenth + room) } else { greatest });
        low = low.min(if least < 0.0 && spike(below) { least.max(tenth - room) } else { least });
    }
    if low == high {
        (low, high) = (-1.0, 1.0);
    }
    let margin = (high - low) * 0.06;
    let (low, high) = (low - margin, high + margin);
    (any && (high - low).is_finite()).then_some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(numbers: (f64, f64), most: f64) -> Vec<String> {
        Ruler { numbers, paper: (0.0, 1.0) }.ticks(most).into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(labels((-5.0, 5.0), 6.0), ["−4", "−2", "0", "2", "4"]);
        assert_eq!(labels((-0.05, 0.13), 5.0), ["−0.05", "0.00", "0.05", "0.10"]);
        assert_eq!(labels((0.0, 3e7), 3.0), ["0", "1e7", "2e7", "3e7"]);
        assert_eq!(labels((1e-7, 2e-7), 4.0), ["1.0e−7", "1.5e−7", "2.0e−7"]);
    }

    #[test]
    fn numbers_beyond_the_ends_stay_near() {
        let ruler = Ruler { numbers: (0.0, 10.0), paper: (100.0, 0.0) };
        assert_eq!([2.5, -1e300, f64::INFINITY].map(|number| ruler.place(number)), [75.0, 150.0, -50.0]);
        assert!(ruler.holds(10.0) && !ruler.holds(10.1));
    }

    #[test]
    fn poles_are_cut_and_hills_are_not() {
        let shown = |curves: &[Vec<f64>]| bounds(curves).expect("there are samples");
        let samples = |f: fn(f64) -> f64| (-300..=300).map(|n| f(f64::from(n) / 50.0)).collect::<Vec<f64>>();
        let (low, high) = shown(&[samples(f64::recip)]);
        assert!(-4.0 < low && low < -1.0 && 1.0 < high && high < 4.0, "{low} {high}");
        let (low, high) = shown(&[samples(|x| (-30.0 * x * x).exp()), samples(|_| f64::NAN)]);
        assert!(low < 0.0 && high > 1.0, "{low} {high}");
        let (_, high) = shown(&[samples(f64::exp)]);
        assert!(high > 6.0_f64.exp(), "{high}");
        assert_eq!(bounds(&[vec![f64::NAN], vec![]]), None);
        assert_eq!(bounds(&[samples(|x| x * 1e308)]), None);
        assert_eq!(bounds(&[samples(|_| 0.0)]), Some((-1.12, 1.12)));
    }
}
