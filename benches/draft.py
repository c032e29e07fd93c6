#!/usr/bin/env python3
"""What `gouji rules draft` proposes without any form, held against what the built-in rules hold.

    benches/draft.py GOUJI DOCUMENT...

Counted are the equalities of the built-in rules that hold (or differ by rounding) between two or more figures, each a
whole cell of one tab-separated table; not those that also rest on a parameter, a target, a grade or a numbering. One is
found where the drafted rules, run over the same document, hold an equality between the same figures by place; blank
cells count as nothing. Tables printed with one cell in a line are shown, not counted. Fails below 80 in a hundred of a
document or of all, and where a drafted rule gives a violation on any document. With -v the missed ones are listed.
"""

import collections
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

LEAST = 80
VOCABULARY = pathlib.Path(__file__).parent.parent / "rules" / "national" / "vocabulary"
NOT_OF_FIGURES = ("<=", ">=", "!=", "param.", "meets(", "grade(", "consecutive(", "same(")


def audit(gouji, document, *options):
    command = [gouji, "check", document, "--format", "json", "--all", "--fail-on", "never", *options]
    # a status other than 0 may mean that there was nothing to check; the report is printed all the same
    return json.loads(subprocess.run(command, capture_output=True, check=False).stdout)["documents"][0]


def drafted(gouji, document, folder):
    """The checks that the drafted rules give on the document they were drafted from."""
    bare, own = folder / "bare", folder / "drafted"
    for path in (bare, own):
        path.mkdir()
        (path / "ruleset.toml").write_text(f'name = "{path.name}"\n', encoding="utf-8")
        shutil.copytree(VOCABULARY, path / "vocabulary")
    command = [gouji, "rules", "draft", document, "-r", bare, "-o", own / "draft.toml"]
    subprocess.run(command, capture_output=True, check=True)
    return audit(gouji, document, "-r", str(own))["checks"]


def printed(check):
    return [figure for figure in check["figures"] if figure["text"].strip(" -—/")]


def places(check):
    return frozenset(figure["start"] for figure in printed(check))


def holds(check):
    return check["verdict"] in ("holds", "rounding")


def is_cell(figure, lines):
    cells = lines[figure["line"] - 1].split("\t")
    return any("".join(cell.split()) == "".join(figure["text"].split()) for cell in cells)


def is_within_table(check, lines):
    numbers = sorted(figure["line"] for figure in printed(check))
    between = lines[numbers[0] - 1 : numbers[-1]]
    return all("\t" in line or not line.strip() for line in between) and all(is_cell(f, lines) for f in printed(check))


def measure(gouji, document):
    lines = pathlib.Path(document).read_text(encoding="utf-8").split("\n")
    with tempfile.TemporaryDirectory() as folder:
        proposed = drafted(gouji, document, pathlib.Path(folder))
    broken = [check for check in proposed if check["verdict"] == "violation"]
    own = {places(check) for check in proposed if holds(check)}
    known, loose, seen = [], [], set()
    for check in filter(holds, audit(gouji, document)["checks"]):
        at = places(check)
        if len(at) < 2 or at in seen or any(word in check["expression"] for word in NOT_OF_FIGURES):
            continue
        if is_within_table(check, lines):
            seen.add(at)
            in_rows = all(len(list(filter(str.strip, lines[f["line"] - 1].split("\t")))) > 1 for f in printed(check))
            (known if in_rows else loose).append(check)
    return known, loose, own, broken


def main(gouji, documents, verbose):
    ok, everything, everywhere = True, 0, 0
    for document in documents:
        known, loose, own, broken = measure(gouji, document)
        found, beside = (sum(places(check) in own for check in checks) for checks in (known, loose))
        everything, everywhere = everything + found, everywhere + len(known)
        ok &= not broken and found * 100 >= len(known) * LEAST
        print(f"{pathlib.Path(document).name}: {found} of {len(known)}, one cell in a line: {beside} of {len(loose)}, broken: {len(broken)}")
        for check in broken:
            print(f"    broken: {check['rule']}: {check['expression']}")
        missed = collections.Counter(check["rule"] for check in known + loose if places(check) not in own)
        for rule, times in missed.items() if verbose else ():
            print(f"    {times} x {rule}")
    share = everything * 100 / everywhere if everywhere else 0
    print(f"all: {everything} of {everywhere}, {share:.1f} %")
    return 0 if ok and share >= LEAST else 1


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "-v"]
    if len(words) < 2:
        sys.exit(__doc__)
    sys.exit(main(words[0], words[1:], "-v" in sys.argv))
