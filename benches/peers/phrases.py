"""Runs peers on the phrases of phrases.tsv and writes what each got, and whether it is right.

right       the value, or the window, and any bound
value only  the right number, or both ends of a range, without the bound
two answers the right window is one of several given
none        nothing found: what a peer without dates gets for a date
wrong       anything else, a stray number beside the right one too
"""

import argparse
import csv
import re
import sys
from collections import Counter, namedtuple
from datetime import date, timedelta
from pathlib import Path

import peers

Number = namedtuple("Number", "value low high")
Window = namedtuple("Window", "start end")


def number(found):
    """Returns a peer's result as a `Number`."""
    if hasattr(found, "resolution"):
        return Number(float(found.resolution["value"]), None, None)
    if found.uncertainty is None:
        return Number(found.value, None, None)
    return Number(None, found.value - found.uncertainty, found.value + found.uncertainty)


def bounded(found):
    """Returns the `Number` of a duration that has a bound ("more than 30 years"), or None."""
    first = answers(found)[0]
    length = re.fullmatch(r"PT?([\d.]+)[A-Z]", first.get("timex", ""))
    if not length or first.get("Mod") not in ("more", "less"):
        return None
    value = float(length[1])
    return Number(value, value, None) if first["Mod"] == "more" else Number(value, None, value)


def answers(found):
    return ((found.resolution or {}).get("values") or [{}])


def windows(found):
    """Returns the windows that a date-time result may mean, without those of a bare duration."""
    some = [a for a in answers(found) if a.get("type") in
            ("date", "datetime", "daterange", "datetimerange")]
    return [Window(*(a.get(k, a.get("value", ""))[:10] for k in ("start", "end"))) for a in some]


def judge_number(want, got):
    if not got:
        return "none"
    if len(got) == 1:
        one = got[0]
        if (one.low, one.high) == (want.low, want.high) and want.value in (one.value, None):
            return "right"
        unbounded = one.low is None and one.high is None
        return "value only" if unbounded and one.value == want.value else "wrong"
    ends = want.value is None and {n.value for n in got} == {want.low, want.high}
    return "value only" if ends and len(got) == 2 else "wrong"


def judge_date(want, got):
    def fits(window):
        # A peer may end a window of several days on the day after its last one.
        ends = {want.end}
        if want.end and want.start != want.end:
            ends.add(str(date.fromisoformat(want.end) + timedelta(days=1)))
        return want.start in ("", window.start) and (not want.end or window.end in ends)

    if not got:
        return "none"
    hits = [choices for choices in got if any(map(fits, choices))]
    if not hits:
        return "wrong"
    return "right" if any(len(set(choices)) == 1 for choices in hits) else "two answers"


def run(peer, row):
    """Returns what the peer got for a phrase, as text, and the verdict."""
    numbers, dates = peer.read(row["phrase"])
    if row["kind"] == "date":
        got = [w for w in map(windows, dates) if w]
        shown = "; ".join(" or ".join("..".join(w) for w in dict.fromkeys(c)) for c in got)
        return shown, judge_date(Window(row["start"], row["end"]), got)
    got = list(filter(None, map(bounded, dates))) or list(map(number, numbers))
    want = Number(*(float(row[k]) if row[k] else None for k in Number._fields))
    return "; ".join(show(n) for n in got), judge_number(want, got)


def show(n):
    if n.low is None and n.high is None:
        return f"{n.value:.10g}"
    return "..".join("" if x is None else f"{x:.10g}" for x in (n.low, n.high))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--peer", choices=peers.PEERS, action="append", required=True,
                        help="a peer to run (can be repeated)")
    args = parser.parse_args()

    with open(Path(__file__).with_name("phrases.tsv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    columns = [*rows[0]]
    for name in args.peer:
        peer, _ = peers.load(name)
        columns += [name, f"{name} verdict"]
        score = Counter()
        for row in rows:
            row[columns[-2]], row[columns[-1]] = run(peer, row)
            score[row["kind"], row[columns[-1]]] += 1
        for kind in ("number", "date"):
            told = ", ".join(f"{n} {v}" for (k, v), n in score.most_common() if k == kind)
            print(f"{name} {peer.version}, {kind}: {told}", file=sys.stderr)
    out = csv.DictWriter(sys.stdout, columns, delimiter="\t", lineterminator="\n")
    out.writeheader()
    out.writerows(rows)


if __name__ == "__main__":
    main()
