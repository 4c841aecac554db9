#!/usr/bin/env python3
"""What of others goes into the program: licences, bans and sources, and the notices that go with it.

    tests/supply/check.py            checks; fails with what is wrong
    tests/supply/check.py --write    writes THIRD_PARTY_NOTICES

What is allowed stands in deny.toml, which `cargo deny check` reads as well; .ci/run asks both. This one needs nothing but
Python, knows under which licence each package is used, and is there where cargo-deny is not.
"""
import json
import pathlib
import re
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
POLICY = tomllib.loads((ROOT / "deny.toml").read_text())
ALLOWED = POLICY["licenses"]["allow"]
BANNED = {ban["crate"]: ban["reason"] for ban in POLICY["bans"]["deny"]}
SOURCES = {f"registry+{place}" for place in POLICY["sources"]["allow-registry"]}
NOTICES = ROOT / "THIRD_PARTY_NOTICES"


def metadata():
    """The packages that the program and its crates are built from, those for development left out."""
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--all-features", "--filter-platform", "x86_64-unknown-linux-gnu"]
    told = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    packages = {package["id"]: package for package in told["packages"]}
    nodes = {node["id"]: node for node in told["resolve"]["nodes"]}
    seen, queue = set(), [p["id"] for p in told["packages"] if p["name"] == "crossings"]
    while queue:
        one = queue.pop()
        if one in seen:
            continue
        seen.add(one)
        for dependency in nodes[one]["deps"]:
            if any(kind["kind"] != "dev" for kind in dependency["dep_kinds"]):
                queue.append(dependency["pkg"])
    return packages, seen


def ways(expression):
    """The sets of licences of which each alone suffices: an SPDX expression as an or of ands."""
    tokens = re.findall(r"\(|\)|[^\s()/]+|/", expression.replace("/", " OR "))
    joined, at = [], 0
    while at < len(tokens):
        if at + 2 < len(tokens) and tokens[at + 1] == "WITH":
            joined.append(" ".join(tokens[at : at + 3]))
            at += 3
        else:
            joined.append(tokens[at])
            at += 1

    def either(at):
        found, at = both(at)
        while at < len(joined) and joined[at] == "OR":
            more, at = both(at + 1)
            found = found + more
        return found, at

    def both(at):
        found, at = one(at)
        while at < len(joined) and joined[at] == "AND":
            more, at = one(at + 1)
            found = [a | b for a in found for b in more]
        return found, at

    def one(at):
        if joined[at] == "(":
            found, at = either(at + 1)
            return found, at + 1
        return [{joined[at]}], at + 1

    return either(0)[0]


def chosen(package):
    """The licences under which a package is used, or None."""
    fine = [way for way in ways(package["license"] or "") if way <= set(ALLOWED)] if package["license"] else []
    # The fewest of the most usual.
    rank = {name: at for at, name in enumerate(ALLOWED)}
    return min(fine, key=lambda way: (len(way), sorted(rank.get(name, 99) for name in way)), default=None)


def texts(package):
    """The texts that the licence asks for: of two that are offered, those of the one that was chosen."""
    folder = pathlib.Path(package["manifest_path"]).parent
    licence = " ".join(chosen(package))
    other = [word for word in ("APACHE", "MIT", "UNLICENSE", "BSD", "ZLIB", "BOOST") if word not in licence.upper()]
    files = [f for f in sorted(folder.iterdir()) if f.is_file() and re.match(r"(?i)(licen[cs]e|copying|notice|copyright|unlicense)", f.name) and not any(word in f.name.upper() for word in other)]
    return [(f.name, f.read_text(errors="replace").replace("\r\n", "\n").strip()) for f in files]


def main():
    packages, used = metadata()
    own = {id for id in used if packages[id]["source"] is None}
    wrong = []
    for id, package in sorted(packages.items()):
        name = f"{package['name']} {package['version']}"
        if package["source"] is not None and package["source"] not in SOURCES:
            wrong.append(f"{name}: from {package['source']}: deny.toml allows {', '.join(sorted(SOURCES))}")
        if package["name"] in BANNED and id in used:
            wrong.append(f"{name}: banned: {BANNED[package['name']]}")
        if id in used and id not in own and chosen(package) is None:
            wrong.append(f"{name}: licence `{package['license']}` is not among those of deny.toml")
    if wrong:
        sys.exit("\n".join(wrong))
    theirs = sorted((packages[id] for id in used - own), key=lambda p: (p["name"], p["version"]))
    lines = [
        "crossings is made with the work of others. What goes into the program, under which licence each is used, and its",
        "notices. Written by tests/supply/check.py --write; texts that are the same stand once.",
        "",
    ]
    bodies = {}
    for package in theirs:
        licence = " AND ".join(sorted(chosen(package)))
        authors = ", ".join(re.sub(r"\s*<[^>]*>", "", author) for author in package["authors"])
        lines.append(f"{package['name']} {package['version']}: {licence}" + (f"; {authors}" if authors else ""))
        for name, text in texts(package):
            bodies.setdefault(text, []).append(f"{package['name']} ({name})")
    for text, names in sorted(bodies.items(), key=lambda item: item[1]):
        lines += ["", "=" * 100, ", ".join(names), "-" * 100, text]
    notices = "\n".join(lines) + "\n"
    if "--write" in sys.argv:
        NOTICES.write_text(notices)
    elif not NOTICES.exists() or NOTICES.read_text() != notices:
        sys.exit("THIRD_PARTY_NOTICES is not what Cargo.lock gives: run tests/supply/check.py --write")
    print(f"{len(theirs)} packages of others: licences, bans and sources are as deny.toml says")


if __name__ == "__main__":
    main()
