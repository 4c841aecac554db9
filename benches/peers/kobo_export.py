"""Writes a made-up flow monitoring export of KoboToolbox, as CSV and as XLSX, and makes daily counts of them.

    python kobo_export.py make FOLDER [ROWS]      # FOLDER/kobo.csv, FOLDER/kobo.xlsx
    python kobo_export.py pandas FILE             # what pandas takes for the same daily counts
"""

import random
import resource
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

HEAD = ["start", "end", "today", "point/point_name", "point/enumerator", "flow/direction", "people/group_size", "people/men",
        "people/women", "people/boys", "people/girls", "people/nationality", "people/reasons", "people/reasons/conflict",
        "people/reasons/work", "_gps_latitude", "_gps_longitude", "_id", "_uuid", "_submission_time", "_validation_status"]
POINTS = ["torkham", "chaman", "ghulam_khan", "angoor_ada", "kharlachi"]


def rows(count):
    chance = random.Random(20231101)
    begin = datetime(2023, 9, 15, 6)
    for n in range(count):
        at = begin + timedelta(minutes=n * 100 // (count // 1440 + 1) + chance.randrange(60))
        men, women, boys, girls = (chance.randrange(4) for _ in range(4))
        day = at.date().isoformat()
        yield [at.isoformat() + ".000+05:00", at.isoformat() + ".000+05:00", day, chance.choice(POINTS), f"e{n % 40}",
               chance.choice(["in", "out"]), men + women + boys + girls, men, women, boys, girls, "afghan", "conflict work", 1, 1,
               34.1, 71.1, n + 1, f"{chance.getrandbits(128):032x}", at.isoformat(), "validation_status_approved"]


def make(folder, count):
    import csv

    from openpyxl import Workbook
    with open(folder / "kobo.csv", "w", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(HEAD)
        writer.writerows(rows(count))
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Flow monitoring")
    sheet.append(HEAD)
    for row in rows(count):
        sheet.append(row)
    book.save(folder / "kobo.xlsx")


def daily(path):
    import pandas
    begun = time.perf_counter()
    frame = pandas.read_csv(path, sep=";") if path.suffix == ".csv" else pandas.read_excel(path, engine=sys.argv[3] if len(sys.argv) > 3 else None)
    frame = frame.drop_duplicates("_uuid")
    frame = frame[frame["_validation_status"] != "validation_status_not_approved"]
    sums = frame.groupby(["today", "point/point_name", "flow/direction"])[
        ["people/group_size", "people/men", "people/women", "people/boys", "people/girls"]].sum()
    took = time.perf_counter() - begun
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(f"{len(sums)} daily counts, {took:.2f} s wall, {usage.ru_utime:.2f} s user in all, {usage.ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 100_000)
    else:
        daily(Path(sys.argv[2]))
