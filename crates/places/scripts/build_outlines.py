#!/usr/bin/env python3
"""Makes data/outlines.bin, the shapes of the countries, from Natural Earth (public domain).

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python3 scripts/build_outlines.py package/countries-10m.json

Needs Debian's iso-codes for the countries' codes. The same input gives the same bytes. Land borders keep what 1:10m
has of them, for crossings lie on them; coasts are thinned to about 2 km and the smallest islands left out.

The file, all numbers as LEB128 varints (signed ones zigzag): number of lines; for each its standing (0 settled,
1 disputed or not final), its number of points, and these as longitude and latitude in steps of 1/500 degree, the first
from (-180, -90), the others from the point before; number of areas; for each three letters of ISO 3166-1 alpha-3
("---" where nobody's), its number of rings, and for each ring its number of lines and these by number, ~n for line n
backwards.

Who holds what is Natural Earth's, with these changes, after the maps of the United Nations: Crimea is Ukraine's,
Northern Cyprus with the buffer zone Cyprus', Somaliland Somalia's, Baikonur Kazakhstan's. A boundary in DISPUTED is marked.
"""
import json
import pathlib
import sys

ISO = pathlib.Path("/usr/share/iso-codes/json/iso_3166-1.json")
OUT = pathlib.Path(__file__).resolve().parent.parent / "data" / "outlines.bin"
STEP = 500
BORDER, COAST, ISLAND = 0.004, 0.02, 0.06  # degrees
NAMED = {"Kosovo": "XKX", "Somaliland": "SOM", "N. Cyprus": "CYP", "Cyprus U.N. Buffer Zone": "CYP", "Baikonur": "KAZ",
         "Dhekelia": "GBR", "Akrotiri": "GBR", "USNB Guantanamo Bay": "CUB", "Siachen Glacier": "---"}
LEFT_OUT = {"Indian Ocean Ter.", "Coral Sea Is.", "Spratly Is.", "Clipperton I.", "Bajo Nuevo Bank", "Serranilla Bank",
            "Scarborough Reef", "Antarctica"}
# Land that lies apart (west, south, east, north) and has a code of its own in ISO 3166-1, or belongs to another.
APART = {
    ("RUS", "UKR"): (32, 44, 37, 47), ("FRA", "GUF"): (-55, 2, -51, 6.5), ("FRA", "GLP"): (-62, 15.7, -60.9, 16.7),
    ("FRA", "MTQ"): (-61.4, 14.2, -60.7, 15.0), ("FRA", "REU"): (55, -21.7, 56, -20.6), ("FRA", "MYT"): (44.8, -13.3, 45.5, -12.4),
}
# Pairs of countries, and the box (west, south, east, north) in which their boundary is disputed or not final.
DISPUTED = {
    ("IND", "PAK"): (73, 32.4, 78, 37), ("CHN", "IND"): (73, 26, 98, 37), ("CHN", "PAK"): (73, 35, 78, 38),
    ("ESH", "MAR"): None, ("ISR", "PSE"): None, ("ISR", "SYR"): None, ("SRB", "XKX"): None, ("SDN", "SSD"): None,
    ("EGY", "SDN"): None, ("CYP", "GBR"): None, ("IND", "---"): None, ("PAK", "---"): None, ("CHN", "---"): None,
}


def thin(points, tolerance):
    """Douglas and Peucker's, without recursion; both ends stay."""
    keep = [False] * len(points)
    keep[0] = keep[-1] = True
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        (ax, ay), (bx, by) = points[first], points[last]
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        worst, at = 0.0, None
        for i in range(first + 1, last):
            px, py = points[i][0] - ax, points[i][1] - ay
            t = 0.0 if length == 0 else min(1.0, max(0.0, (px * dx + py * dy) / length))
            far = (px - t * dx) ** 2 + (py - t * dy) ** 2
            if far > worst:
                worst, at = far, i
        if at is not None and worst > tolerance * tolerance:
            keep[at] = True
            stack += [(first, at), (at, last)]
    return [point for point, kept in zip(points, keep) if kept]


