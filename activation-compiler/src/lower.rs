//! Checked ast → ir: names replaced by what they stand for, calls of activations by their formulas.
//!
//! In: a program without errors, and which of its definitions. Out: its expressions in one arena. Must never fail,
//! report, or simplify: what the user wrote is what the arena holds, literals' signs and defaults aside.

use std::collections::HashMap;

use proc_macro2::TokenStream;

use crate::ast::{Definition, ExpressionId, Kind, Operator, Program};
use crate::constant::{value, whole_exponent};
use crate::function::Function;
use crate::ir::{Arena, Id, Node, Order as External};
use crate::resolve::{Callee, Meaning, callee, calls, meaning, needed_bindings, order};

/// A definition in the form that the later stages work on.
pub struct Lowered {
    /// Every expression below.
    pub arena: Arena,
    /// The formula.
    pub value: Id,
    /// The derivative that was given, which may hold `Node::Output`.
    pub given: Option<Id>,
    /// The condition of `#[domain(…)]`, a mask.
    pub domain: Option<Id>,
    /// In order; `Node::Parameter` counts them.
    pub parameters: Vec<ParameterFact>,
    /// The activations of other places; `Node::External` counts them.
    pub paths: Vec<TokenStream>,
}

/// What is known of a parameter.
pub struct ParameterFact {
    /// As written.
    pub name: String,
    /// Folded.
    pub default: f64,
    /// Whether it is trained.
    pub learn: bool,
}

/// Lowers the definition at `index`.
pub fn lower(program: &Program, index: usize) -> Lowered {
    let definition = &program.definitions[index];
    let given = definition.derivative.as_ref().and_then(|derivative| derivative.expression);
    let roots: Vec<ExpressionId> = [definition.formula, given, definition.domain].into_iter().flatten().collect();
    let mut lowering =
        Lowering { program, index, arena: Arena::default(), paths: Vec::new(), formulas: HashMap::new() };
    for callee in order(program, calls(program, definition, &roots).into_iter().map(|(_, callee)| callee)).callees_first
    {
        let callee_definition = &program.definitions[callee];
        let formula = lowering.roots(callee_definition, Parameters::Defaults, [callee_definition.formula]);
        lowering.formulas.extend(formula.into_iter().flatten().map(|formula| (callee, formula)));
    }
    let [formula, given, domain] =
        lowering.roots(definition, Parameters::Free, [definition.formula, given, definition.domain]);
    let value = formula.unwrap_or_else(|| lowering.arena.constant(f64::NAN));
    let domain = domain.map(|domain| lowering.arena.substitute(domain, Node::Output, value));
    let parameters = definition
        .parameters
        .iter()
        .map(|parameter| ParameterFact {
            name: parameter.name.to_string(),
            default: default(definition, parameter.default),
            learn: parameter.learn.is_some(),
        })
        .collect();
    Lowered { arena: lowering.arena, value, given, domain, parameters, paths: lowering.paths }
}

fn default(definition: &Definition, root: Option<ExpressionId>) -> f64 {
    root.map_or(f64::NAN, |root| value(&definition.expressions, root))
}

/// What parameters become.
#[derive(Clone, Copy)]
enum Parameters {
    /// `Node::Parameter`, in the definition itself.
    Free,
    /// Their defaults, in a formula that another calls.
    Defaults,
}

struct Lowering<'a> {
    program: &'a Program,
    /// The definition that is lowered.
    index: usize,
    arena: Arena,
    paths: Vec<TokenStream>,
    /// The formulas of the activations that may be called, in `Node::Input`.
    formulas: HashMap<usize, Id>,
}

/// One definition on its way: the names it may use.
struct Names<'a> {
    definition: &'a Definition,
    parameters: Parameters,
    bindings: HashMap<usize, Id>,
}

