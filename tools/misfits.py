#!/usr/bin/env python3
"""Whole tables that do not fit, and slips of a digit, planted into budgets: how many findings tell of each, and does one name it?

Usage: tools/misfits.py GOUJI DOCUMENT... [--seed N] [--slips 2,3,5] [--reader GOUJI] [--verbose]

Each document is read with `gouji tables` and written again as a text with bars, table by table, so that what is planted is what the program
reads. Planted, one at a time, into the table with most rows of amounts: the figures one row below their names; the figures of a column in the
column beside; a stretch of rows left out, as a page would be; a class printed twice; amounts of another unit under the old one. Then so many
digits in one table. Findings that the text has without the plant are left out. Prints a table in markdown: documents; plants that nothing can tell,
since no check that decides ties what was changed to what was not; plants that something tells, those told by one finding (or notice) or two, those
that one names by two at most, the most findings; for slips the figures that are named as the wrong ones.
"""

import argparse
import collections
import difflib
import itertools
import json
import pathlib
import random
import re
import subprocess
import tempfile

AMOUNT = re.compile(r"-?\d[\d,]*\.\d+$|-?\d+(,\d{3})+$")
CELL = re.compile(r"  行 (\d+) 列 (\d+)(?: 占 \d+ 行 \d+ 列)?  (.*)$")
# notices that name a plant
NOTICES = ["class-printed-twice", "column-without-figures", "rows-lacking"]


def run(gouji, *arguments):
    done = subprocess.run([gouji, *map(str, arguments)], capture_output=True, check=False)
    return done.stdout.decode(errors="replace")


class Grid:
    """A table: its caption, its unit, its rows of texts."""

    def __init__(self, caption, unit, rows):
        self.caption, self.unit, self.rows = caption, unit, rows

    def copy(self):
        return Grid(self.caption, self.unit, [list(row) for row in self.rows])

    def text(self):
        unit = f"单位：{self.unit}\n" if self.unit else ""
        return f"{self.caption}\n{unit}" + "".join(" | ".join(row) + "\n" for row in self.rows)

    def amounts(self):
        """Rows of amounts, each with its columns of amounts."""
        found = [(at, [c for c, text in enumerate(row) if AMOUNT.match(text)]) for at, row in enumerate(self.rows)]
        return [(at, columns) for at, columns in found if columns]


def read(gouji, path):
    """The head of a document and its tables."""
    known = json.loads(run(gouji, "tables", path, "--format", "json"))["documents"][0]
    parts = run(gouji, "tables", path, "--stage", "cells").split("\n\n表 ")[1:]
    head = f"{known.get('agency') or '某局'}{known['year']}年部门预算\n\n"
    grids = []
    for table, part in zip(known["tables"], parts):
        cells = [(int(m[1]) - 1, int(m[2]) - 1, m[3].replace("|", "")) for m in map(CELL.match, part.split("\n")) if m]
        if not cells or not table["forms"]:
            continue
        rows = [[""] * (1 + max(c for _, c, _ in cells)) for _ in range(1 + max(r for r, _, _ in cells))]
        for row, column, text in cells:
            rows[row][column] = text
        grids.append(Grid((table["caption"] or "").strip(), table["forms"][0]["unit"], rows))
    return head, grids


def text_of(head, grids):
    return head + "\n".join(grid.text() for grid in grids)


def audit(gouji, folder, text):
    path = folder / "document.txt"
    path.write_text(text, encoding="utf-8")
    report = json.loads(run(gouji, "check", path, "--format", "json", "--all", "--fail-on", "never"))["documents"][0]
    told = [finding for finding in report["findings"] if finding["severity"] != "info"]
    notices = [notice for notice in report["notices"] if notice["code"] in NOTICES]
    notices = [{"headline": notice["message"], "misfit": notice["code"], "lead": None, "broken": []} for notice in notices]
    return Told(told + notices, report["checks"])


