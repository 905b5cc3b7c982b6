//! How many times as long candle's own operations take as ours, in one run.
//!
//! In: `f32` uniform in [−10, 10], 1 K to 16 M. Out: a Markdown table of ratios, then one of nanoseconds per element: forward,
//! and forward with `backward()`, gradient of the input included, by one thread and by all. Must never be compared across runs:
//! ratios of one run on one quiet machine only. What candle computes otherwise (gelu with fewer digits, relu′(0) = 1) is timed
//! as it is; where it has no operation (softplus), what its users write.
//!
//! `cargo bench -p activation-candle [--bench beside_candle] [-- quick|NAME …]`

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use activation_candle::Candle;
use activation_candle::activation_core::Activation;
use activation_candle::activation_core::catalogue::{
    Elu, Gelu, GeluTanh, HardSigmoid, HardSwish, LeakyRelu, Mish, Relu, Relu6, Selu, Sigmoid, Silu, Softplus, Tanh,
};
use candle_core::{Device, Module, Result, Tensor, Var};
use candle_nn::{Activation as Theirs, ops};

const SIZES: [(&str, usize); 4] = [("1 K", 1 << 10), ("64 K", 1 << 16), ("1 M", 1 << 20), ("16 M", 1 << 24)];

type Forward = Box<dyn Fn(&Tensor) -> Result<Tensor>>;

/// An operation of candle, and ours.
struct Pair {
    name: &'static str,
    theirs: Forward,
    ours: Forward,
}

fn pair<A: Activation + 'static>(
    name: &'static str,
    activation: A,
    theirs: impl Fn(&Tensor) -> Result<Tensor> + 'static,
) -> Pair {
    Pair { name, theirs: Box::new(theirs), ours: Box::new(move |x| Candle(activation.clone()).forward(x)) }
}

fn pairs() -> Vec<Pair> {
    vec![
        pair("relu", Relu, Tensor::relu),
        pair("relu6", Relu6, |x| Theirs::Relu6.forward(x)),
        pair("leaky_relu", LeakyRelu::default(), |x| ops::leaky_relu(x, 0.01)),
        pair("elu", Elu::default(), |x| x.elu(1.0)),
        pair("selu", Selu, |x| ops::selu(x, 1.673_263_2, 1.050_701)),
        pair("silu", Silu, Tensor::silu),
        pair("sigmoid", Sigmoid, ops::sigmoid),
        pair("tanh", Tanh, Tensor::tanh),
        pair("gelu", Gelu, Tensor::gelu_erf),
        pair("gelu_tanh", GeluTanh, Tensor::gelu),
        pair("softplus", Softplus::default(), |x| (x.exp()? + 1.0)?.log()),
        pair("mish", Mish, |x| Theirs::Mish.forward(x)),
        pair("hard_sigmoid", HardSigmoid::default(), |x| Theirs::HardSigmoid.forward(x)),
        pair("hard_swish", HardSwish, |x| Theirs::HardSwish.forward(x)),
    ]
}

fn main() -> Result<()> {
    // `cargo bench` hands `--bench` on.
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    // The pools of candle and of rayon are made once per process: one thread is a process of its own.
    if std::env::var_os("RAYON_NUM_THREADS").is_none() {
        let program = std::env::current_exe()?;
        for threads in [1, std::thread::available_parallelism()?.get()] {
            std::process::Command::new(&program).args(&asked).env("RAYON_NUM_THREADS", threads.to_string()).status()?;
        }
        return Ok(());
    }
    let quick = asked.iter().any(|name| name == "quick");
    let names: Vec<&String> = asked.iter().filter(|name| *name != "quick").collect();
    let threads = candle_core::utils::get_num_threads();
    println!("\n## f32, {threads} thread{}\n", if threads == 1 { "" } else { "s" });
    let (mut ratios, mut times) = (String::new(), String::new());
    for pair in pairs().iter().filter(|pair| names.is_empty() || names.iter().any(|name| *name == pair.name)) {
        for (what, training) in [("forward", false), ("forward + backward", true)] {
            let _ = write!(ratios, "\n| {} | {what} |", pair.name);
            let _ = write!(times, "\n| {} | {what} |", pair.name);
            for (_, len) in SIZES {
                let [ours, theirs] = measure(pair, len, training, quick)?;
                let _ = write!(ratios, " {:.1} |", theirs / ours);
                let _ = write!(times, " {ours:.2} / {theirs:.2} |");
            }
        }
    }
    let head = SIZES.map(|(size, _)| format!(" {size} |")).concat();
    println!("candle's time as a multiple of ours:\n\n| | |{head}\n|---|---|---|---|---|---|{ratios}\n");
    println!("Nanoseconds per element, ours / candle's:\n\n| | |{head}\n|---|---|---|---|---|---|{times}");
    Ok(())
}

/// Nanoseconds per element of ours and of theirs, by turns; the fastest round of each.
fn measure(pair: &Pair, len: usize, training: bool, quick: bool) -> Result<[f64; 2]> {
    let x = Var::rand(-10_f32, 10_f32, len, &Device::Cpu)?;
    let plain = x.as_detached_tensor();
    let run = |f: &dyn Fn(&Tensor) -> Result<Tensor>| -> Result<()> {
        if training {
            black_box(f(black_box(x.as_tensor()))?.backward()?);
        } else {
            black_box(f(black_box(&plain))?);
        }
        Ok(())
    };
    let round = Duration::from_millis(if quick { 2 } else { 10 });
    let mut best = [f64::INFINITY; 2];
    for _ in 0..if quick { 5 } else { 15 } {
        for (f, best) in [&pair.ours, &pair.theirs].into_iter().zip(&mut best) {
            let start = Instant::now();
            let mut calls = 0_u32;
            while calls == 0 || start.elapsed() < round {
                // The clock takes as long as the smallest arrays.
                for _ in 0..if len < 1 << 14 { 50 } else { 1 } {
                    run(f)?;
                    calls += 1;
                }
            }
            *best = best.min(start.elapsed().as_secs_f64() / f64::from(calls));
        }
    }
    #[allow(clippy::cast_precision_loss, reason = "a count of elements is far below 2^52")]
    let elements = len as f64;
    Ok(best.map(|seconds| seconds * 1e9 / elements))
}
