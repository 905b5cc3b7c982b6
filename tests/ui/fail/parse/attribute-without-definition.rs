use activation_core::activation;

activation! {
    #[doc = "Rectified linear unit."]
}

fn main() {}
