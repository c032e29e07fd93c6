#!/usr/bin/env python3
"""Whole tables that do not fit, and slips of a digit, planted into budgets: how many findings tell of each, and does one name it?

Usage: tools/misfits.py GOUJI DOCUMENT... [--seed N] [--slips 2,3,5] [--reader GOUJI] [--verbose]

Each document is read with `gouji tables` and written again as a text with bars, table by table, so that what is planted is what the program
reads. Planted, one at a time, into the table with most rows of amounts: the figures one row below their names; the figures of a column in the
column beside; a stretch of rows left out, as a page would be; a class printed twice; amounts of another unit under the old one. Then so many
digits in one table. Findings that the text has without the plant are left out. Prints a table in markdown: documents, plants that something
tells, those told by one finding (or notice) or two, those that one names, the most findings; for slips the figures that are named as the wrong ones.
"""

import argparse
import collections
import json
import pathlib
import random
import re
import subprocess
import tempfile

AMOUNT = re.compile(r"-?\d[\d,]*\.\d+$|-?\d{1,3}(,\d{3})+$")
CELL = re.compile(r"  行 (\d+) 列 (\d+)(?: 占 \d+ 行 \d+ 列)?  (.*)$")
NAMES = {
    "row": ["rows-apart"],
    "column": ["columns-apart"],
    "page": ["rows-missing", "same-gap", "block"],
    "class": ["doubled", "block", "same-gap", "class-printed-twice"],
    "unit": ["other-unit"],
}
# notices that name a plant
NOTICES = ["class-printed-twice"]


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


def audit(gouji, folder, head, grids):
    path = folder / "document.txt"
    path.write_text(head + "\n".join(grid.text() for grid in grids), encoding="utf-8")
    report = json.loads(run(gouji, "check", path, "--format", "json", "--fail-on", "never"))["documents"][0]
    told = [finding for finding in report["findings"] if finding["severity"] != "info"]
    notices = [notice for notice in report["notices"] if notice["code"] in NOTICES]
    return told + [{"headline": notice["message"], "misfit": notice["code"], "lead": None} for notice in notices]


def row(grid, rng):
    """The figures of the lower half one row below their names."""
    found = grid.amounts()
    for (at, _), (above, columns) in reversed(list(zip(found[len(found) // 2 + 1 :], found[len(found) // 2 :]))):
        for column in columns:
            grid.rows[at][column] = grid.rows[above][column]


def column(grid, rng):
    """The figures of a column in the one beside it, and the other way round."""
    count = collections.Counter(c for _, columns in grid.amounts() for c in columns)
    pairs = [c for c in count if c + 1 in count and count[c] > 3 and count[c + 1] > 3]
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


PLANTS = {"row": row, "column": column, "page": page, "class": doubled, "unit": unit}
WORDS = {"row": "rows one below their names", "column": "a column in the one beside", "page": "a page of rows left out", "class": "a class printed twice", "unit": "another unit"}


def largest(grids):
    return max(range(len(grids)), key=lambda at: len(grids[at].amounts()), default=None)


def same(headline):
    """What a finding says, whatever unit stands above its table: what was wrong before stays the same finding."""
    return re.sub(r"[万千百亿]?元", "", headline)


def is_new(finding, known):
    return same(finding["headline"]) not in known


def cause(finding):
    return finding.get("misfit") or ""


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
    rng = random.Random(given.seed)
    rows = collections.defaultdict(list)
    named = collections.defaultdict(lambda: [0, 0, 0])
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for document in given.documents:
            head, grids = read(given.reader or given.gouji, document)
            at = largest(grids)
            if at is None or len(grids[at].amounts()) < 8:
                continue
            known = {same(finding["headline"]) for finding in audit(given.gouji, folder, head, grids)}
            for name, plant in PLANTS.items():
                changed = [grid.copy() for grid in grids]
                if plant(changed[at], rng) is False:
                    continue
                found = [one for one in audit(given.gouji, folder, head, changed) if is_new(one, known)]
                causes = [cause(one) for one in found]
                rows[name].append((len(found), bool(set(causes) & set(NAMES[name])), any(causes)))
                if given.verbose:
                    print(document.name[:40], name, len(found), causes, [one["headline"][:60] for one in found[:3]])
            for count in map(int, given.slips.split(",")):
                changed = [grid.copy() for grid in grids]
                new = slips(changed[at], count, rng)
                found = [one for one in audit(given.gouji, folder, head, changed) if is_new(one, known)]
                leads = {(one["lead"] or {}).get("text", "").replace(",", "") for one in found if "写的是" in one["headline"]}
                tally = named[count]
                tally[0], tally[1], tally[2] = tally[0] + len(new), tally[1] + len(set(new) & leads), tally[2] + len(found)
    print("| planted | documents | told | by one finding | by two at most | told as a whole | named | most findings |\n|---|--:|--:|--:|--:|--:|--:|--:|")
    for name, all_ in rows.items():
        counts = [count for count, _, _ in all_]
        told, one, two = (sum(test(c) for c in counts) for test in (lambda c: c > 0, lambda c: c == 1, lambda c: 0 < c <= 2))
        print(f"| {WORDS[name]} | {len(all_)} | {told} | {one} | {two} | {sum(w for *_, w in all_)} | {sum(n for _, n, _ in all_)} | {max(counts)} |")
    print("\n| wrong digits in one table | planted | named as the wrong figure | findings |\n|---|--:|--:|--:|")
    for count, (planted, right, found) in named.items():
        print(f"| {count} | {planted} | {right} | {found} |")


if __name__ == "__main__":
    main()
