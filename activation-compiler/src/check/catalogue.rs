//! The names of the ready-made activations.
//!
//! In: the name of a call that nobody declared. Out: the struct of the core crate's catalogue that was meant. The list is
//! the registry's there, as the tests of the workspace prove. Must never be asked for a name that means something here.

/// Every struct of `activation_core::catalogue`.
#[rustfmt::skip]
pub const NAMES: &[&str] = &[
    "Relu", "Relu6", "Brelu", "LeakyRelu", "Relie", "Leaky", "Rrelu", "Ramp", "KerasRelu", "Threshold",
    "ThresholdedRelu", "ReluSquared", "Nlrelu", "Prelu", "Tlu", "StarRelu", "Srelu", "Apl", "Pelu", "SoftExponential",
    "Xielu", "Dyt", "Derf", "AconC", "Srs", "Pau", "Elu", "Selu", "ScaledElu", "Celu", "Isrlu", "Exponential",
    "Softplus", "ThresholdedSoftplus", "ShiftedSoftplus", "Squareplus", "SparsePlus", "Smelu", "Logcosh", "Sigmoid",
    "Logistic", "LogSigmoid", "HardSigmoid", "Hardtan", "SparseSigmoid", "Tanh", "Loggy", "ScaledTanh",
    "PenalizedTanh", "Hardtanh", "Softsign", "SymmElliot", "Elliot", "Isru", "Arctan", "Erf", "LaplaceCdf", "Cloglog",
    "Softclip", "Sqnl", "Dsilu", "Silu", "Swish", "ESwish", "Gelu", "GeluTanh", "QuickGelu", "ClippedGelu", "Mish",
    "HardSwish", "HardMish", "Lisht", "Serf", "Tanhexp", "Logish", "Smish", "Phish", "Golu", "Elish", "HardElish",
    "Serlu", "Ftswish", "Colu", "Aria2", "Sine", "Cosine", "Sinc", "Snake", "Gcu", "Sinlu", "Identity", "Linear",
    "Affine", "Plse", "Lhtan", "Stair", "HardShrink", "SoftShrink", "Shrink", "Abs", "Heaviside", "Sign", "Square",
    "Cube", "BentIdentity", "Symlog", "Asinh", "Gaussian", "Tanhshrink",
];

/// The struct that a name stands for, in any spelling.
pub(super) fn ready_made(name: &str) -> Option<&'static str> {
    let plain = |name: &str| name.replace('_', "").to_lowercase();
    let wanted = plain(name);
    NAMES.iter().copied().find(|known| plain(known) == wanted)
}
