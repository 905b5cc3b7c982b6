"""The coefficients of erfc in activation-burn/src/composed.rs: erfc(x) exp(x^2) / t in t - 1/2, where t = 1 / (1 + x/2).

In: nothing. Out: the worst relative error and the coefficients, that of the highest power first. Needs mpmath."""

from mpmath import chebyfit, erfc, exp, mp, mpf, nstr, pi, sqrt

mp.dps = 60


def scaled(s):
    """The function of s = t - 1/2, by its asymptotic series far out."""
    t = s + mpf(1) / 2
    if t < mpf(10) ** -30:
        return 1 / (2 * sqrt(pi))
    x = 2 / t - 2
    if x <= 50:
        return exp(x * x) * erfc(x) / t
    total, term = mpf(0), mpf(1)
    for k in range(60):
        total += term
        term *= -(2 * k + 1) / (2 * x * x)
    return total / (x * sqrt(pi)) / t


for count in (10, 24):
    coefficients, error = chebyfit(scaled, [-mpf(1) / 2 + mpf(10) ** -20, mpf(1) / 2], count, error=True)
    print(count, nstr(error, 3), [nstr(value, 18) for value in coefficients])
