//! Graphs are drawn unless they are turned off; there is nothing else to say of them.
activation_core::activation! {
    #[plot]
    pub relu: x.max(0);
    #[plot(on)]
    pub square: x * x;
}

fn main() {}
