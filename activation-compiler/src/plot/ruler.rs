//! From numbers to places on paper, and the round numbers that are written beside.
//!
//! In: an interval of numbers and one of paper. Out: places and ticks. It must never write a digit that is noise.

/// One direction of a drawing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ruler {
    /// The numbers at the two ends.
    pub(super) numbers: (f64, f64),
    /// Where those are on paper.
    pub(super) paper: (f64, f64),
}

impl Ruler {
    /// The place of a number, at most half a length beyond an end.
    pub(super) fn place(&self, number: f64) -> f64 {
        let ((low, high), (start, end)) = (self.numbers, self.paper);
        start + ((number - low) / (high - low)).clamp(-0.5, 1.5) * (end - start)
    }

    /// Whether a number is between the ends.
    pub(super) fn holds(&self, number: f64) -> bool {
        (self.numbers.0..=self.numbers.1).contains(&number)
    }

    /// Round numbers between the ends, at most so many steps apart, as they are written.
    pub(super) fn ticks(&self, most: f64) -> Vec<(f64, String)> {
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
}
