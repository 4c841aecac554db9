"""Days out of totals by plain methods: PCHIP on the running total, Denton's and Chow & Lin's
temporal disaggregation. The bar of the picture on real series is theirs (docs/accuracy.md).

    cargo run --release -p crossings-eval -- --series --shared ../shared --peers-take cases.json
    python benches/peers/series_peers.py cases.json > days.json
    cargo run --release -p crossings-eval -- --series --shared ../shared --peers-gave days.json

Takes `[{"name", "days", "windows": [[first, last, number], ...]}, ...]` (positions of days, both
included; windows that follow one another) and gives `{name: {method: [a day's estimate, ...]}}`.
"""

import json
import sys

import numpy as np
from scipy import sparse
from scipy.interpolate import PchipInterpolator
from scipy.sparse.linalg import spsolve


def pchip(days, windows):
    """Differences of a monotone cubic through the running total (Fritsch & Carlson 1980)."""
    ends = np.array([0] + [last + 1 for _, last, _ in windows], dtype=float)
    totals = np.concatenate([[0.0], np.cumsum([number for _, _, number in windows])])
    return np.diff(PchipInterpolator(ends, totals)(np.arange(days + 1)))


def aggregation(days, windows):
    """The matrix that sums days to windows."""
    rows = np.concatenate([np.full(b - a + 1, row) for row, (a, b, _) in enumerate(windows)])
    columns = np.concatenate([np.arange(a, b + 1) for a, b, _ in windows])
    return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(windows), days))


def denton(days, windows):
    """The smoothest days that add up: least squared first differences (Denton 1971; with a constant
    indicator that is Boot, Feibes & Lisman 1967)."""
    c = aggregation(days, windows)
    d = sparse.diags([-np.ones(days - 1), np.ones(days - 1)], [0, 1], shape=(days - 1, days))
    system = sparse.bmat([[2.0 * (d.T @ d), c.T], [c, None]], format="csc")
    right = np.concatenate([np.zeros(days), [number for _, _, number in windows]])
    return spsolve(system, right)[:days]


def chow_lin(days, windows):
    """Generalised least squares on a constant with AR(1) errors, the correlation by maximum
    likelihood (Chow & Lin 1971)."""
    c = aggregation(days, windows)
    y = np.array([number for _, _, number in windows], dtype=float)
    x = np.asarray(c @ np.ones(days))
    best = None
    for rho in np.concatenate([np.linspace(0.0, 0.95, 20), [0.97, 0.98, 0.99, 0.995, 0.999]]):
        lags = np.abs(np.subtract.outer(np.arange(days), np.arange(days)))
        v = rho**lags / (1.0 - rho**2)
        cv = np.asarray(c @ v)
        s = np.asarray(cv @ c.T.toarray())
        factor = np.linalg.cholesky(s + 1e-9 * np.trace(s) / len(s) * np.eye(len(s)))
        white = lambda z: np.linalg.solve(factor, z)
        wx, wy = white(x), white(y)
        beta = (wx @ wy) / (wx @ wx)
        rest = wy - wx * beta
        n = len(y)
        likelihood = -0.5 * n * np.log(rest @ rest / n) - np.log(np.diag(factor)).sum()
        if best is None or likelihood > best[0]:
            best = (likelihood, beta + cv.T @ np.linalg.solve(s, y - x * beta))
    return best[1]


METHODS = {"PCHIP": pchip, "Denton": denton, "Chow-Lin": chow_lin}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    found = {}
    for case in cases:
        windows = [tuple(window) for window in case["windows"]]
        found[case["name"]] = {
            # Nobody is less than nobody: what a method makes negative is zero.
            name: np.maximum(method(case["days"], windows), 0.0).round(3).tolist()
            for name, method in METHODS.items()
        }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
