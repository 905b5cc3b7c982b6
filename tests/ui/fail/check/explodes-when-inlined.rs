use activation_core::activation;

activation! {
    a0: x * x;
    a1: a0(x) + a0(1 * x);
    a2: a1(x) + a1(2 * x);
    a3: a2(x) + a2(3 * x);
    a4: a3(x) + a3(4 * x);
    a5: a4(x) + a4(5 * x);
    a6: a5(x) + a5(6 * x);
    a7: a6(x) + a6(7 * x);
    a8: a7(x) + a7(8 * x);
    a9: a8(x) + a8(9 * x);
    a10: a9(x) + a9(10 * x);
    a11: a10(x) + a10(11 * x);
    a12: a11(x) + a11(12 * x);
    a13: a12(x) + a12(13 * x);
    a14: a13(x) + a13(14 * x);
    a15: a14(x) + a14(15 * x);
    a16: a15(x) + a15(16 * x);
    a17: a16(x) + a16(17 * x);
    a18: a17(x) + a17(18 * x);
    a19: a18(x) + a18(19 * x);
    a20: a19(x) + a19(20 * x);
}

fn main() {}
