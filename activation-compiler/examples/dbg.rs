use activation_compiler::eval::*;
use activation_compiler::*;
fn main() {
    let src = std::env::args().nth(1).unwrap();
    let x: f64 = std::env::args().nth(2).unwrap().parse().unwrap();
    let tokens: proc_macro2::TokenStream = format!("[::c] f: {src}").parse().unwrap();
    let mut d = diagnostic::Diagnostics::default();
    let p = parse::parse(tokens, &mut d);
    check::check(&p, &mut d);
    let c = calculus(&p, 0, &mut d).unwrap();
    let names: Vec<String> = c.parameters.iter().map(|p| p.name.clone()).collect();
    let defaults: Vec<f64> = c.parameters.iter().map(|p| p.default).collect();
    println!("value {}", pretty::pretty(&c.arena, c.value, &names));
    println!("derivative {}", pretty::pretty(&c.arena, c.derivative, &names));
    println!("second {}", pretty::pretty(&c.arena, c.second, &names));
    for pr in [Precision::Single, Precision::Double] {
        let t = Tape::new(&c.arena, &[c.second]);
        let mut v = Vec::new();
        t.run_into(Point::at(x, &defaults), pr, &mut v);
        println!("{pr:?}");
        for (i, (n, ops)) in t.steps().iter().enumerate() {
            if v[i].is_nan() {
                println!("{i} {n:?} {ops:?} {:?}", ops.map(|o| v[o]));
            }
        }
    }
}