def parted(points, box):
    """Pieces of a line, each with whether it is disputed: () for nowhere, None for all of it, a box for what lies in it."""
    if box == () or box is None:
        return [(int(box is None), points)]
    inside = [box[0] <= (ax + bx) / 2 <= box[2] and box[1] <= (ay + by) / 2 <= box[3]
              for (ax, ay), (bx, by) in zip(points, points[1:])]
    pieces, first = [], 0
    for at in range(1, len(inside) + 1):
        if at == len(inside) or inside[at] != inside[first]:
            pieces.append((int(inside[first]), points[first:at + 1]))
            first = at
    return pieces


def varint(number):
    out = bytearray()
    while True:
        number, low = number >> 7, number & 0x7F
        out.append(low | (0x80 if number else 0))
        if not number:
            return out


def signed(number):
    return varint(number * 2 if number >= 0 else -number * 2 - 1)


def main():
    atlas = json.load(open(sys.argv[1], encoding="utf-8"))
    codes = {entry["numeric"]: entry["alpha_3"] for entry in json.load(open(ISO, encoding="utf-8"))["3166-1"]}
    (sx, sy), (tx, ty) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    lines = []
    for arc in atlas["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        lines.append(line)

    rings = {}
    for shape in atlas["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        if name in LEFT_OUT:
            continue
        own = NAMED.get(name) or codes[shape["id"]]
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for at, polygon in enumerate(polygons):
            code = own
            for ring in polygon:
                points = [point for i in ring for point in lines[i if i >= 0 else ~i]]
                west, east = min(p[0] for p in points), max(p[0] for p in points)
                south, north = min(p[1] for p in points), max(p[1] for p in points)
                for (whole, part), box in APART.items():
                    if own == whole and box[0] < west and box[1] < south and east < box[2] and north < box[3]:
                        code = part
                small = max(east - west, north - south) < ISLAND
                if small and len(ring) == 1 and len(polygons) > 1 and at > 0:
                    continue
                rings.setdefault(code, []).append(ring)

    users = {}
    for code in sorted(rings):
        for ring in rings[code]:
            for i in ring:
                users.setdefault(i if i >= 0 else ~i, []).append(code)
    # A line that is disputed in a part is cut where that begins: numbers of the pieces by old number.
    pieces, cut = {}, []
    for old in sorted(users):
        pair = tuple(sorted(set(users[old]), key=lambda code: (code == "---", code)))
        shared = len(users[old]) > 1
        pieces[old] = []
        for disputed, points in parted(lines[old], DISPUTED.get(pair) if pair in DISPUTED and shared else ()):
            pieces[old].append(len(cut))
            cut.append((disputed, thin(points, BORDER if shared else COAST)))

    out = varint(len(cut))
    total = 0
    for disputed, points in cut:
        steps = []
        for x, y in points:
            step = (round((x + 180) * STEP), round((y + 90) * STEP))
            if not steps or steps[-1] != step:
                steps.append(step)
        # A ring that thinned to a point is still a ring.
        if len(steps) == 1:
            steps.append(steps[0])
        total += len(steps)
        out += varint(disputed) + varint(len(steps))
        before = (0, 0)
        for step in steps:
            out += signed(step[0] - before[0]) + signed(step[1] - before[1])
            before = step
    out += varint(len(rings))
    for code in sorted(rings):
        out += code.encode() + varint(len(rings[code]))
        for ring in rings[code]:
            walk = [new for i in ring for new in (pieces[i] if i >= 0 else [~one for one in reversed(pieces[~i])])]
            out += varint(len(walk))
            for new in walk:
                out += signed(new)
    OUT.write_bytes(out)
    print(f"{OUT}: {len(cut)} lines of {total} points, {len(rings)} areas, {len(out)} bytes")


main()
