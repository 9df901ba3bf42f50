"""Fits tanh(x) = x P(x^2) / Q(x^2) with degrees 4 and 4 for Activations.tanh and prints the coefficients as floats.

Run with any Python 3 that has numpy. The relative error is minimised in the largest value by Lawson's reweighting of
linearised least squares.
"""
import numpy as np

BOUND, DEGREE = 9.02, 4

x = np.cos(np.linspace(0, np.pi / 2, 6000)) * BOUND
x = np.append(x[x > 1e-4], 1e-4)
v = (x / BOUND) ** 2
f = np.tanh(x) / x
weights, q, best = np.ones_like(x), np.ones_like(x), None
powers = np.vander(v, DEGREE + 1, increasing=True)
for _ in range(600):
    equations = np.hstack([powers, -f[:, None] * powers[:, 1:]])
    scale = np.sqrt(weights) / (q * f)
    solution, *_ = np.linalg.lstsq(equations * scale[:, None], f * scale, rcond=None)
    top, bottom = solution[: DEGREE + 1], np.concatenate([[1], solution[DEGREE + 1 :]])
    q = powers @ bottom
    error = np.abs(powers @ top / q / f - 1)
    if best is None or error.max() < best[0]:
        best = error.max(), top, bottom
    weights *= (error / error.max() + 1e-3) ** 0.5
    weights /= weights.sum()

worst, top, bottom = best
unscale = BOUND ** (2.0 * np.arange(DEGREE + 1))
print("largest relative error", worst)
print("P", [float(np.float32(c)) for c in top / unscale])
print("Q", [float(np.float32(c)) for c in bottom / unscale])
