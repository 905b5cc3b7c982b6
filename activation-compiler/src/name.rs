//! The two spellings of an activation's name.
//!
//! In: an identifier as the user wrote it, `leaky_relu` or `LeakyRelu`. Out: the struct's name or the registry's. Must
//! never lose the span: messages and editors find the user's token by it.

use proc_macro2::Ident;

/// `leaky_relu`, `LeakyRelu` → `LeakyRelu`; a raw `r#type` → `Type`.
pub fn pascal(name: &Ident) -> Ident {
    let text = name.to_string();
    let text = text.trim_start_matches("r#");
    let mut result = String::new();
    for word in text.split('_').filter(|word| !word.is_empty()) {
        // `log2_1` would otherwise become the same struct as `log21`.
        if result.ends_with(|c: char| c.is_ascii_digit()) && word.starts_with(|c: char| c.is_ascii_digit()) {
            result.push('_');
        }
        let mut letters = word.chars();
        if let Some(first) = letters.next() {
            result.extend(first.to_uppercase());
            result.extend(letters);
        }
    }
    // `self` is refused by `check`, and `Self` is the one Pascal-case keyword; so is `_`, which is no name at all.
    match result.as_str() {
        "" => result.push_str("__"),
        "Self" => result.push('_'),
        _ => {}
    }
    // `_1` is refused, too, but its struct is still emitted.
    if result.starts_with(|letter: char| letter.is_ascii_digit()) {
        result.insert(0, '_');
    }
    Ident::new(&result, name.span())
}

/// `LeakyRelu`, `leaky_relu` → `leaky_relu`.
pub fn snake(name: &Ident) -> String {
    let text = name.to_string();
    let mut result = String::new();
    let mut before_lower = false;
    for letter in text.trim_start_matches("r#").chars() {
        if letter.is_uppercase() && before_lower {
            result.push('_');
        }
        before_lower = letter.is_lowercase() || letter.is_ascii_digit();
        result.extend(letter.to_lowercase());
    }
    result.trim_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proc_macro2::Span;

    #[test]
    fn both_spellings_meet() {
        for (written, struct_name, name) in [
            ("relu", "Relu", "relu"),
            ("Relu", "Relu", "relu"),
            ("leaky_relu", "LeakyRelu", "leaky_relu"),
            ("LeakyRelu", "LeakyRelu", "leaky_relu"),
            ("hard_sigmoid_02", "HardSigmoid02", "hard_sigmoid_02"),
            ("relu6", "Relu6", "relu6"),
            ("GELU", "GELU", "gelu"),
            ("_1", "_1", "1"),
            ("_", "__", ""),
        ] {
            let ident = Ident::new(written, Span::call_site());
            assert_eq!(pascal(&ident).to_string(), struct_name);
            assert_eq!(snake(&ident), name);
        }
    }
}