impl Lowering<'_> {
    /// Some expressions of a definition, and first the bindings they need.
    fn roots<const N: usize>(
        &mut self,
        definition: &Definition,
        parameters: Parameters,
        roots: [Option<ExpressionId>; N],
    ) -> [Option<Id>; N] {
        let mut names = Names { definition, parameters, bindings: HashMap::new() };
        let present: Vec<ExpressionId> = roots.into_iter().flatten().collect();
        for index in needed_bindings(definition, &present) {
            if let Some(value) = definition.bindings[index].value {
                let value = self.expression(&names, value);
                names.bindings.insert(index, value);
            }
        }
        roots.map(|root| root.map(|root| self.expression(&names, root)))
    }

    fn expression(&mut self, names: &Names<'_>, root: ExpressionId) -> Id {
        let mut lowered = HashMap::new();
        for id in names.definition.expressions.below(root) {
            let node = self.node(names, id, &lowered);
            lowered.insert(id, node);
        }
        lowered[&root]
    }

    fn node(&mut self, names: &Names<'_>, id: ExpressionId, lowered: &HashMap<ExpressionId, Id>) -> Id {
        let of = |id: &ExpressionId| lowered[id];
        let node = match &names.definition.expressions.get(id).kind {
            Kind::Number { value, .. } => Node::Constant((*value).into()),
            Kind::Name(name) => return self.name(names, meaning(names.definition, name)),
            Kind::Negate(a) => match self.arena.constant_value(of(a)) {
                Some(value) => Node::Constant((-value).into()),
                None => Node::Negate(of(a)),
            },
            Kind::Binary(Operator::Add, _, a, b) => Node::Add(of(a), of(b)),
            Kind::Binary(Operator::Subtract, _, a, b) => Node::Subtract(of(a), of(b)),
            Kind::Binary(Operator::Multiply, _, a, b) => Node::Multiply(of(a), of(b)),
            Kind::Binary(Operator::Divide, _, a, b) => Node::Divide(of(a), of(b)),
            Kind::Call { function, arguments, .. } => {
                let operands: Vec<Id> = arguments.iter().map(of).collect();
                return match callee(self.program, function) {
                    Some(Callee::Function(Function::Powi)) => {
                        let exponent =
                            arguments.last().and_then(|&id| whole_exponent(&names.definition.expressions, id));
                        self.power(&operands, exponent)
                    }
                    Some(Callee::Function(function)) => self.call(function, &operands),
                    Some(Callee::Activation(index)) => self.inlined(names, index, &operands),
                    None => self.arena.constant(f64::NAN),
                };
            }
            Kind::PathCall { path, arguments } => match arguments.as_slice() {
                [argument] => Node::External(self.path(path), External::Value, of(argument)),
                _ => Node::Constant(f64::NAN.into()),
            },
            Kind::If(condition, a, b) => Node::Select(of(condition), of(a), of(b)),
            Kind::Compare(comparison, _, a, b) => Node::Compare(*comparison, of(a), of(b)),
            Kind::And(a, b) => Node::And(of(a), of(b)),
            Kind::Or(a, b) => Node::Or(of(a), of(b)),
            Kind::Not(a) => Node::Not(of(a)),
        };
        self.arena.add(node)
    }

    fn name(&mut self, names: &Names<'_>, meaning: Option<Meaning>) -> Id {
        let node = match (meaning, names.parameters) {
            (Some(Meaning::Input), _) => Node::Input,
            (Some(Meaning::Output), _) => Node::Output,
            (Some(Meaning::Parameter(index)), Parameters::Free) => Node::Parameter(numbered(index)),
            (Some(Meaning::Parameter(index)), Parameters::Defaults) => {
                Node::Constant(default(names.definition, names.definition.parameters[index].default).into())
            }
            (Some(Meaning::Constant(value)), _) => Node::Constant(value.into()),
            (Some(Meaning::Binding(index)), _) => match names.bindings.get(&index) {
                Some(&value) => return value,
                None => Node::Constant(f64::NAN.into()),
            },
            (None, _) => Node::Constant(f64::NAN.into()),
        };
        self.arena.add(node)
    }

    fn power(&mut self, operands: &[Id], exponent: Option<i32>) -> Id {
        match (operands, exponent) {
            (&[base, _], Some(exponent)) => self.arena.powi(base, exponent),
            _ => self.arena.constant(f64::NAN),
        }
    }

    fn call(&mut self, function: Function, operands: &[Id]) -> Id {
        let node = match (function, operands) {
            (Function::Recip, &[a]) => Node::Divide(self.arena.constant(1.0), a),
            (Function::Powf, &[a, b]) => Node::Power(a, b),
            (_, &[a]) => Node::Call1(function, a),
            (_, &[a, b]) => Node::Call2(function, a, b),
            // `clamp` alone has three.
            (_, &[a, low, high]) => Node::Clamp(a, low, high),
            _ => Node::Constant(f64::NAN.into()),
        };
        self.arena.add(node)
    }

    /// The formula of an activation of the same call, with the argument for its input.
    fn inlined(&mut self, names: &Names<'_>, index: usize, operands: &[Id]) -> Id {
        match (self.formulas.get(&index), operands) {
            // A definition's own f(x) is y: its parameters are what they are, not their defaults.
            (_, &[argument])
                if index == self.index
                    && matches!(names.parameters, Parameters::Free)
                    && self.arena.get(argument) == Node::Input =>
            {
                self.arena.add(Node::Output)
            }
            // f(x) is f: nothing to rebuild, however long the chain of calls is.
            (Some(&formula), &[argument]) if self.arena.get(argument) == Node::Input => formula,
            (Some(&formula), &[argument]) => self.arena.substitute(formula, Node::Input, argument),
            _ => self.arena.constant(f64::NAN),
        }
    }

    fn path(&mut self, path: &TokenStream) -> u16 {
        let text = path.to_string();
        let known = self.paths.iter().position(|known| known.to_string() == text);
        numbered(known.unwrap_or_else(|| {
            self.paths.push(path.clone());
            self.paths.len() - 1
        }))
    }
}

