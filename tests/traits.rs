//! What a user's own code can do with what the macro made: arithmetic of their own (`Real: Clone` and masks are enough),
//! registries of their own, and code that is generic in the activation.
//!
//! In: two implementations of `Real`: text, which is neither `Copy` nor a number, and four floats side by side, whose masks
//! are four truths. Out: the formula written out, and four values at once. Must never use what only floats have.

use activation_core::catalogue::{Elu, Gelu, Mish, Relu};
use activation_core::{
    Activation, ActivationLayer, AnyActivation, Declared, Dual, Facts, Kinks, Parameter, Real, Visitor, activation,
};

/// An expression under construction.
#[derive(Clone, Debug, PartialEq)]
struct Text(String);

impl Text {
    fn call(self, name: &str) -> Self {
        Self(format!("{name}({})", self.0))
    }

    fn infix(self, operator: &str, rhs: &Self) -> Self {
        Self(format!("({} {operator} {})", self.0, rhs.0))
    }
}

macro_rules! calls {
    ($($name:ident)*) => {
        $(fn $name(self) -> Self { self.call(stringify!($name)) })*
    };
}

macro_rules! pairs {
    ($($name:ident)*) => {
        $(fn $name(self, rhs: Self) -> Self { Self(format!("{}({}, {})", stringify!($name), self.0, rhs.0)) })*
    };
}

macro_rules! comparisons {
    ($($name:ident $sign:literal)*) => {
        $(fn $name(&self, rhs: &Self) -> String { format!("{} {} {}", self.0, $sign, rhs.0) })*
    };
}

impl Real for Text {
    type Mask = String;

    fn constant(&self, value: f64) -> Self {
        Self(value.to_string())
    }
    fn largest(&self) -> Self {
        Self("MAX".into())
    }
    fn add(self, rhs: Self) -> Self {
        self.infix("+", &rhs)
    }
    fn sub(self, rhs: Self) -> Self {
        self.infix("-", &rhs)
    }
    fn mul(self, rhs: Self) -> Self {
        self.infix("*", &rhs)
    }
    fn div(self, rhs: Self) -> Self {
        self.infix("/", &rhs)
    }
    fn neg(self) -> Self {
        Self(format!("-{}", self.0))
    }
    fn powi(self, n: i32) -> Self {
        Self(format!("{}^{n}", self.0))
    }
    fn powf(self, exponent: Self) -> Self {
        self.infix("^", &exponent)
    }
    calls! {
        exp exp2 exp_m1 ln ln_1p log2 log10 sqrt cbrt recip abs signum sign floor ceil round trunc fract sin cos tan asin acos
        atan sinh cosh tanh asinh acosh atanh erf erfc norm_cdf norm_pdf exp_neg_square sigmoid softplus log_sigmoid
    }
    pairs! { min max hypot atan2 copysign }
    comparisons! { lt "<" le "<=" gt ">" ge ">=" eq "==" ne "!=" }
    fn and(a: String, b: String) -> String {
        format!("{a} && {b}")
    }
    fn or(a: String, b: String) -> String {
        format!("{a} || {b}")
    }
    fn not(a: String) -> String {
        format!("!({a})")
    }
    fn select(mask: String, if_true: Self, if_false: Self) -> Self {
        Self(format!("[{mask} ? {} : {}]", if_true.0, if_false.0))
    }
}

activation! {
    /// A formula with everything that a mask can be.
    hat(width = 2): if x > -width && !(x > width) || x == 0 <1> else <0> => 0;
}

fn x() -> Text {
    Text("x".into())
}

#[test]
fn an_activation_writes_itself_down() {
    assert_eq!(Relu.forward(x()).0, "max(x, 0)");
    assert_eq!(Relu.derivative(x()).0, "[x > 0 ? 1 : 0]");
    assert_eq!(Elu { alpha: 2.0 }.derivative(x()).0, "[x > 0 ? 1 : (2 * exp(x))]");
    assert!(Gelu.forward(x()).0.contains("norm_cdf(x)"), "{:?}", Gelu.forward(x()));
    let hat = Hat::default().forward(x()).0;
    assert!(hat.contains("x > -2 && !(x > 2) || x == 0"), "{hat}");
}

#[test]
fn generic_code_reads_the_facts() {
    fn describe<A: Declared>() -> (&'static str, usize) {
        (A::FACTS.name, A::FACTS.parameters.len())
    }
    assert_eq!(describe::<Hat>(), ("hat", 1));
    assert_eq!(describe::<Relu>(), ("relu", 0));
}

/// Four numbers side by side, as a vector register has them.
#[derive(Clone, Debug, PartialEq)]
struct Four([f32; 4]);

