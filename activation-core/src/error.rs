//! In: what went wrong. Out: one error type, with the shapes and names in its text. It must never
//! lose what the user needs to mend the call.

use std::fmt;

use crate::registry::Library;

/// Everything that can go wrong in this crate. When an operation returns one, it has changed
/// nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// Two arrays that must have one shape have two.
    ShapeMismatch {
        /// The operation that was called.
        operation: &'static str,
        /// The argument that doesn't fit.
        argument: &'static str,
        /// Its shape.
        got: Vec<usize>,
        /// What it must fit.
        reference: &'static str,
        /// The shape of that.
        expected: Vec<usize>,
    },
    /// The input hasn't the shape that the layer was declared with.
    InputShape {
        /// The operation that was called.
        operation: &'static str,
        /// The input's shape.
        got: Vec<usize>,
        /// The declared shape.
        expected: Vec<usize>,
    },
    /// The input has no channel axis, or one of another length than there are channels.
    Channels {
        /// The operation that was called.
        operation: &'static str,
        /// The input's shape.
        got: Vec<usize>,
        /// The channel axis.
        axis: usize,
        /// How many channels the layer has parameters for.
        channels: usize,
    },
    /// The array has no such axis.
    Axis {
        /// The operation that was called.
        operation: &'static str,
        /// The array's shape.
        got: Vec<usize>,
        /// The axis.
        axis: usize,
    },
    /// The input doesn't fall into equal parts along the axis.
    Parts {
        /// The operation that was called.
        operation: &'static str,
        /// The input's shape.
        got: Vec<usize>,
        /// The axis.
        axis: usize,
        /// The function that takes the parts.
        function: &'static str,
        /// How many parts it takes.
        parts: usize,
    },
    /// A backward without a forward to go back on: there was none, or the parameters have been
    /// changed since.
    BackwardBeforeForward {
        /// The operation that was called.
        operation: &'static str,
    },
    /// The derivative follows from the input alone, which the layer's policy,
    /// [`ResidualPolicy::Memory`](crate::ResidualPolicy::Memory), didn't keep.
    InputNotKept {
        /// The operation that was called.
        operation: &'static str,
        /// The activation.
        activation: &'static str,
    },
    /// No memory for an array of that many elements.
    TooLarge {
        /// The number of elements.
        elements: usize,
    },
    /// No activation has that name.
    UnknownActivation {
        /// The name.
        name: String,
        /// The known name that is most like it, if any is.
        nearest: Option<String>,
    },
    /// That is no function of one number: it looks at a whole axis.
    AlongAnAxis {
        /// The name.
        name: String,
        /// What does it here, in [`axis`](crate::axis).
        function: &'static str,
    },
    /// That library has no activation of that name.
    UnknownName {
        /// The library.
        library: Library,
        /// The name.
        name: String,
        /// The name in that library that is most like it, if any is.
        nearest: Option<String>,
        /// The libraries that do have it.
        elsewhere: Vec<Library>,
    },
    /// Another activation already has that name.
    NameTaken {
        /// The name.
        name: String,
    },
    /// The library has no default for a parameter, and it was not given.
    MissingParameter {
        /// The activation, by the library's name.
        activation: String,
        /// The parameter, by the library's name.
        parameter: String,
    },
    /// The activation has no parameter of that name.
    UnknownParameter {
        /// The activation.
        activation: String,
        /// The name.
        parameter: String,
        /// The names of its parameters.
        known: Vec<String>,
    },
    /// The value of a parameter isn't a number.
    InvalidParameter {
        /// The activation.
        activation: String,
        /// The parameter.
        parameter: String,
        /// The text that should be a number.
        value: String,
    },
    /// The parameter of a library has no such setting.
    InvalidChoice {
        /// The activation, by the library's name.
        activation: String,
        /// The parameter.
        parameter: String,
        /// The setting.
        value: String,
        /// The settings that it has.
        known: Vec<String>,
    },
    /// The text isn't of the form `name` or `name(parameter = value, …)`.
    Syntax {
        /// The text.
        text: String,
        /// What was expected where.
        reason: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ShapeMismatch { operation, argument, got, reference, expected } => write!(
                f,
                "{operation}: {argument} has shape {}, but {reference} has shape {}",
                Shape(got),
                Shape(expected)
            ),
            Self::InputShape { operation, got, expected } => write!(
                f,
                "{operation}: input has shape {}, but the layer was declared for {}",
                Shape(got),
                Shape(expected)
            ),
            Self::Channels { operation, got, axis, channels } => {
                write!(f, "{operation}: input has shape {}, ", Shape(got))?;
                match got.get(*axis) {
                    Some(length) => write!(f, "so {length} channels along axis {axis}")?,
                    None => write!(f, "so no axis {axis} for the channels")?,
                }
                write!(f, ", but the layer has parameters for {channels}")
            }
            Self::Axis { operation, got, axis } => {
                write!(f, "{operation}: there is no axis {axis} in shape {}", Shape(got))
            }
            Self::Parts { operation, got, axis, function, parts } => write!(
                f,
                "{operation}: input has shape {}, whose axis {axis} cannot be divided into the {parts} equal parts of {function}",
                Shape(got)
            ),
            Self::BackwardBeforeForward { operation } => {
                write!(f, "{operation}: call forward first (anew after a change of parameters)")
            }
            Self::InputNotKept { operation, activation } => write!(
                f,
                "{operation}: the derivative of `{activation}` needs the input, which this layer doesn't keep; call \
                 backward_with_input, or choose another residual policy"
            ),
            Self::TooLarge { elements } => {
                write!(f, "no memory for an array of {elements} elements")
            }
            Self::UnknownActivation { name, nearest } => {
                write!(f, "unknown activation `{name}`")?;
                match nearest {
                    Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
                    None => write!(f, "; one of your own is known once it is registered (`AnyActivation::register`)"),
                }
            }
            Self::AlongAnAxis { name, function } => write!(
                f,
                "`{name}` is no function of one number: along an axis, `AxisLayer` does it with `axis::{function}` of activation-core"
            ),
            Self::UnknownName { library, name, nearest, elsewhere } => {
                write!(f, "{library} has no activation `{name}`")?;
                if let Some(nearest) = nearest {
                    write!(f, "; did you mean `{nearest}`?")?;
                }
                match elsewhere.as_slice() {
                    [] => Ok(()),
                    libraries => {
                        let names: Vec<String> = libraries.iter().map(ToString::to_string).collect();
                        write!(f, " (that is a name in {})", names.join(", "))
                    }
                }
            }
            Self::NameTaken { name } => write!(f, "another activation is already called `{name}`"),
            Self::MissingParameter { activation, parameter } => {
                write!(f, "`{activation}` needs its parameter `{parameter}`: the library has no default for it")
            }
            Self::UnknownParameter { activation, parameter, known } => {
                write!(f, "`{activation}` has no parameter `{parameter}`")?;
                match known.as_slice() {
                    [] => write!(f, "; it has none at all"),
                    known => write!(f, "; it has `{}`", known.join("`, `")),
                }
            }
            Self::InvalidParameter { activation, parameter, value } => {
                write!(f, "`{activation}`: the value of `{parameter}` must be a number, not `{value}`")
            }
            Self::InvalidChoice { activation, parameter, value, known } => {
                write!(f, "`{activation}`: `{parameter}` can't be `{value}`; it can be `{}`", known.join("`, `"))
            }
            Self::Syntax { text, reason } => write!(f, "`{text}`: {reason}"),
        }
    }
}