/// The parser's limit on tokens keeps the number of anything below 2¹⁶.
fn numbered(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check;
    use crate::diagnostic::Diagnostics;
    use crate::eval::{Point, Tape};
    use crate::parse::parse;

    fn lowered(program: &str, index: usize) -> Lowered {
        let mut diagnostics = Diagnostics::default();
        let program = parse(format!("[core] {program}").parse().unwrap(), &mut diagnostics);
        check(&program, &mut diagnostics);
        assert_eq!(diagnostics.texts(), [] as [&str; 0]);
        lower(&program, index)
    }

    fn at(lowered: &Lowered, x: f64) -> f64 {
        let parameters: Vec<f64> = lowered.parameters.iter().map(|parameter| parameter.default).collect();
        Tape::new(&lowered.arena, &[lowered.value]).run(Point::at(x, &parameters))
    }

    #[test]
    fn formulas_have_the_values_they_state() {
        for (formula, x, expected) in [
            ("-x.powi(2)", 3.0, -9.0),
            ("x.powf(0.5) + recip(x)", 4.0, 2.25),
            ("x.clamp(-1, 1)", 7.0, 1.0),
            ("if x > 2 <2> else if x > 1 {1} else <0>", 1.5, 1.0),
            ("if x > 0 && !(x > 1) || x == 5 <1> else <0>", 5.0, 1.0),
            ("u + v where u = 2 * x, v = u * u", 1.0, 6.0),
            ("x - PI", std::f64::consts::PI, 0.0),
        ] {
            assert_eq!(at(&lowered(&format!("f: {formula}"), 0), x), expected, "{formula}");
        }
    }

    #[test]
    fn nothing_is_simplified_but_signs_of_literals() {
        let lowered = lowered("f: 1 * (x + 0) - -2", 0);
        let Node::Subtract(_, two) = lowered.arena.get(lowered.value) else { panic!("a difference") };
        assert_eq!(lowered.arena.constant_value(two), Some(-2.0));
        assert!(lowered.arena.any(lowered.value, |node| matches!(node, Node::Add(..))));
    }

    #[test]
    fn activations_are_inlined_at_their_defaults() {
        let program = "f(alpha = 3): alpha * Scale(x + 1) + scale(x); scale(alpha = 2): alpha * inner(x); inner: x * x";
        let lowered = lowered(program, 0);
        assert_eq!(at(&lowered, 2.0), 3.0 * 2.0 * 9.0 + 2.0 * 4.0);
        assert_eq!(lowered.parameters.len(), 1);
    }

    #[test]
    fn a_derivative_may_call_its_own_activation() {
        let lowered = lowered("f: x * x => (f(x) + y) / x", 0);
        let given = lowered.given.unwrap();
        let point = Point { x: 3.0, y: 9.0, parameters: &[] };
        assert_eq!(Tape::new(&lowered.arena, &[given]).run(point), 6.0);
        // In a condition on x, and through another, which has it with its defaults.
        let both = self::lowered("#[domain(f(x) > 1)] f(a = 1): a * x => g(x) - 3 * x; g: f(x) + 3 * x", 0);
        let domain = Tape::new(&both.arena, &[both.domain.unwrap()]);
        assert_eq!([0.4, 0.6].map(|x| domain.run(Point::at(x, &[2.0]))), [0.0, 1.0]);
        assert_eq!(Tape::new(&both.arena, &[both.given.unwrap()]).run(Point::at(2.0, &[5.0])), 2.0);
        // f(x) is y with the parameters that f has, not with their defaults.
        let varied = self::lowered("f(a = 1): a * x => f(x) / x", 0);
        let point = Point { x: 2.0, y: 7.0, parameters: &[3.5] };
        assert_eq!(Tape::new(&varied.arena, &[varied.given.unwrap()]).run(point), 3.5);
    }

    #[test]
    fn parameters_domain_and_paths_are_kept() {
        let program =
            "#[domain(x > 0)] f(learn alpha = 1 / 4, beta = -INFINITY): alpha * a::B(x) + a::B(beta) + c::D(x)";
        let lowered = lowered(program, 0);
        let [alpha, beta] = lowered.parameters.as_slice() else { panic!("two parameters") };
        assert_eq!((alpha.name.as_str(), alpha.default, alpha.learn), ("alpha", 0.25, true));
        assert_eq!((beta.default, beta.learn), (f64::NEG_INFINITY, false));
        assert_eq!(lowered.paths.len(), 2);
        assert!(lowered.domain.is_some_and(|domain| lowered.arena.get(domain).is_mask()));
    }

    #[test]
    fn bindings_are_shared() {
        let lowered = lowered("f: u * u where u = exp(x)", 0);
        assert_eq!(lowered.arena.reachable(&[lowered.value]).len(), 3);
    }
}