impl Four {
    fn zip(self, rhs: &Self, f: impl Fn(f32, f32) -> f32) -> Self {
        Self(std::array::from_fn(|lane| f(self.0[lane], rhs.0[lane])))
    }
}

macro_rules! lanes {
    ($($name:ident)*) => {
        $(fn $name(self) -> Self { Self(self.0.map(Real::$name)) })*
    };
    (of_two: $($name:ident)*) => {
        $(fn $name(self, rhs: Self) -> Self { self.zip(&rhs, Real::$name) })*
    };
    (comparisons: $($name:ident)*) => {
        $(fn $name(&self, rhs: &Self) -> [bool; 4] { std::array::from_fn(|lane| Real::$name(&self.0[lane], &rhs.0[lane])) })*
    };
}

/// Without `clamp`, `sigmoid`, `softplus`, `log_sigmoid` and `relu`: those follow from the rest. With what rounding loses and how
/// tails are raised, which a type need not tell, but then lacks the digits that `f32` has.
impl Real for Four {
    type Mask = [bool; 4];

    fn constant(&self, value: f64) -> Self {
        Self([self.0[0].constant(value); 4])
    }
    fn largest(&self) -> Self {
        Self([f32::MAX; 4])
    }
    fn powi(self, n: i32) -> Self {
        Self(self.0.map(|x| Real::powi(x, n)))
    }
    lanes! {
        neg exp exp2 exp_m1 ln ln_1p log2 log10 sqrt cbrt recip abs signum sign floor ceil round trunc fract sin cos tan asin
        acos atan sinh cosh tanh asinh acosh atanh erf erfc norm_cdf norm_pdf exp_neg_square exp_neg_abs_raised exp_lowering
        norm_cdf_raised norm_pdf_raised norm_lowering
    }
    lanes! { of_two: add sub mul div powf min max hypot atan2 copysign product_rest sum_rest exp_sum exp_neg_abs_sum_raised }
    fn constant_rest(&self, value: f64, rest: f64) -> Self {
        Self([self.0[0].constant_rest(value, rest); 4])
    }
    lanes! { comparisons: lt le gt ge eq ne }
    fn and(a: [bool; 4], b: [bool; 4]) -> [bool; 4] {
        std::array::from_fn(|lane| a[lane] && b[lane])
    }
    fn or(a: [bool; 4], b: [bool; 4]) -> [bool; 4] {
        std::array::from_fn(|lane| a[lane] || b[lane])
    }
    fn not(a: [bool; 4]) -> [bool; 4] {
        a.map(|truth| !truth)
    }
    fn select(mask: [bool; 4], if_true: Self, if_false: Self) -> Self {
        Self(std::array::from_fn(|lane| if mask[lane] { if_true.0[lane] } else { if_false.0[lane] }))
    }
}

/// Four inputs that take different branches, several times: the kinks of the activation and what is beside them, and what is
/// special to all.
fn fours(any: &AnyActivation) -> Vec<[f32; 4]> {
    let mut inputs: Vec<f32> = (-24_i16..24).map(|step| f32::from(step) * 0.31 + 0.01).collect();
    inputs.extend([0.0, -0.0, f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e-40, 90.0, -104.0, 1e30, -1e30]);
    if let Some(Kinks::Finite(kinks)) = any.facts().kinks {
        #[expect(clippy::cast_possible_truncation, reason = "near the kink is near enough")]
        inputs.extend(kinks.iter().map(|kink| kink.at as f32).flat_map(|at| [at.next_down(), at, at.next_up()]));
    }
    let count = inputs.len();
    (0..count).map(|i| [0, 17, 31, 44].map(|step| inputs[(i + step) % count])).collect()
}

#[test]
fn four_values_at_once_are_each_the_one_alone() {
    for any in AnyActivation::all() {
        for input in fours(&any) {
            let four = || Four(input);
            let same = |got: &Four, expected: &dyn Fn(f32) -> f32| {
                for (x, got) in input.into_iter().zip(got.0) {
                    let expected = expected(x);
                    let equal = got.to_bits() == expected.to_bits() || (got.is_nan() && expected.is_nan());
                    assert!(equal, "{any} at {x}: {got} instead of {expected}");
                }
            };
            same(&any.forward(four()), &|x| any.forward(x));
            same(&any.derivative(four()), &|x| any.derivative(x));
            same(&any.second_derivative(four()), &|x| any.second_derivative(x));
            let (value, derivative) = any.forward_with_derivative(four());
            same(&value, &|x| any.forward(x));
            same(&derivative, &|x| any.derivative(x));
            for index in 0..any.parameters().len() {
                if let Some(slope) = any.parameter_derivative(index, four()) {
                    same(&slope, &|x| any.parameter_derivative(index, x).expect("a slope, as for the four"));
                }
            }
        }
    }
}

