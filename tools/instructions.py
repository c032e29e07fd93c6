#!/usr/bin/env python3
"""How many instructions an audit takes, held against what was counted last, and whether they grow no faster than the input.

Usage: tools/instructions.py GOUJI [--write] [--only growth|bounds]
       tools/instructions.py --comparable

Counts with `valgrind --tool=cachegrind`: the same program, document and kind of processor give the same number to a few
thousandths, whatever else the machine does. GOUJI is a release build. `benches/instructions.toml` holds the bounds: the
machine that they were counted on, the count of each document, and for each count that was raised why. Where the machine is
the same, five per cent more than the bound ends with 1; elsewhere the counts are printed and said to be not compared. Growth
is compared everywhere: twice the input takes at most 2.2 times the instructions, those of an empty document taken off.

--write stores the counts; a count that rises needs a line in `raised` first: it is refused without.
--comparable only says whether this machine is the one of the bounds: 0 if it is, 1 if not. Where it is not, GOUJI may be any build.
"""

import argparse
import datetime
import hashlib
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parent.parent
BOUNDS = ROOT / "benches" / "instructions.toml"
SLACK = 1.05
GROWTH = 2.2

DOCUMENTS = [
    "fixtures/prose-weather/document.txt",
    "fixtures/prose-school/document.txt",
    "fixtures/self-evaluation-planted/document.txt",
    "fixtures/archive-clean/wan.txt",
    "fixtures/archive-planted/document.txt",
    "fixtures/generality/hospital-2021.txt",
    "fixtures/formats/archive-clean.xlsx",
    "fixtures/pdf/archive-clean-wan.pdf",
    "fixtures/pdf/calc-wide.pdf",
]

HEAD = "某县水利局2023年度部门决算\n\n第二部分 2023年度部门决算情况说明\n\n"


def amount(at):
    return f"{(at * 7919 + 1234) % 100000 / 100 + 10:,.2f}"


def clauses(n):
    one = "财政拨款收入{}万元，占{}%，比上年增加{}万元，增长{}%；"
    return HEAD + "".join(one.format(amount(i), i % 90 + 1, amount(i + 7), i % 40 + 1) for i in range(n)) + "\n"


def paragraphs(n):
    one = "本年第{}项支出{}万元，主要用于日常运转和维护，比上年增加{}万元。\n\n"
    return HEAD + "".join(one.format(i + 1, amount(i), amount(i + 3)) for i in range(n))


def items(n):
    listed = "、".join(f"{chr(0x4E00 + i % 3000)}{chr(0x5000 + i % 2800)}经费{amount(i)}万元" for i in range(n))
    return f"{HEAD}项目支出{amount(n)}万元，其中：{listed}。\n"


def numbers(n):
    return HEAD + "、".join(str(i % 9 + 1) for i in range(n)) + "合计。\n"


def table(rows, columns=6, title="收入决算表", at=0):
    head = "项目\t" + "\t".join(f"第{i + 1}项" for i in range(columns))
    lines = [f"{at + i}号事项\t" + "\t".join(amount(i * 31 + j) for j in range(columns)) for i in range(rows)]
    return f"\n{title}\n单位：万元\n{head}\n" + "\n".join(lines) + "\n"


def rows(n):
    return HEAD + table(n)


def columns(n):
    return HEAD + table(6, n)


def tables(n):
    return HEAD + "".join(table(8, title=f"第{i + 1}张明细表", at=i) for i in range(n))


def documents(n):
    """The texts of a folder."""
    return [HEAD.replace("某县", f"第{i + 1}县") + f"本年支出{amount(i)}万元。\n" for i in range(n)]


KINDS = {
    "clauses": (clauses, 60),
    "paragraphs": (paragraphs, 100),
    "list items": (items, 200),
    "bare numbers": (numbers, 2000),
    "rows": (rows, 300),
    "columns": (columns, 60),
    "tables": (tables, 20),
    "documents": (documents, 100),
}


def machine():
    """What a count depends on besides the program and the document."""

    def first_line(*command):
        try:
            return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]
        except (OSError, subprocess.CalledProcessError, IndexError):
            return "unknown"

    flags = ""
    cpu = pathlib.Path("/proc/cpuinfo")
    if cpu.is_file():
        found = re.search(r"^flags\s*:(.*)$", cpu.read_text(), re.M)
        flags = " ".join(sorted(found.group(1).split())) if found else ""
    return {
        "rustc": first_line("rustc", "--version"),
        "target": platform.machine() + "-" + sys.platform,
        "libc": " ".join(platform.libc_ver()),
        "valgrind": first_line("valgrind", "--version"),
        "cpu": hashlib.sha256(flags.encode()).hexdigest()[:12],
    }


