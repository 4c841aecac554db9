"""Makes the tables of this folder, and what must be read from them.

    python3 -m venv target/tables-venv
    target/tables-venv/bin/pip install openpyxl pandas libhxl six
    target/tables-venv/bin/python crates/read/tests/tables/make.py

The figures are real (counts by the provincial government of Khyber Pakhtunkhwa, the Border Guard of
Poland and IOM, as reported in 2022 and 2023) or, for sexes and small crossings, made to add up; the
words are ours. `.xlsx` come from openpyxl, pandas and LibreOffice, `.ods` from LibreOffice;
tags are checked with libhxl. The gold (`gold.csv`) is the same content as a person would type it
into a claim table, with the file's name and whether the claim is a part of another.
"""

import csv
import io
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pandas

HERE = Path(__file__).parent
FIELDS = ["file", "value", "low", "high", "qualifier", "unit", "measure", "kind", "nationality", "group",
          "via", "from", "to", "at", "start", "end", "cumulative", "part"]
gold = []


def claim(file, value, kind, start="", end=None, **rest):
    row = {field: "" for field in FIELDS}
    row.update(file=file, value=value, kind=kind, start=start, end=start if end is None else end,
               qualifier="exact", unit="people", measure="flow", group="all", cumulative="false", part="false")
    row.update(rest)
    row["from"] = rest.get("from_", row["from"])
    row.pop("from_", None)
    gold.append(row)


def text(name, content, encoding="utf-8"):
    (HERE / name).write_bytes(content.encode(encoding))


def rows_of(content, delimiter=","):
    return list(csv.reader(io.StringIO(content), delimiter=delimiter))


def number(cell):
    try:
        return int(cell)
    except ValueError:
        return cell or None


def book(name, sheets, merges=()):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append([number(cell) if isinstance(cell, str) else cell for cell in row])
        for area in merges:
            sheet.merge_cells(area)
    made.save(HERE / name)


def convert(source, ending):
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", ending,
                        "--outdir", str(HERE), str(HERE / source)], check=True, capture_output=True, timeout=180)


# Torkham in November 2023, by day; Chaman beside it.
DAYS = [date(2023, 11, 1) + timedelta(days=n) for n in range(5)]
TORKHAM = [24740, 19344, 12666, 7135, 6584]
CHAMAN = [4120, 3890, 2730, 2105, 1980]
POLAND_IN = {"Medyka": [17200, 21300, 26800], "Dorohusk": [4100, 6300, 8900], "Korczowa": [6300, 9900, 13400]}
FEB = [date(2022, 2, 24), date(2022, 2, 25), date(2022, 2, 26)]
SEXES = [(9800, 7410, 7530), (7000, 6044, 6300)]  # men, women, children of the first two days


def long_csv():
    # 1. Long, with a title, a total, a source under it.
    out = ["Returns from Pakistan to Afghanistan", "As of 6 November 2023", "", "Date,Crossing,Returnees"]
    f = "long.csv"
    for i, day in enumerate(DAYS):
        for via, series in (("Torkham", TORKHAM), ("Chaman", CHAMAN)):
            out.append(f"{day},{via},{series[i]}")
            claim(f, series[i], "return", day, via=via, from_="PAK", to="AFG")
    total = sum(TORKHAM) + sum(CHAMAN)
    out += [f"Total,,{total}", "", "Source: KP Home Department"]
    claim(f, total, "return", DAYS[0], DAYS[-1], via="Torkham;Chaman", from_="PAK", to="AFG")
    text(f, "\n".join(out) + "\n")


