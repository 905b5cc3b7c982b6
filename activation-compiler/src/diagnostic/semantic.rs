//! Messages about what reads well and means nothing: A010–A029 on names, kinds and values, A042 on size.
//!
//! In: the guilty expression's range and the words to quote. Out: diagnostics. Must never look names up.

use proc_macro2::Ident;

use super::Diagnostic;
use crate::ast::Range;
use crate::name::pascal;

/// Names.
impl Diagnostic {
    /// `alhpa`
    pub fn unknown_variable(name: &Ident, nearest: Option<&str>, known: &[String]) -> Self {
        let note = match known {
            [] => "a default is a constant: literals, constants such as `PI`, and functions of them".to_owned(),
            _ => format!("known here are `{}` and constants such as `PI`", known.join("`, `")),
        };
        let diagnostic = Self::new("A010", name.span(), format!("unknown variable `{name}`")).note(note);
        match nearest {
            Some(nearest) => diagnostic.help(format!("write `{nearest}` if that is meant")),
            None if known.is_empty() => diagnostic.help("write a number"),
            None => diagnostic
                .help(format!("declare it: `where {name} = …`, or as a parameter: `({name} = 1)` behind the name")),
        }
    }

    /// `tanh` for `tanh(x)`
    pub fn function_as_variable(name: &Ident, call: &str) -> Self {
        Self::new("A011", name.span(), format!("`{name}` is a function, not a number"))
            .note("it has a value once it has an argument")
            .help(format!("write `{call}`"))
    }

    /// `foo(x)`
    pub fn unknown_function(name: &Ident, nearest: Option<&str>) -> Self {
        let diagnostic = Self::new("A012", name.span(), format!("unknown function `{name}`"))
            .note("callable are the functions of docs/language.md and the activations of the same `activation!`");
        match nearest {
            Some(nearest) => diagnostic.help(format!("write `{nearest}` if that is meant")),
            None => diagnostic.help(format!(
                "write it out in those, or call an activation of another place by its path: `crate::{}(x)`",
                pascal(name)
            )),
        }
    }

    /// `log(x)`
    pub fn foreign_function(name: &Ident, signature: &str) -> Self {
        Self::new("A012", name.span(), format!("unknown function `{name}`"))
            .note("functions have the names of Rust's `f64`, where it has them")
            .help(format!("write `{signature}`"))
    }

    /// `add(a, b)`, `x.mul_scalar(2)`
    pub fn function_for_operator(name: &Ident, cure: &str) -> Self {
        Self::new("A012", name.span(), format!("unknown function `{name}`"))
            .note("a formula is arithmetic of numbers, not of tensors")
            .help(format!("write `{cure}`"))
    }

    /// `x.sum()`
    pub fn function_of_many(name: &Ident) -> Self {
        Self::new("A012", name.span(), format!("unknown function `{name}`"))
            .note("a formula sees one number, `x`: what looks at its neighbours is no activation of this kind")
            .help(
                "take softmax and its kin from `activation_core::axis`; compute other sums before or behind the layer",
            )
    }

    /// `if isnan(x) …`
    pub fn foreign_test(name: &Ident, condition: &str) -> Self {
        Self::new("A012", name.span(), format!("unknown function `{name}`"))
            .note("conditions are comparisons, joined by `&&`, `||` and `!`")
            .help(format!("write `{condition}`"))
    }

    /// `gelu(x)` where it is not declared
    pub fn undeclared_activation(name: &Ident, struct_name: &str, argument: &str) -> Self {
        Self::new("A012", name.span(), format!("`{name}` is not declared in this `activation!`"))
            .note("called from a formula, an activation keeps its default parameters")
            .help(format!(
                "write `activation_core::catalogue::{struct_name}({argument})`, or define `{name}: …` beside this formula"
            ))
    }

    /// Cyrillic `х`
    pub fn look_alike(name: &Ident, letter: char, latin: &str) -> Self {
        let code = u32::from(letter);
        Self::new("A010", name.span(), format!("unknown variable `{name}`"))
            .note(format!("its `{letter}` is not a Latin letter but U+{code:04X}, which looks like one"))
            .help(format!("write `{latin}` in Latin letters"))
    }