def known_bounds():
    return tomllib.loads(BOUNDS.read_text()) if BOUNDS.is_file() else {}


def count(gouji, path):
    """Instructions of one audit, in thousands."""
    command = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    command += [gouji, "check", str(path), "-j", "1", "--fail-on", "never"]
    run = subprocess.run(command, capture_output=True, text=True)
    found = re.search(r"I\s+refs:\s+([\d,]+)", run.stderr)
    if run.returncode not in (0, 3) or not found:
        sys.exit(f"{path}: exit {run.returncode}\n{run.stderr[-2000:]}")
    return int(found.group(1).replace(",", "")) // 1000


def counted(gouji, paths):
    """The same of several documents, as many at once as there are processors."""
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        return list(workers.map(lambda path: count(gouji, path), paths))


def written(scratch, name, made):
    """The path of a text, or of a folder of several."""
    if isinstance(made, str):
        path = scratch / f"{name}.txt"
        path.write_text(made)
        return path
    path = scratch / name
    path.mkdir()
    for number, text in enumerate(made):
        (path / f"{number}.txt").write_text(text)
    return path


def growth(gouji, scratch):
    """Whether twice the input takes about twice the instructions."""
    empty = scratch / "empty.txt"
    empty.write_text(HEAD)
    base = count(gouji, empty)
    paths = []
    for name, (make, size) in KINDS.items():
        for times in (1, 2):
            paths.append(written(scratch, f"{name.replace(' ', '-')}-{times}", make(size * times)))
    all_counts = counted(gouji, paths)
    failed = False
    for (name, (_, size)), pair in zip(KINDS.items(), zip(all_counts[::2], all_counts[1::2])):
        counts = [own - base for own in pair]
        ratio = counts[1] / max(counts[0], 1)
        verdict = "" if ratio <= GROWTH else f"  more than {GROWTH} times"
        failed |= bool(verdict)
        print(f"{name:12} {size:5} → {size * 2:5}: {counts[0] / 1000:8.1f} → {counts[1] / 1000:8.1f} M, × {ratio:.2f}{verdict}")
    return failed


def compared(gouji, scratch, known):
    """Counts of the documents, and whether one is above its bound."""
    two = scratch / "two-lines.txt"
    two.write_text("某县水利局2023年度部门决算\n本单位认真贯彻落实各项要求。\n")
    is_same = known.get("machine") == machine()
    old = known.get("thousands", {})
    if not is_same:
        print("not compared: the bounds were counted with", known.get("machine", "nothing yet"))
    new, failed = {}, False
    paths = {"two lines": two} | {name: ROOT / name for name in DOCUMENTS}
    for name, own in zip(paths, counted(gouji, paths.values())):
        new[name], bound = own, old.get(name)
        above = is_same and bound is not None and new[name] > bound * SLACK
        failed |= above
        beside = f", bound {bound / 1000:.1f}" if bound else ""
        print(f"{name}: {new[name] / 1000:.1f} M{beside}{'  above its bound' if above else ''}")
    return new, failed


def write(new, known):
    """Stores the counts, unless one rises without a reason."""
    old, raised = known.get("thousands", {}), known.get("raised", {})
    today = datetime.date.today().isoformat()
    for name, counted in new.items():
        if counted > old.get(name, counted) * SLACK and not raised.get(name, "").startswith(today):
            sys.exit(f'{name} rises from {old[name]} to {counted} thousand: write the reason first, [raised] "{name}" = "{today}: …"')
    lines = ["# Bounds of tools/instructions.py: thousands of instructions for each document, and on what they were counted.", "", "[machine]"]
    lines += [f'{key} = "{value}"' for key, value in machine().items()]
    lines += ["", "[thousands]"] + [f'"{name}" = {counted}' for name, counted in new.items()]
    lines += ["", "# Why a count was raised, with the date; tools/instructions.py --write refuses a rise without.", "[raised]"]
    lines += [f'"{name}" = "{reason}"' for name, reason in raised.items()]
    BOUNDS.write_text("\n".join(lines) + "\n")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("gouji", nargs="?")
    arguments.add_argument("--write", action="store_true")
    arguments.add_argument("--only", choices=["growth", "bounds"])
    arguments.add_argument("--comparable", action="store_true")
    given = arguments.parse_args()
    if given.comparable:
        sys.exit(known_bounds().get("machine") != machine())
    if not given.gouji:
        arguments.error("which program?")
    if not shutil.which("valgrind"):
        print("valgrind is not installed: skipped")
        return
    known = known_bounds()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        if given.only != "growth":
            new, failed = compared(given.gouji, scratch, known)
            if given.write:
                write(new, known)
                failed = False
        if given.only != "bounds" and not given.write:
            failed |= growth(given.gouji, scratch)
    sys.exit(failed)


main()
