//! In: an activation's parameters. Out: `Serialize` and `Deserialize` for it, if the feature `serde` is on, and nothing
//! otherwise: emitted code calls the macro below without knowing which. It must never save anything but parameters.

/// Called by emitted code as below.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_serde {
    ($($tokens:tt)*) => {};
}

/// Called by emitted code with the attributes that its impls share, a struct, and the names of its fields.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_serde {
    ({ $($shared:tt)* } $name:ident $($field:literal)*) => {
        $($shared)*
        #[automatically_derived]
        impl $crate::private::serde::Serialize for $name {
            fn serialize<S: $crate::private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::private::serialize(::core::stringify!($name), self, serializer)
            }
        }

        $($shared)*
        #[automatically_derived]
        impl<'de> $crate::private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::private::deserialize(::core::stringify!($name), &[$($field),*], deserializer)
            }
        }
    };
}

#[cfg(feature = "serde")]
mod with_serde {
    use std::collections::BTreeMap;
    use std::fmt;
    use std::marker::PhantomData;

    use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
    use serde::ser::{SerializeStruct, Serializer};

    use crate::activation::Activation;
    use crate::registry::AnyActivation;

    /// The parameters as the fields of a struct.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<A: Activation, S: Serializer>(
        name: &'static str,
        activation: &A,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let parameters = activation.parameters();
        let readable = serializer.is_human_readable();
        let mut fields = serializer.serialize_struct(name, parameters.len())?;
        for (index, parameter) in parameters.iter().enumerate() {
            let value = activation.parameter(index).unwrap_or(parameter.default);
            if readable && !value.is_finite() {
                // JSON has no infinity.
                fields.serialize_field(parameter.name, &value.to_string())?;
            } else {
                fields.serialize_field(parameter.name, &value)?;
            }
        }
        fields.end()
    }

    /// A number, or an infinite one as its text.
    struct Number(f64);

    impl<'de> serde::Deserialize<'de> for Number {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            // A format for machines has to be told what comes.
            if deserializer.is_human_readable() {
                deserializer.deserialize_any(Digits)
            } else {
                deserializer.deserialize_f64(Digits)
            }
        }
    }

    struct Digits;

    impl Visitor<'_> for Digits {
        type Value = Number;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a number, \"inf\" or \"-inf\"")
        }

        fn visit_f64<E: de::Error>(self, value: f64) -> Result<Number, E> {
            Ok(Number(value))
        }

        #[expect(clippy::cast_precision_loss, reason = "the nearest number is meant")]
        fn visit_i64<E: de::Error>(self, value: i64) -> Result<Number, E> {
            Ok(Number(value as f64))
        }

        #[expect(clippy::cast_precision_loss, reason = "the nearest number is meant")]
        fn visit_u64<E: de::Error>(self, value: u64) -> Result<Number, E> {
            Ok(Number(value as f64))
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Number, E> {
            match text {
                "inf" => Ok(Number(f64::INFINITY)),
                "-inf" => Ok(Number(f64::NEG_INFINITY)),
                _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
            }
        }
    }

    /// An activation from such a struct; a field that is missing keeps its default.
    ///
    /// # Errors
    /// A field that is unknown or given twice, or a value that is no number; and those of the deserializer.
    pub fn deserialize<'de, A: Activation + Default, D: Deserializer<'de>>(
        name: &'static str,
        fields: &'static [&'static str],
        deserializer: D,
    ) -> Result<A, D::Error> {
        deserializer.deserialize_struct(name, fields, Fields { fields, activation: PhantomData })
    }

    struct Fields<A> {
        fields: &'static [&'static str],
        activation: PhantomData<A>,
    }

    impl<'de, A: Activation + Default> Visitor<'de> for Fields<A> {
        type Value = A;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "the parameters {}", self.fields.join(", "))
        }

        fn visit_seq<S: SeqAccess<'de>>(self, mut values: S) -> Result<A, S::Error> {
            let mut activation = A::default();
            for index in 0..self.fields.len() {
                let Number(value) = values.next_element()?.ok_or_else(|| de::Error::invalid_length(index, &self))?;
                activation.set_parameter(index, value);
            }
            Ok(activation)
        }

        fn visit_map<M: MapAccess<'de>>(self, mut entries: M) -> Result<A, M::Error> {
            let mut activation = A::default();
            let mut seen = Vec::new();
            while let Some(field) = entries.next_key::<String>()? {
                let index = self.fields.iter().position(|known| *known == field);
                let index = index.ok_or_else(|| de::Error::unknown_field(&field, self.fields))?;
                if seen.contains(&index) {
                    return Err(de::Error::duplicate_field(self.fields[index]));
                }
                seen.push(index);
                let Number(value) = entries.next_value()?;
                activation.set_parameter(index, value);
            }
            Ok(activation)
        }
    }

    /// As a person writes it: `"mish"`, `"leaky_relu(negative_slope=0.2)"`.
    impl serde::Serialize for AnyActivation {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_str(self)
        }
    }

    /// From that text, or from a map of the name to a map of the parameters: `{"leaky_relu": {"negative_slope": 0.2}}`.
    impl<'de> serde::Deserialize<'de> for AnyActivation {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            // A format for machines has to be told what comes.
            if deserializer.is_human_readable() {
                deserializer.deserialize_any(ByName)
            } else {
                deserializer.deserialize_str(ByName)
            }
        }
    }

    struct ByName;

    impl<'de> Visitor<'de> for ByName {
        type Value = AnyActivation;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("the name of an activation, or a map of its name to its parameters")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<AnyActivation, E> {
            text.parse().map_err(E::custom)
        }

        fn visit_map<M: MapAccess<'de>>(self, mut entries: M) -> Result<AnyActivation, M::Error> {
            let one = "one name with its parameters";
            let entry = entries.next_entry::<String, BTreeMap<String, Number>>()?;
            let (name, parameters) = entry.ok_or_else(|| de::Error::invalid_length(0, &one))?;
            if entries.next_key::<String>()?.is_some() {
                return Err(de::Error::invalid_length(2, &one));
            }
            let parameters = parameters.iter().map(|(parameter, Number(value))| (parameter.as_str(), *value));
            AnyActivation::from_parts(&name, parameters, |_, value| Ok(value)).map_err(de::Error::custom)
        }
    }
}

#[cfg(feature = "serde")]
pub use with_serde::{deserialize, serialize};
