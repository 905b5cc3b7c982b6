//! In: a number of any type, and a function behind a pointer. Out: that function of that number. A pointer can't have a method
//! for every type of number; it can have one for [`Opaque`], which stands for a number of a type that it does not know: the
//! operations are done at the desk where the numbers are. It must never be used where an array is to be gone through.

use std::cell::RefCell;

use crate::real::Real;

/// What can be asked of the desk where the numbers of an evaluation are: each is known by its place.
pub(super) trait Desk {
    fn constant(&self, like: usize, value: f64) -> usize;
    fn constant_rest(&self, like: usize, value: f64, rest: f64) -> usize;
    fn largest(&self, like: usize) -> usize;
    fn of_one(&self, function: One, x: usize) -> usize;
    fn of_two(&self, function: Two, x: usize, y: usize) -> usize;
    fn powi(&self, x: usize, n: i32) -> usize;
    fn clamp(&self, bounds: [usize; 2], x: usize) -> usize;
    fn compare(&self, comparison: Comparison, x: usize, y: usize) -> usize;
    fn join(&self, both: bool, a: usize, b: usize) -> usize;
    fn not(&self, a: usize) -> usize;
    fn select(&self, mask: usize, if_true: usize, if_false: usize) -> usize;
}

/// A number at a desk.
#[derive(Clone)]
pub(super) struct Opaque<'a> {
    desk: &'a (dyn Desk + 'a),
    place: usize,
}

/// The result of a comparison at a desk.
#[derive(Clone)]
pub(super) struct OpaqueMask<'a> {
    desk: &'a (dyn Desk + 'a),
    place: usize,
}

/// The numbers and masks of one evaluation, in the order in which they came.
struct Numbers<R: Real> {
    numbers: RefCell<Vec<R>>,
    masks: RefCell<Vec<R::Mask>>,
}

impl<R: Real> Numbers<R> {
    fn get(&self, place: usize) -> R {
        self.numbers.borrow()[place].clone()
    }

    fn put(&self, number: R) -> usize {
        let mut numbers = self.numbers.borrow_mut();
        numbers.push(number);
        numbers.len() - 1
    }

    fn mask(&self, place: usize) -> R::Mask {
        self.masks.borrow()[place].clone()
    }

    fn put_mask(&self, mask: R::Mask) -> usize {
        let mut masks = self.masks.borrow_mut();
        masks.push(mask);
        masks.len() - 1
    }
}

/// The results of `function` at x.
pub(super) fn evaluate<R: Real, const N: usize>(
    x: R,
    function: impl for<'a> FnOnce(Opaque<'a>) -> [Opaque<'a>; N],
) -> [R; N] {
    let numbers = Numbers { numbers: RefCell::new(vec![x]), masks: RefCell::default() };
    let places = function(Opaque { desk: &numbers, place: 0 }).map(|result| result.place);
    places.map(|place| numbers.get(place).behind_a_pointer())
}

