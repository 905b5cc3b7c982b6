//! The activations that people train with, as a person would write them with the standard library: the baseline of `speed`.
//!
//! In: nothing. Out: for each name, a call of the given macro with the value and the derivative as closures over `f32`. It must
//! never use anything of this project, nor be cleverer than textbooks are.

/// Calls `$each!(name, forward, derivative)` for every one of them. The closures are written in place, so that each loop is
/// compiled for its own.
#[macro_export]
macro_rules! by_hand {
    ($each:ident) => {
        $each!("relu", |x: f32| x.max(0.0), |x: f32| if x > 0.0 { 1.0 } else { 0.0 });
        $each!("leaky_relu", |x: f32| if x > 0.0 { x } else { 0.01 * x }, |x: f32| if x > 0.0 { 1.0 } else { 0.01 });
        $each!("hard_swish", |x: f32| x * (x + 3.0).clamp(0.0, 6.0) / 6.0, |x: f32| if x <= -3.0 {
            0.0
        } else if x >= 3.0 {
            1.0
        } else {
            x / 3.0 + 0.5
        });
        $each!("sigmoid", |x: f32| 1.0 / (1.0 + (-x).exp()), |x: f32| {
            let y = 1.0 / (1.0 + (-x).exp());
            y * (1.0 - y)
        });
        $each!("tanh", |x: f32| x.tanh(), |x: f32| 1.0 - x.tanh() * x.tanh());
        $each!("silu", |x: f32| x / (1.0 + (-x).exp()), |x: f32| {
            let s = 1.0 / (1.0 + (-x).exp());
            s * (1.0 + x * (1.0 - s))
        });
        $each!("elu", |x: f32| if x > 0.0 { x } else { x.exp_m1() }, |x: f32| if x > 0.0 { 1.0 } else { x.exp() });
        $each!("selu", |x: f32| 1.050_701 * if x > 0.0 { x } else { 1.673_263_2 * x.exp_m1() }, |x: f32| 1.050_701
            * if x > 0.0 { 1.0 } else { 1.673_263_2 * x.exp() });
        $each!("gelu", |x: f32| 0.5 * x * (1.0 + libm::erff(x * std::f32::consts::FRAC_1_SQRT_2)), |x: f32| {
            let density = 0.398_942_3 * (-0.5 * x * x).exp();
            0.5 * (1.0 + libm::erff(x * std::f32::consts::FRAC_1_SQRT_2)) + x * density
        });
        $each!("gelu_tanh", |x: f32| 0.5 * x * (1.0 + (0.797_884_6 * (x + 0.044_715 * x * x * x)).tanh()), |x: f32| {
            let t = (0.797_884_6 * (x + 0.044_715 * x * x * x)).tanh();
            0.5 * (1.0 + t) + 0.5 * x * (1.0 - t * t) * 0.797_884_6 * (1.0 + 0.134_145 * x * x)
        });
        $each!("softplus", |x: f32| if x > 20.0 { x } else { x.exp().ln_1p() }, |x: f32| 1.0 / (1.0 + (-x).exp()));
        $each!("mish", |x: f32| x * if x > 20.0 { x } else { x.exp().ln_1p() }.tanh(), |x: f32| {
            let t = if x > 20.0 { x } else { x.exp().ln_1p() }.tanh();
            t + x * (1.0 - t * t) / (1.0 + (-x).exp())
        });
    };
}
