//! In: nothing. Out: the constants of the error function and the normal distribution, for each type. They come from
//! `tools/minimax/erf.sollya`; none may be changed alone.

use fearless_simd::SimdFloatElement;

/// The tail of erf, or of the normal distribution.
pub(crate) struct Side<T: 'static> {
    /// Without its exponential and times a + `middle`, the tail is ½ · `top` · (1 + q · tail(q)), q = 1 − `slope` · `top` /
    /// (a + `middle`).
    pub(super) tail: &'static [T],
    /// A number of few bits.
    pub(super) middle: T,
    pub(super) top: T,
    pub(super) slope: T,
    /// How much an error of the quotient changes 1 + q · tail(q): between the greatest and the least.
    pub(super) weight: T,
    /// From here on the tail is 0.
    pub(super) end: T,
}

/// What the family of a type needs.
pub struct Erf<T: SimdFloatElement + 'static> {
    /// erf(x) / x − 1 in x², for |x| < `far`
    pub(super) near: &'static [T],
    /// From here on erf is 1 less the tail.
    pub(super) far: T,
    /// erfc
    pub(super) plain: Side<T>,
    /// Φ
    pub(super) normal: Side<T>,
    /// 1 / √(2π)
    pub(super) density: T,
    /// Below this the normal distribution's tail is nothing beside 1, even raised.
    pub(super) raised: T,
    /// What takes the raising back: 1 / `detour` of the exponential.
    pub(super) lower: T,
}

/// The table of a type.
pub trait Constants: SimdFloatElement + 'static {
    /// The table.
    const ERF: &'static Erf<Self>;
}

impl Constants for f32 {
    /// `near` within 5.3e-09, the tails within 1.1e-08 and 1.9e-08.
    const ERF: &'static Erf<f32> = &Erf {
        near: &[0.128_379_17, -0.376_125_8, 0.112_820_93, -0.026_704_78, 0.004_607_118],
        far: 0.5625,
        plain: Side {
            tail: &[
                -0.256_425_1,
                -0.011_480_862,
                0.018_678_65,
                0.002_903_913_4,
                -0.001_801_772,
                -0.000_846_733_16,
                2.597_739e-5,
                0.000_147_497_17,
                6.003_83e-5,
                1.081_005_4e-5,
                6.306_682_4e-7,
                -3.268_623_4e-8,
            ],
            middle: 1.0625,
            top: 1.501_995_3,
            slope: 2.371_845,
            weight: 0.75,
            end: 10.22,
        },
        normal: Side {
            tail: &[
                -0.256_956_28,
                -0.012_280_424,
                0.018_911_41,
                0.003_079_985,
                -0.001_813_679_1,
                -0.000_886_978_47,
                1.479_745_9e-5,
                0.000_152_356_92,
                6.520_992_6e-5,
                1.281_253_7e-5,
                1.025_700_4e-6,
            ],
            middle: 1.5,
            top: 1.063_451_5,
            slope: 4.701_671_6,
            weight: 1.0,
            end: 14.45,
        },
        density: 0.398_942_3,
        raised: -11.5,
        lower: 1.0 / 4_294_967_296.0,
    };
}

impl Constants for f64 {
    /// `near` within 1.2e-17, the tails within 7.1e-18 and 2.0e-17.
    const ERF: &'static Erf<f64> = &Erf {
        near: &[
            0.128_379_167_095_512_6,
            -0.376_126_389_031_840_4,
            0.112_837_916_709_749_81,
            -0.026_866_170_651_355_405,
            0.005_223_977_732_606_009,
            -0.000_854_833_810_832_162_6,
            0.000_120_560_512_641_658_88,
            -1.495_501_843_193_805_6e-5,
            1.719_738_315_957_178_1e-6,
            -2.663_735_318_414_569_5e-7,
            7.554_827_699_643_883e-8,
        ],
        far: 0.5625,
        plain: Side {
            tail: &[
                -0.518_768_445_016_172_1,
                0.180_936_434_725_072_4,
                -0.028_959_530_138_281_522,
                -0.006_170_219_715_621_372,
                0.003_370_817_031_176_185,
                0.000_366_357_429_842_385_96,
                -0.000_398_161_908_764_469_5,
                -5.993_961_759_121_795_6e-5,
                5.136_757_439_028_496e-5,
                1.536_605_908_874_737_2e-5,
                -5.857_439_943_921_56e-6,
                -3.798_876_446_684_244_3e-6,
                1.810_073_176_323_297_7e-7,
                7.669_010_896_769_124e-7,
                1.876_649_918_164_464_3e-7,
                -9.690_864_028_774_858e-8,
                -7.218_248_124_967_694e-8,
                -5.394_518_721_795_828e-9,
                1.308_940_631_503_546_6e-8,
                6.125_511_445_145_416e-9,
                -9.936_422_186_682_944e-12,
                -1.004_839_021_723_641_5e-9,
                -4.168_187_894_475_311e-10,
                -7.573_946_648_369_066e-11,
                -5.380_810_851_493_849e-12,
            ],
            middle: 2.0,
            top: 1.790_011_511_813_899_5,
            slope: 2.793_278_125_308_409,
            weight: 0.75,
            end: 27.31,
        },
        normal: Side {
            tail: &[
                -0.430_238_913_794_126_65,
                0.113_259_280_154_247_08,
                -0.005_834_712_162_683_762,
                -0.006_663_805_218_359_692,
                0.001_062_575_837_615_888,
                0.000_635_030_891_591_559_4,
                -0.000_102_668_307_563_475_94,
                -8.810_954_843_770_929e-5,
                3.522_510_609_899_794_6e-6,
                1.371_722_795_714_417_1e-5,
                2.166_402_861_788_652e-6,
                -1.814_019_804_520_797_1e-6,
                -8.672_914_515_630_26e-7,
                8.261_004_395_325_727e-8,
                1.951_848_192_571_213_7e-7,
                5.095_739_860_603_846e-8,
                -2.159_669_837_630_209_7e-8,
                -1.888_139_331_472_915_2e-8,
                -2.949_822_259_610_140_5e-9,
                2.572_533_157_353_038_6e-9,
                1.564_334_657_820_054_8e-9,
                1.983_771_706_062_342_6e-10,
                -1.356_305_592_377_269_7e-10,
                -7.067_699_694_037_499e-11,
                -1.403_308_026_007_039_2e-11,
                -1.084_393_606_279_771_7e-12,
            ],
            middle: 2.5,
            top: 1.187_247_489_509_205,
            slope: 5.895_990_567_976_457,
            weight: 1.0,
            end: 38.62,
        },
        density: 0.398_942_280_401_432_7,
        raised: -35.0,
        lower: 1.0 / 18_446_744_073_709_551_616.0,
    };
}
