//! In: an activation's parameters. Out: `Serialize` and `Deserialize` for it, if the feature `serde` is on, and nothing
//! otherwise: emitted code calls the macro below without knowing which. It must never save anything but parameters.

/// Called by emitted code with a struct and the names of its fields.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_serde {
    ($($tokens:tt)*) => {};
}

/// Called by emitted code with a struct and the names of its fields.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_serde {
    ($name:ident $($field:literal)*) => {
        #[automatically_derived]
        impl $crate::private::serde::Serialize for $name {
            fn serialize<S: $crate::private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::private::serialize(self, serializer)
            }
        }

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
    use std::fmt;
    use std::marker::PhantomData;

    use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
    use serde::ser::{SerializeStruct, Serializer};

    use crate::activation::Activation;

    /// The parameters as the fields of a struct.
    pub fn serialize<A: Activation, S: Serializer>(activation: &A, serializer: S) -> Result<S::Ok, S::Error> {
        let parameters = activation.parameters();
        let mut fields = serializer.serialize_struct(activation.facts().name, parameters.len())?;
        for (index, parameter) in parameters.iter().enumerate() {
            fields.serialize_field(parameter.name, &activation.parameter(index).unwrap_or(parameter.default))?;
        }
        fields.end()
    }

    /// An activation from such a struct; a field that is missing keeps its default.
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
                let value = values.next_element()?.ok_or_else(|| de::Error::invalid_length(index, &self))?;
                activation.set_parameter(index, value);
            }
            Ok(activation)
        }

        fn visit_map<M: MapAccess<'de>>(self, mut entries: M) -> Result<A, M::Error> {
            let mut activation = A::default();
            while let Some(field) = entries.next_key::<String>()? {
                let index = self.fields.iter().position(|known| *known == field);
                let index = index.ok_or_else(|| de::Error::unknown_field(&field, self.fields))?;
                activation.set_parameter(index, entries.next_value()?);
            }
            Ok(activation)
        }
    }

    impl serde::Serialize for crate::AnyActivation {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_str(self)
        }
    }

    impl<'de> serde::Deserialize<'de> for crate::AnyActivation {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = String::deserialize(deserializer)?;
            text.parse().map_err(de::Error::custom)
        }
    }
}

#[cfg(feature = "serde")]
pub use with_serde::{deserialize, serialize};