    /// `alpha(x - 1)`
    pub fn called_variable(name: &Ident) -> Self {
        Self::new("A012", name.span(), format!("`{name}` is a number, not a function"))
            .note("multiplication is always written")
            .help(format!("write `{name} * (…)`"))
    }

    /// `max(x)`
    pub fn wrong_arity(place: Range, name: &str, wanted: usize, got: usize, signature: &str) -> Self {
        let plural = if wanted == 1 { "" } else { "s" };
        let diagnostic = Self::new("A013", place, format!("`{name}` takes {wanted} argument{plural}, not {got}"))
            .help(format!("write `{signature}`"));
        if wanted == 1 && got == 0 {
            diagnostic
        } else {
            diagnostic.note("in `u.f(v)` the receiver `u` is the first argument")
        }
    }

    /// `elu(x, 2)` for an activation
    pub fn activation_arguments(place: Range, name: &str, got: usize) -> Self {
        Self::new("A013", place, format!("the activation `{name}` takes 1 argument, not {got}"))
            .note("its parameters keep their defaults when another formula calls it")
            .help(format!("write `{name}(x)`, or its formula with other numbers in it"))
    }

    /// `relu: …; Relu: …`
    pub fn duplicate_definition(name: &Ident, struct_name: &str, first: &Ident, position: usize) -> Self {
        Self::new("A016", name.span(), format!("second definition of `{struct_name}`"))
            .note(format!("the first is number {position} of this `activation!`, written `{first}`"))
            .help("choose another name for one of them")
    }

    /// `(alpha = 1, alpha = 2)`
    pub fn duplicate_name(name: &Ident, first: &str) -> Self {
        Self::new("A017", name.span(), format!("second `{name}` in one definition"))
            .note(format!("`{name}` is already {first}"))
            .help("choose another name for one of them")
    }

    /// `(x = 1)`, `where PI = 3`
    pub fn taken_name(name: &Ident, owner: &str) -> Self {
        Self::new("A018", name.span(), format!("`{name}` cannot be a parameter or a binding"))
            .note(format!("in every formula it means {owner}"))
            .help("choose another name")
    }

    /// `y` in a formula
    pub fn output_in_formula(name: &Ident, binding: Option<&Ident>) -> Self {
        let diagnostic = Self::new("A019", name.span(), "`y` outside a derivative")
            .note("`y` is the value of the formula, so only the derivative behind `=>` may use it")
            .help("write `x`, or the expression that is meant");
        match binding {
            Some(binding) => diagnostic.note(format!("the formula uses `{binding}`, which uses `y`")),
            None => diagnostic,
        }
    }

    /// `where u = v, v = x`
    pub fn late_binding(name: &Ident, user: &Ident) -> Self {
        let message = if name == user {
            format!("`{name}` is bound by itself")
        } else {
            format!("`{user}` uses `{name}`, which is bound only after it")
        };
        Self::new("A025", name.span(), message)
            .note("bindings are read from left to right")
            .help(format!("bind `{name}` before, from names that are already known"))
    }

    /// `where u = x` without a use of `u`
    pub fn unused_binding(name: &Ident) -> Self {
        Self::new("A026", name.span(), format!("`{name}` is never used"))
            .note("a name behind `where` serves the formula or the derivative, directly or through other names")
            .help("leave the binding out, or use it")
    }

    /// `elu(alpha = 1): x`
    pub fn unused_parameter(name: &Ident) -> Self {
        Self::new("A027", name.span(), format!("parameter `{name}` is never used"))
            .note("a user who changes it would see no effect")
            .help("leave it out, or use it in the formula")
    }
}

/// Kinds.
impl Diagnostic {
    /// `if x {…}` or `x && …`
    pub fn number_for_condition(place: Range) -> Self {
        Self::new("A014", place, "a number where a condition is needed")
            .note("conditions are comparisons, joined by `&&`, `||` and `!`")
            .help("compare it, as in `x > 0` or `x != 0`")
    }

    /// `!x > 0`
    pub fn negated_number(place: Range) -> Self {
        Self::new("A014", place, "a number where a condition is needed")
            .note("`!` binds tighter than a comparison, as in Rust")
            .help("write `!(x > 0)`")
    }

