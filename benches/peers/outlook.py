"""Scores what people forecast daily flows with today, on the series and origins of `score` (crates/outlook/examples).

Usage: python outlook.py FOLDER-OF-SERIES OUTPUT.csv [SERIES ...]

Needs statsforecast (PyPI) in an environment of its own. Every method gives 100 quantiles (0.005 to 0.995) for each
horizon, cut at zero; the CRPS is the mean over them of twice the pinball loss, as in `score`. Point methods (last
value, drift, seasonal naive, 28-day mean) are scored twice: as they are, and with their own errors of the last 56
origins at the same horizon around them ("+errors"), which is what their users could have done.
"""
import collections
import csv
import datetime as dt
import sys
import warnings

import numpy as np

warnings.filterwarnings("ignore")
DAY = dt.timedelta(1)
LEVELS = (np.arange(100) + 0.5) / 100
SPREAD = 56


def day(text):
    return dt.date.fromisoformat(text)


def rows(path):
    with open(path, newline="") as file:
        yield from csv.DictReader(file)


class Plain:
    """A series whose days are final when they are out."""

    def __init__(self, truth):
        self.truth = truth

    def known(self, origin):
        return {d: v for d, v in self.truth.items() if d <= origin}


class Vintages(Plain):
    """Italy: what the latest bulletin that was out said of each day; the bulletin's own day is not over, and later days are blanks in it."""

    def __init__(self, path):
        self.rows = sorted((day(r["reported"]), day(r["day"]), float(r["arrivals"])) for r in rows(path) if r["arrivals"])
        super().__init__({d: v for _, d, v in self.rows})

    def known(self, origin):
        return {d: v for reported, d, v in self.rows if reported <= origin and d < reported}


def totals(path, wanted, first):
    """Daily numbers from one office's running totals; days between two totals get equal shares."""
    ends = sorted({day(r["end"]): float(r["value"]) for r in rows(path) if wanted(r)}.items())
    out, before, total = {}, first - DAY, 0.0
    for end, value in ends:
        share = (value - total) / (end - before).days
        for step in range((end - before).days):
            out[before + (step + 1) * DAY] = share
        before, total = end, value
    return out


def series(folder):
    channel = {day(r["day"]): float(r["arrivals"]) for r in rows(folder + "/channel-boats.csv")}
    unhcr = lambda r: r["source"].startswith("UNHCR")
    torkham = lambda r: (r["source"] == "KP Home Dept" and r["via"] == "Torkham" and r["cumulative"] == "True"
                         and r["start"] == "2023-09-17" and r["value"] != "200975")
    poland = totals(folder + "/ukraine-poland-2022.csv", unhcr, day("2022-02-24"))
    pakistan = totals(folder + "/pakistan-afghanistan-2023.csv", torkham, day("2023-09-17"))
    some, all28 = (1, 7, 14, 28), tuple(range(1, 29))
    return {
        "italy": (Vintages(folder + "/italy-sea-arrivals.csv"), day("2021-01-01"), some),
        "channel": (Plain(channel), day("2020-01-01"), some),
        "poland": (Plain(poland), day("2022-03-16"), all28),
        "torkham": (Plain(pakistan), day("2023-11-06"), all28),
    }


def crps(quantiles, y):
    over = y - quantiles
    return 2 * np.mean(np.maximum(LEVELS * over, (LEVELS - 1) * over))


def points(x, ahead):
    """Point forecasts `ahead` days after the last of `x`."""
    n = len(x)
    return {
        "last": x[-1],
        "drift": x[-1] + ahead * (x[-1] - x[0]) / max(n - 1, 1),
        "seasonal": x[n - 7 + (ahead - 1) % 7] if n >= 7 else x[-1],
        "mean28": np.mean(x[-28:]),
    }


def ets(x, steps):
    from statsforecast.models import AutoETS
    levels = [99 - 2 * i for i in range(50)]
    try:
        f = AutoETS(season_length=7).forecast(y=np.asarray(x, dtype=float), h=steps, level=levels)
    except Exception:
        f = AutoETS(season_length=1).forecast(y=np.asarray(x, dtype=float), h=steps, level=levels)
    columns = [f[f"lo-{l}"] for l in levels] + [f[f"hi-{l}"] for l in reversed(levels)]
    return np.stack(columns, axis=1)


def main():
    folder, output = sys.argv[1:3]
    out = csv.writer(open(output, "w", newline=""))
    out.writerow(["series", "origin", "horizon", "method", "crps", "inside90"])
    for name, (data, first, horizons) in series(folder).items():
        if len(sys.argv) > 3 and name not in sys.argv[3:]:
            continue
        origin, last = first, max(data.truth)
        scores = collections.defaultdict(list)
        while origin + DAY <= last:
            known = data.known(origin)
            x = np.array([known[d] for d in sorted(known)])
            stale = (origin - max(known)).days
            smooth = ets(x, stale + max(horizons))
            for h in horizons:
                if origin + h * DAY not in data.truth:
                    continue
                y, ahead = data.truth[origin + h * DAY], stale + h
                forecasts = {"ets": smooth[ahead - 1]}
                for days in (28, 56):
                    forecasts[f"sample{days}"] = np.quantile(x[-days:], LEVELS)
                past = collections.defaultdict(list)
                for end in range(max(1, len(x) - ahead - SPREAD + 1), len(x) - ahead + 1):
                    for method, value in points(x[:end], ahead).items():
                        past[method].append(x[end - 1 + ahead] - value)
                for method, value in points(x, ahead).items():
                    forecasts[method] = np.full(100, value)
                    if past[method]:
                        forecasts[method + "+errors"] = value + np.quantile(past[method], LEVELS)
                for method, quantiles in forecasts.items():
                    quantiles = np.maximum(quantiles, 0)
                    inside = quantiles[4:6].mean() <= y <= quantiles[94:96].mean()
                    score = crps(quantiles, y)
                    scores[method, h].append(score)
                    out.writerow([name, origin, h, method, round(score, 3), int(inside)])
            origin += 7 * DAY
        for method in sorted({m for m, _ in scores}):
            of = [np.mean(scores[method, h]) for h in horizons]
            pooled = np.mean([s for (m, _), all in scores.items() if m == method for s in all])
            print(f"{name:8} {method:16} {pooled:9.1f}  " + " ".join(f"{s:.1f}" for s in of[:: max(1, len(of) // 4)]), flush=True)


main()
