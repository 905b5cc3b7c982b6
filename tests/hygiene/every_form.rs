// Definitions of every form, for `include!` in crates of their own: each has other lints, another edition, no prelude.
//
// In: nothing. Out: public and private activations. It must never need anything of the crate around it, nor allow a lint.

/// Out of reach of the crate root's names.
pub mod every_form {
    ::activation_core::activation! {
        /// A kink, and its derivative.
        pub rectifier: x.max(0) => if x > 0 <1> else <0>;
        pub undocumented: x * sigmoid(x);
        pub undocumented_parameters(learn slope = 0.25, high = INFINITY, low = -INFINITY):
            if x > 0 {x.min(high)} else if x > low {slope * x} else {slope * low};
        /// A derivative from the output, and numbers of many digits.
        pub saturating: 1.7159 * tanh(0.666666666666666666 * x);
        pub output: if x > 0 <x> else <0.1 * x> => if y > 0 <1> else <0.1>;
        pub(crate) in_the_crate(many = 1, a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0):
            many * x + a + b + c + d + e + f + g + h;
        private(alpha = 1): if x > 0 && !(x > 1) || x == -1 <alpha * x> else <sin(x)>;
        /// A constant derivative.
        pub constant: 1e-3 * x;
        /// A surrogate, without a graph.
        #[plot(off)]
        pub step: sign(x) => surrogate if abs(x) <= 1 <1> else <0>;
        /// Another crate's, and one of this call.
        pub composed: ::activation_core::catalogue::Silu(x) + private(x) + in_the_crate(x);
        #[domain(x > -1)]
        pub logarithm: ln_1p(x);
        #[deprecated(note = "for the test")]
        pub old(learn alpha = 1): alpha * x;
        #[must_use = "for the test"]
        pub needed(learn alpha = 1): alpha * x;
        #[cfg(any())]
        pub absent(learn alpha = 1): alpha * x;
    }

    /// Makes the private ones alive: the sum of their values at 1.
    #[must_use]
    pub fn of_the_private_ones() -> f64 {
        use ::activation_core::Activation as _;
        let one = 1.0_f64;
        <InTheCrate as ::core::default::Default>::default().forward(one) + Private::new(2.0).forward(one)
    }
}