    /// `(x > 0) * x`
    pub fn condition_for_number(place: Range, condition: &str) -> Self {
        Self::new("A015", place, "a condition where a number is needed")
            .note("a condition is not 0 or 1")
            .help(format!("write `if {condition} <1> else <0>`"))
    }
}

/// Values.
impl Diagnostic {
    /// `(alpha = x)`
    pub fn default_not_constant(place: Range, found: &str) -> Self {
        Self::new("A020", place, format!("`{found}` in the default of a parameter"))
            .note("a default is a constant: literals, constants such as `PI`, and functions of them")
            .help("write a number")
    }

    /// `(alpha = 1 / 0)`
    pub fn default_not_finite(place: Range, value: f64) -> Self {
        let value = if value.is_nan() { "not a number" } else { "infinite" };
        Self::new("A021", place, format!("this default is {value}"))
            .note("a default is a finite number, or `INFINITY` where it is written so")
            .help("write a finite number, `INFINITY` or `-INFINITY`")
    }

    /// `x.powi(0.5)`
    pub fn exponent(place: Range, greatest: i32) -> Self {
        Self::new(
            "A022",
            place,
            format!("the exponent of `powi` is not a whole literal from -{greatest} to {greatest}"),
        )
        .note("`powi` multiplies repeatedly, as often as the literal says")
        .help("write a literal such as `2`, or use `powf`, which takes any number")
    }

    /// `1e999`
    pub fn number_out_of_range(place: Range) -> Self {
        Self::new("A023", place, "a number too large for `f64`").help("write `INFINITY`, or a number below 1.8e308")
    }

    /// `1e-400`
    pub fn number_vanishes(place: Range) -> Self {
        Self::new("A023", place, "a number too small for `f64`, which takes it for 0")
            .help("write `0`, or a number above 5e-324")
    }

    /// `silu: x * silu(x)`
    pub fn recursion(call: &Ident, way: &[String]) -> Self {
        Self::new("A024", call.span(), format!("this call of `{call}` never ends"))
            .note(format!("`{}`", way.join("` calls `")))
            .help("write a formula that ends in functions and in `x`; in a derivative, `y` is the formula's value")
    }

    /// `clamp(x, 1, -1)`
    pub fn swapped_bounds(place: Range) -> Self {
        Self::new("A039", place, "the lower bound of this `clamp` is above the upper one")
            .note("it is `clamp(u, low, high)`, and the same number for every `u` if `low` is above `high`")
            .help("exchange the bounds")
    }

    /// `five: 5`
    pub fn constant_formula(place: Range) -> Self {
        Self::new("A028", place, "this formula does not use `x`")
            .note("an activation that ignores its input passes no gradient")
            .help("use `x`")
    }

    /// `(learn alpha = INFINITY)`
    pub fn learn_infinite(name: &Ident) -> Self {
        Self::new("A029", name.span(), format!("`{name}` cannot be learnt from an infinite default"))
            .note("a step from infinity stays there")
            .help("give it a finite default, or leave `learn` out")
    }

    /// `thr(learn t = 0.5): if x > t <x> else <0>`
    pub fn learn_without_gradient(name: &Ident) -> Self {
        Self::new("A029", name.span(), format!("`{name}` cannot be learnt: its gradient is 0 wherever it has one"))
            .note("nothing but conditions and steps depends on it")
            .help("leave `learn` out, or let the formula change smoothly with it")
    }

    /// `(learn alpha = 1)` used in the derivative alone
    pub fn learn_outside_formula(name: &Ident) -> Self {
        Self::new("A029", name.span(), format!("`{name}` cannot be learnt: the formula does not use it"))
            .note("its gradient would always be 0")
            .help("leave `learn` out, or use it in the formula")
    }
}

/// Limits.
impl Diagnostic {
    /// Definitions that call each other until there are millions of operations.
    pub fn too_large(name: &Ident, limit: usize) -> Self {
        Self::new("A042", name.span(), format!("`{name}` has more than {limit} operations"))
            .note("calls of activations of the same `activation!` are replaced by their formulas")
            .help("give the argument of such a call a name with `where`, or call fewer")
    }
}