/// Interpretations nest: four dual numbers at once.
#[test]
fn four_slopes_at_once() {
    let x = Four([-2.0, -0.5, 0.5, 2.0]);
    let slope = Elu { alpha: 2.0 }.forward(Dual::variable(x.clone())).tangent;
    for (x, slope) in x.0.into_iter().zip(slope.0) {
        assert!((slope - Elu { alpha: 2.0 }.derivative(x)).abs() < 1e-6, "at {x}: {slope}");
    }
}

/// A registry of a user's: the ready-made ones and their own, without `dyn`.
#[derive(Clone, Debug, PartialEq)]
enum Mine {
    Ready(AnyActivation),
    Hat(Hat),
}

macro_rules! either {
    ($self:ident, $activation:ident => $result:expr) => {
        match $self {
            Mine::Ready($activation) => $result,
            Mine::Hat($activation) => $result,
        }
    };
}

impl Activation for Mine {
    fn facts(&self) -> &'static Facts {
        either!(self, activation => activation.facts())
    }
    fn parameters(&self) -> &'static [Parameter] {
        either!(self, activation => activation.parameters())
    }
    fn forward<R: Real>(&self, x: R) -> R {
        either!(self, activation => activation.forward(x))
    }
    fn derivative<R: Real>(&self, x: R) -> R {
        either!(self, activation => activation.derivative(x))
    }
    fn forward_with_derivative<R: Real>(&self, x: R) -> (R, R) {
        either!(self, activation => activation.forward_with_derivative(x))
    }
    fn second_derivative<R: Real>(&self, x: R) -> R {
        either!(self, activation => activation.second_derivative(x))
    }
    fn derivative_from_output<R: Real>(&self, y: R) -> Option<R> {
        either!(self, activation => activation.derivative_from_output(y))
    }
    fn parameter(&self, index: usize) -> Option<f64> {
        either!(self, activation => activation.parameter(index))
    }
    fn set_parameter(&mut self, index: usize, value: f64) -> bool {
        either!(self, activation => activation.set_parameter(index, value))
    }
    fn dispatch<V: Visitor>(&self, visitor: V) -> V::Output {
        either!(self, activation => activation.dispatch(visitor))
    }
}

#[test]
fn a_user_s_registry_is_an_activation() -> Result<(), activation_core::Error> {
    /// The least that tells which activation a layer's loops see.
    struct Name;
    impl Visitor for Name {
        type Output = (&'static str, usize);
        fn visit<A: Activation>(self, activation: &A) -> Self::Output {
            (activation.name(), size_of::<A>())
        }
    }
    let both = [Mine::Ready("relu".parse()?), Mine::Hat(Hat { width: 1.0 })];
    assert_eq!(both.each_ref().map(|mine| mine.dispatch(Name)), [("relu", 0), ("hat", 8)]);
    let [_, mut hat] = both.clone();
    assert!(hat.set_parameter(0, 5.0) && !hat.set_parameter(1, 5.0));
    assert_eq!((hat.parameter(0), hat.forward(4.0)), (Some(5.0), 1.0));
    let input = ndarray::array![-3.0_f64, -0.5, 0.5, 3.0];
    for (mine, expected) in both.into_iter().zip([[0.0, 0.0, 0.5, 3.0], [0.0, 1.0, 1.0, 0.0]]) {
        let mut layer = ActivationLayer::new(mine.clone());
        assert_eq!(layer.forward(&input)?, &ndarray::arr1(&expected));
        assert_eq!(layer.backward(&input)?, &input.mapv(|x| x * mine.derivative(x)));
    }
    Ok(())
}

/// Facts are constants: they may size arrays and fail builds.
#[test]
fn facts_are_known_at_compile_time() {
    struct Bounded<A>(A);
    impl<A: Declared> Bounded<A> {
        const BOUND: f64 = match A::FACTS.lipschitz {
            Some(bound) if bound < f64::INFINITY => bound,
            _ => panic!("only activations with a Lipschitz constant"),
        };
        fn spread(&self, width: f64) -> f64 {
            (self.0.forward(width) - self.0.forward(0.0)).abs() / (Self::BOUND * width)
        }
    }
    const PARAMETERS: [f64; <Elu as Declared>::FACTS.parameters.len()] = [1.0];
    assert_eq!(PARAMETERS.len(), 1);
    assert_eq!(Bounded(Relu).spread(3.0), 1.0);
    assert!(Bounded(Mish).spread(3.0) < 1.0);
}
