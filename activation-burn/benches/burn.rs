//! In: Burn's own activations and ours, on its CPU backend. Out: nanoseconds per element and their ratios, as Markdown. It must
//! never give either side a tensor that the other has not.
//!
//! `cargo bench -p activation-burn --bench burn [-- NAME]`

#[path = "../../benches/src/timing.rs"]
#[allow(unreachable_pub, reason = "another bench's file")]
mod timing;

use std::hint::black_box;

use activation_burn::activate;
use activation_core::{Activation, catalogue as ours};
use burn::tensor::{Device, Distribution, Tensor, activation as theirs};
use timing::best;

const SIZES: [(usize, &str); 4] = [(1 << 10, "1 K"), (1 << 16, "64 K"), (1 << 20, "1 M"), (1 << 24, "16 M")];

/// What a function costs: Burn's forward, ours, Burn's forward and backward, ours.
type Costs = [f64; 4];
type Row = (&'static str, fn(&Tensor<1>) -> Costs);

fn forward(x: &Tensor<1>, f: &dyn Fn(Tensor<1>) -> Tensor<1>) -> f64 {
    best(x.dims()[0], || drop(black_box(f(x.clone()))))
}

fn both(x: &Tensor<1>, f: &dyn Fn(Tensor<1>) -> Tensor<1>) -> f64 {
    let x = Tensor::<1>::from_inner(x.clone()).require_grad();
    best(x.dims()[0], || drop(black_box(f(x.clone()).backward())))
}

fn costs<A: Activation + 'static>(x: &Tensor<1>, activation: &A, theirs: &dyn Fn(Tensor<1>) -> Tensor<1>) -> Costs {
    let ours = |x| activate(x, activation);
    [forward(x, theirs), forward(x, &ours), both(x, theirs), both(x, &ours)]
}

macro_rules! rows {
    ($x:ident: $($name:literal, $ours:expr, $theirs:expr;)*) => {
        { let rows: &[Row] = &[$(($name, |$x| costs($x, &$ours, &$theirs)),)*]; rows }
    };
}

fn main() {
    let filter = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let mut rows = Vec::from(rows! { x:
        "relu", ours::Relu, theirs::relu;
        "leaky_relu", ours::LeakyRelu::default(), |x| theirs::leaky_relu(x, 0.01);
        "sigmoid", ours::Sigmoid, theirs::sigmoid;
        "tanh", ours::Tanh, theirs::tanh;
        "silu", ours::Silu, theirs::silu;
        "gelu", ours::Gelu, theirs::gelu;
        "gelu_tanh", ours::GeluTanh, theirs::gelu_approximate;
        "softplus", ours::Softplus::default(), |x| theirs::softplus(x, 1.0);
        "mish", ours::Mish, theirs::mish;
        "log_sigmoid", ours::LogSigmoid, theirs::log_sigmoid;
        "hard_sigmoid", ours::HardSigmoid::default(), |x| theirs::hard_sigmoid(x, 1.0 / 6.0, 0.5);
        "hard_swish", ours::HardSwish, theirs::hard_swish;
        "elu", ours::Elu::default(), |x| theirs::elu(x, 1.0);
        "selu", ours::Selu, theirs::selu;
        "celu", ours::Celu::default(), |x| theirs::celu(x, 1.0);
    });
    rows.retain(|(name, _)| filter.as_ref().is_none_or(|filter| name.contains(filter.as_str())));
    let all = std::thread::available_parallelism().map_or(1, usize::from);
    for threads in if all > 1 { vec![1, all] } else { vec![1] } {
        let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(threads).build() else { continue };
        pool.install(|| table(threads, &rows));
    }
}

fn table(threads: usize, rows: &[Row]) {
    let device = Device::flex();
    let measured: Vec<(&str, Vec<Costs>)> = rows
        .iter()
        .map(|(name, costs)| {
            let tensor = |size| Tensor::<1>::random([size], Distribution::Uniform(-6.0, 6.0), &device);
            (*name, SIZES.iter().map(|(size, _)| costs(&tensor(*size))).collect())
        })
        .collect();
    println!("\n## {threads} thread(s): how many times faster than Burn, forward / forward and backward\n");
    println!("| function |{}", SIZES.map(|(_, size)| format!(" {size} |")).concat());
    println!("|---|{}", "---:|".repeat(SIZES.len()));
    for (name, costs) in &measured {
        let cell = |[a, b, c, d]: &Costs| format!(" {:.1} / {:.1} |", a / b, c / d);
        println!("| {name} |{}", costs.iter().map(cell).collect::<String>());
    }
    println!("\nNanoseconds per element: Burn → ours, forward; forward and backward\n");
    println!("| function |{}", SIZES.map(|(_, size)| format!(" {size} |")).concat());
    println!("|---|{}", "---:|".repeat(SIZES.len()));
    for (name, costs) in &measured {
        let cell = |[a, b, c, d]: &Costs| format!(" {a:.2} → {b:.2}; {c:.2} → {d:.2} |");
        println!("| {name} |{}", costs.iter().map(cell).collect::<String>());
    }
}
