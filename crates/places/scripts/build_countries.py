#!/usr/bin/env python3
"""Refreshes the base columns of data/countries.csv and data/provinces.csv from Debian's iso-codes (apt install iso-codes).

Countries: adds the rows ISO 3166-1 has and the table lacks, corrects iso2; names and peoples, which are ours, stay as they are.
Provinces: keeps our curated rows (those without a `code`) and rewrites the rows of the countries in ISO_PROVINCES.
"""
import csv
import json
import pathlib
import re

ISO = pathlib.Path("/usr/share/iso-codes/json")
DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
# Countries whose ISO 3166-2 names are the ones English newspapers print; the others are curated by hand.
ISO_PROVINCES = "AO BD BF BI CD CO EC ET GT HN HT IN KE KH LB MG ML MM MW MX MZ NE NG PE PH PK RW SD SN SO SS TD TH TR TZ UG VE ZM ZW".split()
SKIP = re.compile(r"\b(Central|Centre|Center|Northern|Southern|Eastern|Western|North|South|East|West|Nord|Sud|Est|Ouest|Norte)$|[\[\](),]|^Distrito|^Madīnat|^Al B|Districtul| et | y ")


def rows(path):
    with open(path, encoding="utf-8") as file:
        lines = file.readlines()
    comments = [line for line in lines if line.startswith("#")]
    return comments, list(csv.DictReader(line for line in lines if not line.startswith("#")))


def write(path, comments, columns, table):
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(comments)
        writer = csv.DictWriter(file, columns, lineterminator="\n", extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows(table)


countries = json.loads((ISO / "iso_3166-1.json").read_text())["3166-1"]
comments, table = rows(DATA / "countries.csv")
by_code = {row["iso3"]: row for row in table}
for country in countries:
    row = by_code.setdefault(country["alpha_3"], {"iso3": country["alpha_3"], "name": country.get("common_name", country["name"])})
    row["iso2"] = country["alpha_2"]
write(DATA / "countries.csv", comments, "iso3,iso2,name,other_names,capital,adjective,nouns".split(","), [by_code[code] for code in sorted(by_code)])

iso3 = {country["alpha_2"]: country["alpha_3"] for country in countries}
comments, table = rows(DATA / "provinces.csv")
curated = [row for row in table if not row.get("code")]
known = {(row["iso3"], name.strip().casefold()) for row in curated for name in [row["name"], *row["other_names"].split(";")]}
for area in json.loads((ISO / "iso_3166-2.json").read_text())["3166-2"]:
    country = area["code"][:2]
    name = area["name"]
    if country not in ISO_PROVINCES or "parent" in area or SKIP.search(name) or (iso3[country], name.casefold()) in known:
        continue
    curated.append({"name": name, "iso3": iso3[country], "code": area["code"]})
curated.sort(key=lambda row: (row["iso3"], bool(row.get("code")), row["name"]))
write(DATA / "provinces.csv", comments, "name,other_names,iso3,lat,lon,code".split(","), curated)
