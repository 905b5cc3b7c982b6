//! The statements of one emitted function.
//!
//! In: the expressions that it returns. Out: a `let` per subterm, each computed once. Must never rely on a name that the
//! user's crate could mean something else by.

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

use super::{Compiled, float};
use crate::function::Function;
use crate::ir::{Comparison, Id, Node, Order};
use crate::schedule::{Schedule, schedule};

/// The statements of one emitted function.
pub(super) struct Body<'a> {
    pub(super) private: &'a TokenStream,
    pub(super) compiled: &'a Compiled<'a>,
    /// The function's argument.
    pub(super) variable: &'a Ident,
}

impl Body<'_> {
    /// The block: `let` by `let`, then the returned value, or a tuple of several. A group, since tokens are copied whenever
    /// they are put among others, and a long formula has millions.
    pub(super) fn write(&self, roots: &[Id]) -> Group {
        let schedule = schedule(&self.compiled.arena, roots);
        let mut statements = TokenStream::new();
        for (index, step) in schedule.steps.iter().enumerate() {
            let operands = step.node.operands().count();
            let take = |slot: usize| {
                let operand = step.operands[slot];
                let name = temporary(operand);
                // A value is moved by the last reader of it, and by that one's last slot.
                let last = schedule.last_use[operand] == index && !step.operands[slot + 1..operands].contains(&operand);
                if last { quote!(#name) } else { quote!(::core::clone::Clone::clone(&#name)) }
            };
            let is_bound = |slot: usize| is_number_but_zero(&schedule, step.operands[slot]);
            let value = match bounded(step.node, &is_bound) {
                Some(methods) => self.bounded(methods, &take),
                None => self.expression(step.node, step.operands, &take),
            };
            let name = temporary(index);
            statements.extend(quote!(let #name = #value;));
        }
        let results = schedule.roots.iter().enumerate().map(|(number, root)| {
            let name = temporary(*root);
            let again = schedule.roots[number + 1..].contains(root);
            if again { quote!(::core::clone::Clone::clone(&#name)) } else { quote!(#name) }
        });
        let results: Vec<TokenStream> = results.collect();
        statements.extend(match results.as_slice() {
            [one] => one.clone(),
            several => quote!((#(#several),*)),
        });
        Group::new(Delimiter::Brace, statements)
    }

    /// A constant or a parameter as the `f64` that it is.
    fn number(&self, node: Node) -> TokenStream {
        match node {
            Node::Constant(value) => float(value.get()),
            Node::Parameter(index) => {
                let field = &self.compiled.definition.parameters[usize::from(index)].name;
                quote!(self.#field)
            }
            // Nothing else has a `ConstantRest`.
            _ => quote!(0.0),
        }
    }

    /// `min`, `max` or `clamp` with the methods for bounds that are known numbers.
    fn bounded(&self, methods: &[&str], take: &impl Fn(usize) -> TokenStream) -> TokenStream {
        let private = self.private;
        methods.iter().enumerate().fold(take(0), |value, (index, method)| {
            let (method, bound) = (format_ident!("{method}"), take(index + 1));
            quote!(#private::Real::#method(#value, #bound))
        })
    }

    fn expression(&self, node: Node, operands: [usize; 3], take: &impl Fn(usize) -> TokenStream) -> TokenStream {
        let (private, variable) = (self.private, self.variable);
        let real = quote!(#private::Real);
        match node {
            Node::Constant(_) | Node::Parameter(_) => {
                let value = self.number(node);
                quote!(#real::constant(&#variable, #value))
            }
            Node::Call2(Function::ConstantRest, number, rest) => {
                let [value, rest] = [number, rest].map(|id| self.number(self.compiled.arena.get(id)));
                quote!(#real::constant_rest(&#variable, #value, #rest))
            }
            Node::Largest => quote!(#real::largest(&#variable)),
            Node::Input | Node::Output => quote!(#variable),
            Node::PowerInteger(_, n) => {
                let (a, n) = (take(0), Literal::i32_suffixed(n.abs()));
                if matches!(node, Node::PowerInteger(_, n) if n < 0) {
                    quote!(#real::powi(#a, -#n))
                } else {
                    quote!(#real::powi(#a, #n))
                }
            }
            Node::Compare(comparison, ..) => {
                let method = comparison_method(comparison);
                let (a, b) = (temporary(operands[0]), temporary(operands[1]));
                quote!(#real::#method(&#a, &#b))
            }
            Node::And(..) | Node::Or(..) | Node::Not(_) => {
                let method = format_ident!("{}", mask_method(node));
                let operands = (0..node.operands().count()).map(take);
                quote!(<__R as #real>::#method(#(#operands),*))
            }
            Node::External(path, order, _) => {
                let path = &self.compiled.paths[usize::from(path)];
                let method = format_ident!("{}", order_method(order));
                let a = take(0);
                quote!(#private::Activation::#method(&<#path as ::core::default::Default>::default(), #a))
            }
            _ => {
                let method = format_ident!("{}", arithmetic_method(node));
                let operands = (0..node.operands().count()).map(take);
                quote!(#real::#method(#(#operands),*))
            }
        }
    }
}

/// The methods by which a `min`, `max` or `clamp` takes the bounds in its second slot and third.
fn bounded(node: Node, is_bound: &impl Fn(usize) -> bool) -> Option<&'static [&'static str]> {
    match node {
        Node::Call2(Function::Max, ..) if is_bound(1) => Some(&["no_less"]),
        Node::Call2(Function::Min, ..) if is_bound(1) => Some(&["no_more"]),
        Node::Clamp(..) if is_bound(1) && is_bound(2) => Some(&["no_less", "no_more"]),
        Node::Clamp(..) if is_bound(1) => Some(&["no_less", "min"]),
        Node::Clamp(..) if is_bound(2) => Some(&["max", "no_more"]),
        _ => None,
    }
}

/// Whether a step is a number that is known not to be NaN or 0, whatever the precision.
fn is_number_but_zero(schedule: &Schedule, index: usize) -> bool {
    let step = schedule.steps[index];
    match step.node {
        Node::Constant(value) => value.get().abs() > f64::from(f32::MIN_POSITIVE),
        Node::Largest => true,
        Node::Negate(_) => is_number_but_zero(schedule, step.operands[0]),
        _ => false,
    }
}

fn arithmetic_method(node: Node) -> &'static str {
    match node {
        Node::Negate(_) => "neg",
        Node::Add(..) => "add",
        Node::Subtract(..) => "sub",
        Node::Multiply(..) => "mul",
        Node::Divide(..) => "div",
        Node::Power(..) => "powf",
        Node::Clamp(..) => "clamp",
        Node::Call1(function, _) | Node::Call2(function, ..) => function.row().name,
        _ => "select",
    }
}

fn mask_method(node: Node) -> &'static str {
    match node {
        Node::And(..) => "and",
        Node::Or(..) => "or",
        _ => "not",
    }
}

fn order_method(order: Order) -> &'static str {
    match order {
        Order::Value => "forward",
        Order::First => "derivative",
        Order::Second => "second_derivative",
    }
}

fn comparison_method(comparison: Comparison) -> Ident {
    let name = match comparison {
        Comparison::Less => "lt",
        Comparison::LessEqual => "le",
        Comparison::Greater => "gt",
        Comparison::GreaterEqual => "ge",
        Comparison::Equal => "eq",
        Comparison::NotEqual => "ne",
    };
    Ident::new(name, Span::mixed_site())
}

fn temporary(index: usize) -> Ident {
    Ident::new(&format!("__t{index}"), Span::mixed_site())
}
