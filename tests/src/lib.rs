//! What the tests share: the distance between two floats, and the reference table.
//!
//! In: floats, `golden/activations.tsv` and `golden/library_forms.tsv`. Out: distances in ULP, rows. Must never be lenient by itself: tolerances stand in
//! the tests that apply them.

pub mod accuracy;

use activation_core::AnyActivation;

/// How many f32 lie between two: 0 for equal ones and for +0 and −0, `u32::MAX` where one alone is NaN.
pub fn ulp_f32(a: f32, b: f32) -> u32 {
    match (a.is_nan(), b.is_nan()) {
        (true, true) => 0,
        (false, false) => {
            // Bit patterns in the order of the numbers they stand for, the two zeros in one place.
            let ordered = |x: f32| {
                let bits = i64::from(x.to_bits() & 0x7fff_ffff);
                if x.is_sign_negative() { -bits } else { bits }
            };
            u32::try_from(ordered(a).abs_diff(ordered(b))).unwrap_or(u32::MAX)
        }
        _ => u32::MAX,
    }
}

/// How many f64 lie between two: 0 for equal ones and for +0 and −0, `u64::MAX` where one alone is NaN.
pub fn ulp_f64(a: f64, b: f64) -> u64 {
    match (a.is_nan(), b.is_nan()) {
        (true, true) => 0,
        (false, false) => {
            let ordered = |x: f64| {
                let bits = i128::from(x.to_bits() & 0x7fff_ffff_ffff_ffff);
                if x.is_sign_negative() { -bits } else { bits }
            };
            u64::try_from(ordered(a).abs_diff(ordered(b))).unwrap_or(u64::MAX)
        }
        _ => u64::MAX,
    }
}

/// One line of the reference table, computed with 760 digits.
#[derive(Clone, Debug)]
pub struct Row {
    /// As written there, `swish(beta=1.5)`.
    pub spec: &'static str,
    /// The activation it names.
    pub activation: AnyActivation,
    /// The input, exact in f32.
    pub x: f64,
    /// f, f′ and f″ there.
    pub expected: [f64; 3],
}

/// The whole table: the canonical activations, and what libraries have beside them.
///
/// # Errors
///
/// The first line that can't be read, with the reason.
pub fn golden() -> Result<Vec<Row>, String> {
    let tables = [include_str!("../golden/activations.tsv"), include_str!("../golden/library_forms.tsv")];
    let lines = tables.into_iter().flat_map(str::lines).filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| row(line).map_err(|reason| format!("{line}: {reason}"))).collect()
}

fn row(line: &'static str) -> Result<Row, String> {
    let columns: Vec<&'static str> = line.split('\t').collect();
    let [spec, x, value, first, second] = columns[..] else { return Err(format!("{} columns", columns.len())) };
    let number = |text: &str| text.parse::<f64>().map_err(|error| format!("{text}: {error}"));
    Ok(Row {
        spec,
        activation: spec.parse::<AnyActivation>().map_err(|error| error.to_string())?,
        x: number(x)?,
        expected: [number(value)?, number(first)?, number(second)?],
    })
}

#[cfg(test)]
mod tests {
    use activation_core::Activation;

    use super::*;

    #[test]
    fn distances_count_floats() {
        assert_eq!(ulp_f32(0.0, -0.0), 0);
        assert_eq!(ulp_f32(1.0, 1.0_f32.next_up()), 1);
        assert_eq!(ulp_f32(f32::from_bits(1), -f32::from_bits(1)), 2);
        assert_eq!(ulp_f32(f32::NAN, 1.0), u32::MAX);
        assert_eq!(ulp_f32(f32::INFINITY, f32::MAX), 1);
        assert_eq!(ulp_f64(0.0, -0.0), 0);
        assert_eq!(ulp_f64(1.0, 1.0_f64.next_down()), 1);
        assert_eq!(ulp_f64(f64::from_bits(1), -f64::from_bits(1)), 2);
        assert_eq!(ulp_f64(f64::NAN, f64::NAN), 0);
        assert_eq!(ulp_f64(1.0, f64::NAN), u64::MAX);
    }

    #[test]
    fn every_activation_has_rows() {
        let rows = golden().expect("a readable table");
        let without: Vec<&str> =
            AnyActivation::names().filter(|name| rows.iter().all(|row| row.activation.name() != *name)).collect();
        assert!(without.is_empty(), "{without:?}");
    }

    #[test]
    fn the_table_is_whole() {
        let rows = golden().expect("a readable table");
        assert_eq!(rows.len(), 11_074 + 861);
    }
}
