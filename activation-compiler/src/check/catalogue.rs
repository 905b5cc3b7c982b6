//! The names of the ready-made activations.
//!
//! In: the name of a call that nobody declared. Out: the struct of the core crate's catalogue that was meant. The list is
//! the registry's there, as the tests of the workspace prove. Must never be asked for a name that means something here.

/// Every struct of `activation_core::catalogue`.
#[rustfmt::skip]
pub const NAMES: &[&str] = &[
    "Logistic", "Loggy", "Relu", "Elu", "Relie", "Ramp", "Linear", "Tanh", "Plse", "Leaky", "Stair", "Hardtan",
    "Lhtan", "Selu", "Elliot", "SymmElliot", "SoftPlus", "SoftSign", "Identity", "Affine", "Relu6", "Hardtanh",
    "LeakyRelu", "Prelu", "Rrelu", "KerasRelu", "Threshold", "ThresholdedRelu", "Tlu", "ReluSquared", "StarRelu",
    "HardSigmoid", "SparseSigmoid", "SparsePlus", "HardSwish", "HardMish", "HardShrink", "SoftShrink", "Shrink",
    "Smelu", "Brelu", "Sqnl", "Srelu", "Apl", "Cube", "Square", "Abs", "Heaviside", "Sign", "Celu", "Exponential",
    "Sigmoid", "LogSigmoid", "ScaledTanh", "Tanhshrink", "Squareplus", "Logcosh", "Snake", "Dyt", "Derf", "Sine",
    "Cosine", "Sinc", "Gaussian", "BentIdentity", "Isru", "Isrlu", "Pau", "Arctan", "SoftExponential", "Nlrelu",
    "Softclip", "Symlog", "Asinh", "Cloglog", "LaplaceCdf", "Erf", "Pelu", "ShiftedSoftplus", "PenalizedTanh",
    "Silu", "Swish", "Gelu", "GeluTanh", "QuickGelu", "Mish", "Lisht", "Serf", "Tanhexp", "Logish", "Smish",
    "Phish", "Golu", "Xielu", "ESwish", "Gcu", "Sinlu", "Elish", "HardElish", "Serlu", "Ftswish", "AconC", "Srs",
    "Colu", "Dsilu", "Aria2",
];

/// The struct that a name stands for, in any spelling.
pub(super) fn ready_made(name: &str) -> Option<&'static str> {
    let plain = |name: &str| name.replace('_', "").to_lowercase();
    let wanted = plain(name);
    NAMES.iter().copied().find(|known| plain(known) == wanted)
}