class Told:
    """What is told of a text, and its checks."""

    def __init__(self, findings, checks):
        self.findings, self.checks = findings, checks

    def sayings(self):
        return {say for finding in self.findings for say in sayings(finding)}

    def new(self, known):
        """The findings of which something is not said of the text without the plant."""
        return [finding for finding in self.findings if not sayings(finding) <= known.sayings()]


def sayings(finding):
    """What a finding says, whatever unit stands above its table: what was wrong before stays the same finding."""
    return {re.sub(r"[万千百亿]?元", "", say) for say in finding["broken"] or [finding["headline"]]}


def changed_lines(before, after, unit):
    """The lines of a text that are others in another one, each with what its cells no longer say; those of the whole table for a unit."""
    before, after = before.split("\n"), after.split("\n")
    out = {}
    for kind, first, last, start, end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for at in range(first, last) if kind != "equal" else []:
            new = after[start + at - first].split(" | ") if kind == "replace" and last - first == end - start else []
            out[at + 1] = {cell for cell, other in itertools.zip_longest(before[at].split(" | "), new) if cell != other}
            while unit and at + 1 < len(before) and before[at + 1].strip():
                at += 1
                out[at + 1] = set(before[at].split(" | "))
    return out


def is_tellable(known, changed):
    """Whether a check that decides rests on something that was changed and on something that was not: what moves as one comes out as before."""
    for check in known.checks:
        figures = check["figures"]
        inside = [one for one in figures if one["text"] in changed.get(one.get("line"), [])]
        if check["verdict"] not in ("holds", "rounding") or check["severity"] == "info" or not inside:
            continue
        is_across = any(one.get("line") not in changed for one in figures)
        of_a_row = len({one.get("line") for one in figures}) == 1
        if is_across or of_a_row and (len(inside) == 1 or figures[0] in inside) and len(inside) < len(figures):
            return True
    return False