macro_rules! operations {
    (
        one: $($one:ident)*;
        two: $($two:ident)*;
        comparisons: $($comparison:ident)*;
    ) => {
        /// A function of one number, by the name of its method.
        #[derive(Clone, Copy)]
        #[allow(non_camel_case_types, reason = "the names of methods")]
        pub(super) enum One { $($one),* }

        /// A function of two numbers.
        #[derive(Clone, Copy)]
        #[allow(non_camel_case_types, reason = "the names of methods")]
        pub(super) enum Two { $($two),* }

        /// A comparison.
        #[derive(Clone, Copy)]
        #[allow(non_camel_case_types, reason = "the names of methods")]
        pub(super) enum Comparison { $($comparison),* }

        impl<R: Real> Desk for Numbers<R> {
            fn constant(&self, like: usize, value: f64) -> usize {
                let constant = self.get(like).constant(value);
                self.put(constant)
            }
            fn constant_rest(&self, like: usize, value: f64, rest: f64) -> usize {
                let rest = self.get(like).constant_rest(value, rest);
                self.put(rest)
            }
            fn largest(&self, like: usize) -> usize {
                let largest = self.get(like).largest();
                self.put(largest)
            }
            fn of_one(&self, function: One, x: usize) -> usize {
                let x = self.get(x);
                self.put(match function { $(One::$one => x.$one()),* })
            }
            fn of_two(&self, function: Two, x: usize, y: usize) -> usize {
                let (x, y) = (self.get(x), self.get(y));
                self.put(match function { $(Two::$two => x.$two(y)),* })
            }
            fn powi(&self, x: usize, n: i32) -> usize {
                let power = self.get(x).powi(n);
                self.put(power)
            }
            fn clamp(&self, bounds: [usize; 2], x: usize) -> usize {
                let [low, high] = bounds.map(|bound| self.get(bound));
                let clamped = self.get(x).clamp(low, high);
                self.put(clamped)
            }
            fn compare(&self, comparison: Comparison, x: usize, y: usize) -> usize {
                let (x, y) = (self.get(x), self.get(y));
                self.put_mask(match comparison { $(Comparison::$comparison => x.$comparison(&y)),* })
            }
            fn join(&self, both: bool, a: usize, b: usize) -> usize {
                let (a, b) = (self.mask(a), self.mask(b));
                self.put_mask(if both { R::and(a, b) } else { R::or(a, b) })
            }
            fn not(&self, a: usize) -> usize {
                let opposite = R::not(self.mask(a));
                self.put_mask(opposite)
            }
            fn select(&self, mask: usize, if_true: usize, if_false: usize) -> usize {
                let chosen = R::select(self.mask(mask), self.get(if_true), self.get(if_false));
                self.put(chosen)
            }
        }

        impl<'a> Real for Opaque<'a> {
            type Mask = OpaqueMask<'a>;

            fn constant(&self, value: f64) -> Self {
                self.at(self.desk.constant(self.place, value))
            }
            fn constant_rest(&self, value: f64, rest: f64) -> Self {
                self.at(self.desk.constant_rest(self.place, value, rest))
            }
            fn largest(&self) -> Self {
                self.at(self.desk.largest(self.place))
            }
            fn powi(self, n: i32) -> Self {
                self.at(self.desk.powi(self.place, n))
            }
            fn clamp(self, low: Self, high: Self) -> Self {
                self.at(self.desk.clamp([low.place, high.place], self.place))
            }
            $(fn $one(self) -> Self {
                self.at(self.desk.of_one(One::$one, self.place))
            })*
            $(fn $two(self, rhs: Self) -> Self {
                self.at(self.desk.of_two(Two::$two, self.place, rhs.place))
            })*
            $(fn $comparison(&self, rhs: &Self) -> OpaqueMask<'a> {
                let place = self.desk.compare(Comparison::$comparison, self.place, rhs.place);
                OpaqueMask { desk: self.desk, place }
            })*
            fn and(a: Self::Mask, b: Self::Mask) -> Self::Mask {
                OpaqueMask { place: a.desk.join(true, a.place, b.place), ..a }
            }
            fn or(a: Self::Mask, b: Self::Mask) -> Self::Mask {
                OpaqueMask { place: a.desk.join(false, a.place, b.place), ..a }
            }
            fn not(a: Self::Mask) -> Self::Mask {
                OpaqueMask { place: a.desk.not(a.place), ..a }
            }
            fn select(mask: Self::Mask, if_true: Self, if_false: Self) -> Self {
                if_true.at(mask.desk.select(mask.place, if_true.place, if_false.place))
            }
        }
    };
}

operations! {
    one: neg exp exp2 exp_m1 ln ln_1p log2 log10 sqrt cbrt recip abs signum sign floor ceil round trunc fract sin cos tan asin
        acos atan sinh cosh tanh asinh acosh atanh erf erfc norm_cdf norm_pdf exp_neg_square sigmoid softplus log_sigmoid relu
        exp_neg_abs exp_neg_abs_raised exp_lowering ln_1p_of_unit recip_1p_of_unit sech_square norm_cdf_raised norm_pdf_raised
        norm_lowering times_norm_cdf;
    two: add sub mul div powf min max hypot atan2 copysign no_less no_more product_rest sum_rest exp_sum exp_neg_abs_sum
        exp_neg_abs_sum_raised sigmoid_sum softplus_sum;
    comparisons: lt le gt ge eq ne;
}

impl Opaque<'_> {
    fn at(&self, place: usize) -> Self {
        Self { desk: self.desk, place }
    }
}