impl std::error::Error for Error {}

/// A shape as people write it: `5 x 100 x 100 x 3`.
pub(crate) struct Shape<'a>(pub(crate) &'a [usize]);

impl fmt::Display for Shape<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((first, rest)) = self.0.split_first() else {
            return write!(f, "scalar");
        };
        write!(f, "{first}")?;
        rest.iter().try_for_each(|length| write!(f, " x {length}"))
    }
}

#[cfg(test)]
mod tests {
    use super::Error;

    #[test]
    fn shapes_and_names_are_in_the_text() {
        let shapes = Error::ShapeMismatch {
            operation: "backward",
            argument: "grad_output",
            got: vec![5, 100, 3],
            reference: "forward's output",
            expected: vec![5, 100, 100, 3],
        };
        assert_eq!(
            shapes.to_string(),
            "backward: grad_output has shape 5 x 100 x 3, but forward's output has shape 5 x 100 x 100 x 3"
        );
        let name = Error::UnknownActivation { name: "rellu".into(), nearest: Some("relu".into()) };
        assert_eq!(name.to_string(), "unknown activation `rellu`; did you mean `relu`?");
        let axis = Error::AlongAnAxis { name: "SwiGLU".into(), function: "Gated::swiglu" };
        assert_eq!(
            axis.to_string(),
            "`SwiGLU` is no function of one number: along an axis, `AxisLayer` does it with `axis::Gated::swiglu` of activation-core"
        );
        let parameter =
            Error::UnknownParameter { activation: "elu".into(), parameter: "beta".into(), known: vec!["alpha".into()] };
        assert_eq!(parameter.to_string(), "`elu` has no parameter `beta`; it has `alpha`");
        let missing = Error::Channels { operation: "forward", got: vec![7], axis: 1, channels: 3 };
        assert_eq!(
            missing.to_string(),
            "forward: input has shape 7, so no axis 1 for the channels, but the layer has parameters for 3"
        );
    }
}