def row(grid, rng):
    """The figures of the lower half one row below their names."""
    found = grid.amounts()
    for (at, _), (above, columns) in reversed(list(zip(found[len(found) // 2 + 1 :], found[len(found) // 2 :]))):
        for column in columns:
            grid.rows[at][column] = grid.rows[above][column]


def column(grid, rng):
    """The figures of a column in the one beside it, and the other way round."""
    count = collections.Counter(c for _, columns in grid.amounts() for c in columns)
    differ = lambda c: sum(grid.rows[at][c : c + 1] != grid.rows[at][c + 1 : c + 2] for at, _ in grid.amounts())
    pairs = [c for c in count if c + 1 in count and count[c] > 3 and count[c + 1] > 3 and differ(c) > 2]
    if not pairs:
        return False
    at = max(pairs, key=lambda c: (count[c] + count[c + 1], -c))
    for number, _ in grid.amounts():
        cells = grid.rows[number]
        cells[at], cells[at + 1] = cells[at + 1], cells[at]
    return True


def page(grid, rng):
    """A stretch of rows is left out."""
    found = [at for at, _ in grid.amounts()]
    third = max(3, len(found) // 3)
    first, last = found[len(found) // 3], found[min(len(found) - 1, len(found) // 3 + third)]
    del grid.rows[first:last]


def doubled(grid, rng):
    """A class stands twice."""
    classes = [at for at, _ in grid.amounts() if re.match(r"[123]\d\d$", grid.rows[at][0])]
    if not classes:
        return False
    at = rng.choice(classes)
    grid.rows.insert(at + 1, list(grid.rows[at]))
    return True


def unit(grid, rng):
    """Another unit is printed above the same amounts."""
    other = {"万元": "元", "元": "万元"}.get(grid.unit)
    grid.unit = other or grid.unit
    return other is not None


# what is planted, how it is called, and the causes that name it
PLANTS = {
    "row": (row, "rows one below their names", ["rows-apart"]),
    "column": (column, "a column in the one beside", ["column-without-figures", "columns-apart"]),
    "page": (page, "a page of rows left out", ["rows-lacking", "rows-missing", "same-gap", "block"]),
    "class": (doubled, "a class printed twice", ["doubled", "block", "same-gap", "class-printed-twice"]),
    "unit": (unit, "another unit", ["other-unit"]),
}


def largest(grids):
    return max(range(len(grids)), key=lambda at: len(grids[at].amounts()), default=None)


def slips(grid, count, rng):
    """So many digits of one table changed; where they stand."""
    cells = [(at, c) for at, columns in grid.amounts() for c in columns if re.search("[1-9]", grid.rows[at][c])]
    new = {}
    for at, c in rng.sample(cells, min(count, len(cells))):
        text = grid.rows[at][c]
        digits = [i for i, ch in enumerate(text) if ch.isdigit()]
        first = next(i for i in digits if text[i] != "0")
        i = rng.choice([i for i in digits if i >= first][:3])
        digit = rng.choice([d for d in "123456789" if d != text[i] and (i != digits[-1] or abs(int(d) - int(text[i])) > 2)])
        grid.rows[at][c] = text[:i] + digit + text[i + 1 :]
        new[grid.rows[at][c].replace(",", "")] = text
    return new


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gouji")
    parser.add_argument("documents", nargs="+", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--slips", default="2,3,5")
    parser.add_argument("--reader", help="the program that reads the documents, where GOUJI is an older one")
    parser.add_argument("--verbose", action="store_true")
    given = parser.parse_args()
    plants = collections.defaultdict(list)
    named = collections.defaultdict(lambda: [0, 0, 0])
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for document in given.documents:
            rng = random.Random(f"{given.seed} {document.name}")
            head, grids = read(given.reader or given.gouji, document)
            at = largest(grids)
            if at is None or len(grids[at].amounts()) < 8:
                continue
            text = text_of(head, grids)
            known = audit(given.gouji, folder, text)
            for name, (plant, _, causes) in PLANTS.items():
                changed = [grid.copy() for grid in grids]
                if plant(changed[at], rng) is False:
                    continue
                planted = text_of(head, changed)
                found = audit(given.gouji, folder, planted).new(known)
                can_tell = name == "class" or is_tellable(known, changed_lines(text, planted, name == "unit"))
                plants[name].append(Plant(can_tell, [one.get("misfit") or "" for one in found], causes))
                if given.verbose:
                    print(document.name[:40], name, can_tell, plants[name][-1].causes, [one["headline"][:60] for one in found[:3]])
            for count in map(int, given.slips.split(",")):
                changed = [grid.copy() for grid in grids]
                new = slips(changed[at], count, rng)
                found = audit(given.gouji, folder, text_of(head, changed)).new(known)
                leads = {(one["lead"] or {}).get("text", "").replace(",", "") for one in found if "写的是" in one["headline"]}
                tally = named[count]
                tally[0], tally[1], tally[2] = tally[0] + len(new), tally[1] + len(set(new) & leads), tally[2] + len(found)
    show(plants, named)


class Plant:
    """What was told of a plant: the causes of the new findings, none for those of single figures."""

    def __init__(self, can_tell, causes, names):
        self.can_tell, self.causes = can_tell, causes
        self.is_named = len(causes) <= 2 and bool(set(causes) & set(names))


def show(plants, named):
    print("| planted | documents | not to be told | told | by one finding | by two at most | named, by two at most | most findings |\n|---|--:|--:|--:|--:|--:|--:|--:|")
    for name, all_ in plants.items():
        counts = [len(plant.causes) for plant in all_]
        told, one, two = (sum(test(c) for c in counts) for test in (lambda c: c > 0, lambda c: c == 1, lambda c: 0 < c <= 2))
        silent = sum(not plant.can_tell and not plant.causes for plant in all_)
        print(f"| {PLANTS[name][1]} | {len(all_)} | {silent} | {told} | {one} | {two} | {sum(plant.is_named for plant in all_)} | {max(counts)} |")
    print("\n| wrong digits in one table | planted | named as the wrong figure | findings |\n|---|--:|--:|--:|")
    for count, (planted, right, found) in named.items():
        print(f"| {count} | {planted} | {right} | {found} |")


if __name__ == "__main__":
    main()