def wide_crossings():
    # 2.-5. A column per crossing with a total column and a total row: CSV, XLSX, ODS.
    rows = [["Returns to Afghanistan, November 2023"], [], ["Day", "Torkham", "Chaman", "Total"]]
    for i, day in enumerate(DAYS):
        rows.append([f"{day.day} Nov", TORKHAM[i], CHAMAN[i], TORKHAM[i] + CHAMAN[i]])
    rows.append(["Total", sum(TORKHAM), sum(CHAMAN), sum(TORKHAM) + sum(CHAMAN)])
    rows.append(["* Provisional"])
    text("wide-crossings.csv", "\n".join(",".join(map(str, row)) for row in rows) + "\n")
    book("wide-crossings.xlsx", [("Daily", rows)])
    convert("wide-crossings.xlsx", "ods")
    for f in ("wide-crossings.csv", "wide-crossings.xlsx", "wide-crossings.ods"):
        def add(t, c, start, end):
            claim(f, t, "return", start, end, via="Torkham", to="AFG", part="true")
            claim(f, c, "return", start, end, via="Chaman", to="AFG", part="true")
            claim(f, t + c, "return", start, end, via="Torkham;Chaman", to="AFG")
        for i, day in enumerate(DAYS):
            add(TORKHAM[i], CHAMAN[i], day, day)
        add(sum(TORKHAM), sum(CHAMAN), DAYS[0], DAYS[-1])


def wide_days():
    # 6.-7. A column per day, a row per crossing, two sections; real dates in the head of the workbook.
    for f in ("wide-days.csv", "wide-days.xlsx"):
        head = ["Crossing"] + [day.isoformat() if f.endswith("csv") else day for day in FEB] + ["Total"]
        rows = [["Polish Border Guard: people cleared"], [], head, ["Entries to Poland"]]
        for via, series in POLAND_IN.items():
            rows.append([via, *series, sum(series)])
            for day, value in zip(FEB, series):
                claim(f, value, "arrival", day, via=via, to="POL", part="true")
            claim(f, sum(series), "arrival", FEB[0], FEB[-1], via=via, to="POL", part="true")
        sums = [sum(s[i] for s in POLAND_IN.values()) for i in range(3)]
        rows.append(["All crossings", *sums, sum(sums)])
        vias = ";".join(POLAND_IN)
        for day, value in zip(FEB, sums):
            claim(f, value, "arrival", day, via=vias, to="POL")
        claim(f, sum(sums), "arrival", FEB[0], FEB[-1], via=vias, to="POL")
        if f.endswith("csv"):
            text(f, "\n".join(",".join(map(str, row)) for row in rows) + "\n")
        else:
            book(f, [("Entries", rows)])


def in_out():
    # Directions under crossings, and remarks that name other movements than the row counts.
    days = {"2023-11-01": (120, 4300, 80, 1200), "2023-11-02": (95, 5100, 77, 1350), "2023-11-03": (110, 4800, 64, 1275)}
    remarks = ["departures slow", "returns", "deported"]
    lines = ["Date,Torkham,,Chaman,,Remarks", ",In,Out,In,Out,"]
    for (day, values), remark in zip(days.items(), remarks):
        lines.append(",".join([day, *map(str, values), remark]))
        columns = [(via, kind) for via in ("Torkham", "Chaman") for kind in ("arrival", "departure")]
        for (via, kind), value in zip(columns, values):
            claim("in-out.csv", value, kind, day, via=via)
    text("in-out.csv", "\n".join(lines) + "\n")


