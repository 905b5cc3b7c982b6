use activation_core::activation;

/// Ten times its tokens, once more than there are words in brackets.
macro_rules! tenfold {
    ([$($then:ident)*] $($token:tt)*) => {
        tenfold! { @ [$($then)*] $($token)* $($token)* $($token)* $($token)* $($token)* $($token)* $($token)* $($token)* $($token)* $($token)* }
    };
    (@ [] $($token:tt)*) => { activation! { long: x $($token)*; } };
    (@ [$first:ident $($then:ident)*] $($token:tt)*) => { tenfold! { [$($then)*] $($token)* } };
}

tenfold! { [a b c] + x + x + x + x + x + x + x + x + x + x }

fn main() {}
