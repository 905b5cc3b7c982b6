//! In: a call. Out: nanoseconds per element, the fastest of some rounds. It must never print, nor decide what is compared.

use std::time::{Duration, Instant};

/// How long a round lasts at least: short enough to be undisturbed now and then, long enough for the clock.
const ROUND: Duration = Duration::from_millis(5);

/// The fastest of nine rounds of at least 5 ms, per element.
pub fn best(elements: usize, mut call: impl FnMut()) -> f64 {
    let start = Instant::now();
    call();
    let once = start.elapsed().max(Duration::from_nanos(20));
    let calls = u32::try_from(ROUND.as_nanos() / once.as_nanos()).unwrap_or(u32::MAX).max(1);
    let rounds = (0..9).map(|_| {
        let start = Instant::now();
        for _ in 0..calls {
            call();
        }
        start.elapsed() / calls
    });
    let fastest = rounds.min().unwrap_or_default();
    #[allow(clippy::cast_precision_loss, reason = "a count of elements is far below 2^52")]
    let elements = elements as f64;
    fastest.as_secs_f64() * 1e9 / elements
}
