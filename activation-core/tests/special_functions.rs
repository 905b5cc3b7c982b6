//! The special functions against mpmath 1.3.0 at 60 digits. The arguments are exact in `f32` too.

use activation_core::Real;

/// One function with its reference values, and how many ULP off it may be in `f64`. (Next to a dense
/// sweep's worst case, which is in the docs of `math`.) In `f32` it is rounded correctly.
struct Table {
    name: &'static str,
    wide: fn(f64) -> f64,
    narrow: fn(f32) -> f32,
    ulps: u64,
    values: &'static [(f64, f64)],
}

const TABLES: &[Table] = &[
    Table {
        name: "erf",
        wide: Real::erf,
        narrow: Real::erf,
        ulps: 1,
        values: &[
            (-6.0, -1.0),
            (-1.5, -0.966_105_146_475_310_8),
            (-0.25, -0.276_326_390_168_236_96),
            (0.015_625, 0.017_629_489_782_642_005),
            (0.5, 0.520_499_877_813_046_5),
            (0.843_75, 0.767_225_661_232_341_6),
            (1.125, 0.888_388_231_701_707_8),
            (3.25, 0.999_995_697_220_536_3),
        ],
    },
    Table {
        name: "erfc",
        wide: Real::erfc,
        narrow: Real::erfc,
        ulps: 2,
        values: &[
            (-3.0, 1.999_977_909_503_001_5),
            (-0.5, 1.520_499_877_813_046_5),
            (0.25, 0.723_673_609_831_763_1),
            (0.843_75, 0.232_774_338_767_658_38),
            (1.25, 0.077_099_871_743_541_77),
            (2.875, 4.785_483_974_377_341e-05),
            (6.5, 3.842_148_327_120_647_5e-20),
            (9.0, 4.137_031_746_513_81e-37),
            (15.312_5, 5.435_969_012_410_748e-104),
            (26.5, 2.210_907_664_263_734_3e-307),
        ],
    },
    Table {
        name: "norm_cdf",
        wide: Real::norm_cdf,
        narrow: Real::norm_cdf,
        ulps: 2,
        values: &[
            (-37.5, 4.605_353_009_581_955e-308),
            (-25.312_5, 1.163_436_836_485_200_5e-141),
            (-14.25, 2.241_406_232_693_64e-46),
            (-8.687_5, 1.852_512_097_364_081_7e-18),
            (-5.5, 1.898_956_246_588_771_8e-08),
            (-2.093_75, 0.018_141_128_163_506_277),
            (-0.75, 0.226_627_352_376_868_2),
            (0.031_25, 0.512_464_917_434_377_2),
            (1.312_5, 0.905_324_256_978_357_4),
            (6.5, 0.999_999_999_959_84),
        ],
    },
    Table {
        name: "norm_pdf",
        wide: Real::norm_pdf,
        narrow: Real::norm_pdf,
        ulps: 2,
        values: &[
            (-37.5, 1.728_233_732_284_105_4e-306),
            (-21.687_5, 2.925_595_121_065_786e-103),
            (-12.984_375, 9.799_172_371_833_697e-38),
            (-4.718_75, 5.831_482_425_988_517e-06),
            (-0.812_5, 0.286_786_667_566_414_47),
            (0.0, 0.398_942_280_401_432_7),
            (0.312_5, 0.379_930_606_198_627_73),
            (1.593_75, 0.112_033_419_427_007_47),
            (9.531_25, 7.485_629_668_790_652e-21),
        ],
    },
    Table {
        name: "exp_neg_square",
        wide: Real::exp_neg_square,
        narrow: Real::exp_neg_square,
        ulps: 1,
        values: &[
            (-26.531_25, 1.981_416_303_266_391_5e-306),
            (-20.765_625, 5.337_812_059_125_240_4e-188),
            (-13.296_875, 1.635_857_930_589_009_3e-77),
            (-6.382_812_5, 2.026_350_240_395_863e-18),
            (-1.578_125, 0.082_870_302_351_430_49),
            (0.0, 1.0),
            (0.359_375, 0.878_841_786_041_074_3),
            (2.718_75, 0.000_616_407_946_691_312_7),
            (8.921_875, 2.692_916_317_233_124e-35),
        ],
    },
];

#[test]
fn reference_values_are_met() {
    for table in TABLES {
        for &(x, expected) in table.values {
            let got = (table.wide)(x);
            let distance = got.to_bits().abs_diff(expected.to_bits());
            assert!(distance <= table.ulps, "{}({x}) = {got:e}, not {expected:e}: {distance} ULP", table.name);
            let rounded = narrow(expected);
            if rounded == 0.0 || rounded.is_normal() {
                assert_eq!((table.narrow)(narrow(x)), rounded, "{}({x}_f32)", table.name);
            }
        }
    }
}

#[allow(clippy::cast_possible_truncation)]
fn narrow(value: f64) -> f32 {
    value as f32
}

#[test]
fn limits_are_reached_and_nan_stays() {
    let (zero, one, inf) = (0.0, 1.0, f64::INFINITY);
    assert_eq!((Real::erf(inf), Real::erf(-inf)), (one, -one));
    assert_eq!((Real::erfc(inf), Real::erfc(-inf)), (zero, 2.0));
    assert_eq!((inf.norm_cdf(), (-inf).norm_cdf()), (one, zero));
    for x in [inf, -inf, f64::MAX, f64::MIN, 1e200] {
        assert_eq!((x.norm_pdf(), x.exp_neg_square()), (zero, zero));
    }
    assert_eq!((1e200.norm_cdf(), (-1e200).norm_cdf()), (one, zero));
    for table in TABLES {
        assert!((table.wide)(f64::NAN).is_nan(), "{}", table.name);
        assert!((table.narrow)(f32::NAN).is_nan(), "{}", table.name);
    }
}