def three_heads():
    # 8.-10. Three rows of head with merged cells: direction over crossing over sex.
    rows = [["Afghan nationals, recorded movements"],
            ["Date", "Arrivals", "", "", "", "", "", "", ""],
            ["", "Torkham", "", "", "", "Chaman", "", "", ""],
            ["", "Men", "Women", "Children", "Total", "Men", "Women", "Children", "Total"]]
    small = [(1800, 1210, 1110), (1700, 1100, 1090)]
    for i in range(2):
        rows.append([DAYS[i].isoformat(), *SEXES[i], sum(SEXES[i]), *small[i], sum(small[i])])
    with open(HERE / "three-heads.csv", "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    book("three-heads.xlsx", [("Data", rows)], ["A1:I1", "A2:A4", "B2:I2", "B3:E3", "F3:I3"])
    convert("three-heads.xlsx", "ods")
    for f in ("three-heads.csv", "three-heads.xlsx", "three-heads.ods"):
        for i in range(2):
            for via, counts in (("Torkham", SEXES[i]), ("Chaman", small[i])):
                for group, value in zip(("men", "women", "children"), counts):
                    claim(f, value, "arrival", DAYS[i], via=via, group=group, nationality="AFG", part="true")
                claim(f, sum(counts), "arrival", DAYS[i], via=via, nationality="AFG")


def polish():
    # 11.-13. Polish, semicolons, windows-1250, groups by spaces; UTF-16 with tabs; the order of days proved by one.
    lines = ["Ruch graniczny na granicy z Ukrainą", "Data;Przejście graniczne;Wjazd do RP;Wyjazd z RP"]
    out = {"Medyka": [4100, 3600, 3300], "Dorohusk": [1900, 1700, 1500], "Korczowa": [2300, 2000, 1800]}
    files = ("polish-1250.csv", "polish-utf16.tsv")
    for i, day in enumerate(FEB):
        for via in POLAND_IN:
            a, b = POLAND_IN[via][i], out[via][i]
            lines.append(f"{day:%d.%m.%Y};{via};{a:,};{b:,}".replace(",", " "))
            for f in files:
                claim(f, a, "arrival", day, via=via)
                claim(f, b, "departure", day, via=via)
    text("polish-1250.csv", "\r\n".join(lines) + "\r\n", "windows-1250")
    text("polish-utf16.tsv", "\ufeff" + "\n".join(lines).replace(";", "\t") + "\n", "utf-16-le")


def french():
    # 14. French: week ranges, women and men as boys and girls too, a source.
    f = "french.csv"
    text(f, "Mouvements au point de passage de Renk, semaine\n"
            "Période;Point de passage;Hommes;Femmes;Garçons;Filles;Total arrivées\n"
            "23–29 octobre 2023;Renk;1 210;1 480;890;915;4 495\n"
            "30 octobre – 5 novembre 2023;Renk;1 105;1 320;n.d.;–;4 010\n"
            "Source : OIM\n")
    for start, end, men, women, total in (("2023-10-23", "2023-10-29", 1210, 1480, 4495), ("2023-10-30", "2023-11-05", 1105, 1320, 4010)):
        claim(f, men, "arrival", start, end, via="Renk", group="men", part="true")
        claim(f, women, "arrival", start, end, via="Renk", group="women", part="true")
        claim(f, total, "arrival", start, end, via="Renk")
    claim(f, 890 + 915, "arrival", "2023-10-23", "2023-10-29", via="Renk", group="children", part="true")


def hxl():
    # 15.-16. Tags decide; checked by libhxl.
    content = ("Flows,,,,\nWhere,First,Last,Number,Of them women\n"
               "#loc+crossing,#date+start,#date+end,#affected+ind+returnees,#affected+f\n")
    for i in range(2):
        content += f"Torkham,{DAYS[i]},{DAYS[i]},{TORKHAM[i]},{SEXES[i][1]}\n"
    text("hxl.csv", content)
    book("hxl.xlsx", [("Data", rows_of(content))])
    import hxl as libhxl
    data = libhxl.data(str(HERE / "hxl.csv"), libhxl.InputOptions(allow_local=True))
    assert [column.display_tag for column in data.columns][0] == "#loc+crossing", data.columns
    for f in ("hxl.csv", "hxl.xlsx"):
        for i in range(2):
            claim(f, TORKHAM[i], "return", DAYS[i], via="Torkham")
            claim(f, SEXES[i][1], "return", DAYS[i], via="Torkham", group="women", part="true")


def kobo():
    # 17.-19. A flow monitoring export: XML names with `/` and `;`, labels in XLSX with choices, a repeat.
    head = ("start;end;today;point/point_name;flow/direction;people/group_size;people/men;people/women;people/boys;people/girls;"
            "people/reasons;people/reasons/conflict;respondent_phone;_gps_latitude;_id;_uuid;_submission_time;_validation_status")
    groups = [("torkham", "in", 4, 1, 1, 1, 1), ("torkham", "in", 7, 2, 2, 3, 0), ("chaman", "out", 3, 1, 1, 0, 1), ("torkham", "out", 2, 1, 1, 0, 0)]
    lines = [head]
    for n, (via, way, *counts) in enumerate(groups * 6):
        day = DAYS[n // 8]
        lines.append(f"{day}T08:00:00.000+05:00;{day}T08:05:00.000+05:00;{day};{via};{way};" + ";".join(map(str, counts))
                     + f";conflict;1;0300 000000;34.1;{n};uuid-{n};{day}T09:00:00;validation_status_approved")
    lines.append(lines[-1])  # submitted twice
    lines.append(lines[1].replace("uuid-0", "uuid-x").replace("status_approved", "status_not_approved"))
    text("kobo.csv", "\n".join(lines) + "\n")
    files = ["kobo.csv", "kobo.xlsx", "kobo-repeat.xlsx"]
    frame = pandas.read_csv(HERE / "kobo.csv", sep=";")
    names = {"point/point_name": "Name of the crossing point", "flow/direction": "Direction of movement",
             "people/group_size": "Number of people in the group", "people/men": "Men", "people/women": "Women",
             "people/boys": "Boys", "people/girls": "Girls", "today": "today"}
    labelled = frame.rename(columns=names)
    labelled["Name of the crossing point"] = labelled["Name of the crossing point"].map({"torkham": "p1", "chaman": "p2"})
    choices = pandas.DataFrame([["points", "p1", "Torkham"], ["points", "p2", "Chaman"]], columns=["list_name", "name", "label"])
    with pandas.ExcelWriter(HERE / "kobo.xlsx") as writer:
        labelled.to_excel(writer, sheet_name="Flow monitoring", index=False)
        choices.to_excel(writer, sheet_name="choices", index=False)
    frame["_index"] = range(1, len(frame) + 1)
    main = frame[["today", "point/point_name", "flow/direction", "_id", "_uuid", "_submission_time", "_validation_status", "_index"]]
    people = frame[["people/group_size", "people/men", "people/women", "people/boys", "people/girls"]].rename(
        columns=lambda name: "groups/" + name.split("/")[1])
    people["_index"] = frame["_index"]
    people["_parent_table_name"] = "Flow"
    people["_parent_index"] = frame["_index"]
    with pandas.ExcelWriter(HERE / "kobo-repeat.xlsx") as writer:
        main.to_excel(writer, sheet_name="Flow", index=False)
        people.to_excel(writer, sheet_name="groups", index=False)
    for f in files:
        for day in DAYS[:3]:
            for via, kind, counts in (("Torkham", "arrival", (22, 6, 6, 10)), ("Chaman", "departure", (6, 2, 2, 2)), ("Torkham", "departure", (4, 2, 2, 0))):
                total, men, women, children = counts
                claim(f, total, kind, day, via=via)
                for group, value in (("men", men), ("women", women), ("children", children)):
                    claim(f, value, kind, day, via=via, group=group, part="true")


def monthly():
    # 20.-21. Months as columns of a workbook by pandas; months in rows with grouped dots proved by one cell.
    f = "months.xlsx"
    frame = pandas.DataFrame({"Crossing": ["Torkham", "Chaman"], "Sep-23": [21500, 3400], "Oct-23": [98200, 16800]})
    with pandas.ExcelWriter(HERE / f) as writer:
        frame.to_excel(writer, sheet_name="Deportations and returns", index=False, startrow=1)
        writer.sheets["Deportations and returns"]["A1"] = "Undocumented returnees by month"
    for via, a, b in (("Torkham", 21500, 98200), ("Chaman", 3400, 16800)):
        claim(f, a, "return", "2023-09-01", "2023-09-30", via=via)
        claim(f, b, "return", "2023-10-01", "2023-10-31", via=via)
    f = "dots.csv"
    text(f, "Month;Arrivals;Departures\n09/2023;1.234;987\n10/2023;1.234.567;1.100\n")
    claim(f, 1234, "arrival", "2023-09-01", "2023-09-30")
    claim(f, 1234567, "arrival", "2023-10-01", "2023-10-31")
    claim(f, 987, "departure", "2023-09-01", "2023-09-30")
    claim(f, 1100, "departure", "2023-10-01", "2023-10-31")


def sheets_by_day():
    # 22.-23. A sheet per day, and one that is no table.
    sheets = [("Notes", [["Read me first: figures of the crossing points"]])]
    for i in range(3):
        rows = [["Crossing point", "Entries", "Exits"], ["Torkham", 300 + i, TORKHAM[i]], ["Chaman", 100 + i, CHAMAN[i]], ["Total", 400 + 2 * i, TORKHAM[i] + CHAMAN[i]]]
        sheets.append((f"{DAYS[i].day} Nov 2023", rows))
    book("sheet-a-day.xlsx", sheets)
    convert("sheet-a-day.xlsx", "ods")
    for f in ("sheet-a-day.xlsx", "sheet-a-day.ods"):
        for i in range(3):
            for via, a, b in (("Torkham", 300 + i, TORKHAM[i]), ("Chaman", 100 + i, CHAMAN[i])):
                claim(f, a, "arrival", DAYS[i], via=via, part="true")
                claim(f, b, "departure", DAYS[i], via=via, part="true")
            claim(f, 400 + 2 * i, "arrival", DAYS[i], via="Torkham;Chaman")
            claim(f, TORKHAM[i] + CHAMAN[i], "departure", DAYS[i], via="Torkham;Chaman")


def others():
    # 24. Running totals, with the days of the first row only where they change; households.
    f = "cumulative.csv"
    text(f, "Returns from Pakistan since 15 September 2023\nDate,Crossing,Returnees,Families,Cumulative since 15 Sep 2023\n"
            "2023-11-04,Torkham,7135,1150,167774\n,Chaman,2105,340,31020\n2023-11-05,Torkham,6584,1062,174358\n,Chaman,1980,320,33000\n")
    for day, via, people, families, total in (("2023-11-04", "Torkham", 7135, 1150, 167774), ("2023-11-04", "Chaman", 2105, 340, 31020),
                                              ("2023-11-05", "Torkham", 6584, 1062, 174358), ("2023-11-05", "Chaman", 1980, 320, 33000)):
        claim(f, people, "return", day, via=via, from_="PAK")
        claim(f, families, "return", day, via=via, from_="PAK", unit="households")
        claim(f, total, "return", "2023-09-15", day, via=via, from_="PAK", cumulative="true")
    # 25. Bounds, notes, words for counts, shares.
    f = "bounds.csv"
    text(f, "Day,Crossing,Arrivals,Share of women (%)\n2023-11-01,Torkham,\"1,234*\",51%\n2023-11-02,Torkham,<5,49%\n"
            "2023-11-03,Torkham,closed,\n2023-11-04,Torkham,n/a,50%\n2023-11-05,Torkham,~300,50%\n\n* revised\n")
    claim(f, 1234, "arrival", "2023-11-01", via="Torkham")
    claim(f, 5, "arrival", "2023-11-02", via="Torkham", high=5, qualifier="less_than")
    claim(f, 300, "arrival", "2023-11-05", via="Torkham", qualifier="about")
    # 26. Subheads that name the crossing; a total under each and a grand total.
    f = "subheads.csv"
    lines = ["Date,Arrivals"]
    for via, series in (("Torkham", TORKHAM), ("Chaman", CHAMAN)):
        lines.append(f"{via},")
        for day, value in zip(DAYS[:3], series):
            lines.append(f"{day:%d/%m/%Y},{value}")
            claim(f, value, "arrival", day, via=via)
        lines.append(f"Subtotal,{sum(series[:3])}")
        claim(f, sum(series[:3]), "arrival", DAYS[0], DAYS[2], via=via, part="true")
    lines.append(f"Grand total,{sum(TORKHAM[:3]) + sum(CHAMAN[:3])}")
    lines.append("13/11/2023,")
    claim(f, sum(TORKHAM[:3]) + sum(CHAMAN[:3]), "arrival", DAYS[0], DAYS[2], via="Torkham;Chaman")
    text(f, "\n".join(lines) + "\n")
    # 27. Months in thousands; 28. weeks by number.
    f = "thousands.csv"
    text(f, "Arrivals to Poland from Ukraine (in thousands)\nMonth,Arrivals\nFeb 2022,672.5\nMar 2022,1855.1\n")
    claim(f, 672500, "arrival", "2022-02-01", "2022-02-28", from_="UKR", to="POL")
    claim(f, 1855100, "arrival", "2022-03-01", "2022-03-31", from_="UKR", to="POL")
    f = "weeks.csv"
    text(f, "Year\tWeek\tCrossing point\tMovement\tNumber of people\n2023\t44\tTorkham\tReturn\t80120\n2023\t45\tTorkham\tDeportation\t1210\n")
    claim(f, 80120, "return", "2023-10-30", "2023-11-05", via="Torkham")
    claim(f, 1210, "deportation", "2023-11-06", "2023-11-12", via="Torkham")
    # 29. A list with columns about persons, which are not kept.
    f = "persons.csv"
    text(f, "Date,Crossing,Arrivals,Enumerator,Phone\n2023-11-01,Torkham,250,Somebody,0300 123\n2023-11-02,Torkham,270,Somebody,0300 123\n")
    claim(f, 250, "arrival", "2023-11-01", via="Torkham")
    claim(f, 270, "arrival", "2023-11-02", via="Torkham")
    # 30. A stubborn one with its map.
    f = "mapped.csv"
    text(f, "A,B,X1,X2\n03/04/2023,T,1.234,7\n05/04/2023,T,987,9\n")
    text("mapped.csv.toml", "header = [1]\ndates = \"day-month-year\"\ndecimal = \",\"\n[constant]\nkind = \"arrival\"\nvia = \"Torkham\"\n"
                            "[columns]\nA = \"date\"\nB = \"ignore\"\nX1 = \"value\"\nX2 = { kind = \"departure\" }\n")
    for day, a, b in (("2023-04-03", 1234, 7), ("2023-04-05", 987, 9)):
        claim(f, a, "arrival", day, via="Torkham")
        claim(f, b, "departure", day, via="Torkham")


def unclear():
    # Not guessed: the days of one and the marks of the other could be two things.
    text("unclear-days.csv", "Date,Arrivals\n03/04/2023,120\n05/04/2023,130\n")
    text("unclear-marks.csv", "Date;Arrivals\n2023-04-03;1.234\n2023-04-04;987\n")
    text("unclear-people.csv", "Date,Crossing,Refugees,Code\n2023-04-03,Torkham,1200,7\n")
    text("unclear-rows.csv", "Date,Crossing,Slot no,Arrivals\n2023-04-03,Torkham,first,120\n2023-04-03,Torkham,second,90\n")


if __name__ == "__main__":
    for make in (long_csv, wide_crossings, wide_days, in_out, three_heads, polish, french, hxl, kobo, monthly, sheets_by_day, others, unclear):
        make()
    with open(HERE / "gold.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(gold)
    files = {row["file"] for row in gold}
    print(len(files), "files,", len(gold), "claims", file=sys.stderr)
