#!/usr/bin/env python3
"""Holds SECURITY.md to its word: every promise (an item of a list with a bold beginning, or under "Untrusted input")
names at least one test, and every test that it names is there and is run.

A name is written `crate::module::test`, with an ellipsis where its end is left out; `module::tests` stands for all
tests beside that module; `tests/FOLDER` for a check of that folder that `.ci/run` calls.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEST = re.compile(r"#\[test\]\s*(?:#\[[^\]]*\]\s*)*(?:///[^\n]*\n\s*)*fn (\w+)")


def tests_of_sources():
    """Names of tests, and of modules that have tests beside them, with how many."""
    names, modules = set(), {}
    for path in (ROOT / "crates").rglob("*.rs"):
        text = path.read_text(encoding="utf-8")
        # A property of `proptest!` is written like a test.
        found = TEST.findall(text)
        names.update(found)
        if "mod tests" in text and found:
            module = path.parent.name if path.stem in ("mod", "lib") else path.stem
            crate = path.relative_to(ROOT / "crates").parts[0]
            for name in (module, path.stem, crate):
                modules[name] = modules.get(name, 0) + len(found)
    return names, modules


def promises(text):
    """Items of the lists, each as one line."""
    item = None
    for line in text.splitlines() + [""]:
        if line.startswith("- "):
            if item:
                yield item
            item = line[2:]
        elif item is not None and line.startswith("  "):
            item += " " + line.strip()
        else:
            if item:
                yield item
            item = None


def is_there(name, names, modules, runs):
    """Whether what a promise names is there."""
    if name.startswith("tests/"):
        return (ROOT / name).is_dir() and name in runs
    parts = name.split("::")
    last = parts[-1]
    if last == "tests":
        return modules.get(parts[-2], 0) > 0
    if last.endswith("…"):
        return any(test.startswith(last[:-1]) for test in names)
    return last in names


def main():
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    runs = (ROOT / ".ci/run").read_text(encoding="utf-8")
    names, modules = tests_of_sources()
    wrong, asked = [], 0
    for promise in promises(text):
        told = promise.split(" ")[0:8]
        # What a promise rests on stands behind it between stars.
        behind = promise.rsplit(" *`", 1)
        if len(behind) < 2:
            wrong.append(f"names no test: {' '.join(told)} …")
            continue
        for name in re.findall(r"`([\w:/…]+)`", "`" + behind[1]):
            asked += 1
            if not is_there(name, names, modules, runs):
                wrong.append(f"no such test: {name}")
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{asked} tests that SECURITY.md names are there")


if __name__ == "__main__":
    main()
