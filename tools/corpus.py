#!/usr/bin/env python3
"""A corpus that watches: what is found in each document of a folder, and how much of it is checked.

Usage: tools/corpus.py GOUJI FOLDER [--accept FILE | --against FILE] [--jobs N]

One line a finding, its parts between tabs:
    finding  document  severity  rule  place  label  printed  meant or computed
and one line a document:
    coverage  document  kind  year  tables RECOGNISED/ALL  figures CHECKED/ALL
or, where it was not read:
    unreadable  document
Figures and labels only: what is printed appears where it is a number, never as a sentence.

Without a further option the lines go to standard output. `--accept` writes them to a file. `--against` compares with such
a file, shows what is added (+) and what is gone (-), and ends with 1 if anything is. A difference is looked at in the
document before it is accepted.
"""

import argparse
import concurrent.futures
import difflib
import json
import pathlib
import re
import subprocess
import sys

ENDINGS = {".txt", ".md", ".csv", ".html", ".htm", ".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".ods", ".rtf", ".zip"}
NUMBER = re.compile(r"[-−－+（(]?\d[\d,，.]*\s*[^\s\d，。；、]{0,3}")
LABEL = 40


def figure(text):
    """A printed number with its unit; anything longer is words of the document and stays there."""
    text = re.sub(r"\s+", " ", text or "").strip()
    return text if NUMBER.fullmatch(text) else ""


def label(text):
    """What a figure is called, in one short line."""
    text = re.sub(r"\s+", " ", text or "").strip()
    return text if len(text) <= LABEL else text[:LABEL] + "…"


def found(name, document):
    """The line of each finding of a document."""
    for finding in document["findings"]:
        lead, check = finding["lead"] or {}, finding["checks"][0]
        checks = document["checks"]
        rule = checks[check]["rule"] if check < len(checks) else ""
        place = lead.get("place") or (f"{lead['line']}:{lead['column']}" if lead else "")
        values = figure(lead.get("text")), figure(lead.get("meant")) or figure(lead.get("other"))
        # wordings have no figure, and their labels are names of rules
        yield "\t".join(("finding", name, finding["severity"], rule, place, label(lead.get("label")), *values)).rstrip()


def lines_of(gouji, folder, path):
    """All lines of a document."""
    name = path.relative_to(folder).as_posix()
    done = subprocess.run(
        [gouji, "check", path, "--format", "json", "--all", "--fail-on", "never", "--convert", "none"], capture_output=True, check=False
    )
    try:
        documents = json.loads(done.stdout)["documents"]
    except (ValueError, KeyError):
        return [f"unreadable\t{name}"]
    out = []
    for document in documents:
        # a package of documents says which of them
        inner = pathlib.PurePath(document["path"]).name
        shown = name if inner == path.name else f"{name}!{inner}"
        if document["error"]:
            out.append(f"unreadable\t{shown}")
            continue
        out.extend(sorted(found(shown, document)))
        seen = document["coverage"]
        out.append(
            f"coverage\t{shown}\t{document['kind'] or '-'}\t{document['year'] or '-'}\t"
            f"tables {seen['recognised']}/{seen['tables']}\tfigures {seen['checked']}/{seen['figures']}"
        )
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gouji", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--accept", type=pathlib.Path, metavar="FILE", help="write the lines to a file")
    what.add_argument("--against", type=pathlib.Path, metavar="FILE", help="compare with the lines of a file")
    parser.add_argument("--jobs", type=int, default=2, help="documents at a time")
    given = parser.parse_args()
    gouji = given.gouji.resolve()
    if not gouji.is_file() or not given.folder.is_dir():
        parser.error(f"no program {given.gouji} or no folder {given.folder}")
    # documents lie in the folder itself; below it are oracles and the like
    documents = sorted(
        path for path in given.folder.iterdir() if path.suffix.lower() in ENDINGS and not path.stem.upper() in {"README", "FORMS"}
    )
    with concurrent.futures.ThreadPoolExecutor(max(given.jobs, 1)) as pool:
        parts = pool.map(lambda path: lines_of(gouji, given.folder, path), documents)
        lines = [line for part in parts for line in part]
    if given.accept:
        given.accept.parent.mkdir(parents=True, exist_ok=True)
        given.accept.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        print(f"{given.accept}: {len(documents)} documents, {len(lines)} lines")
        return 0
    if not given.against:
        print("\n".join(lines))
        return 0
    known = given.against.read_text(encoding="utf-8").splitlines()
    changes = [line for line in difflib.unified_diff(known, lines, n=0, lineterm="")]
    changes = [line for line in changes if line[:1] in "+-" and not line.startswith(("+++", "---"))]
    for line in changes:
        print(line)
    added = sum(line.startswith("+") for line in changes)
    print(f"{given.folder.name}: {len(documents)} documents, {len(lines)} lines; {added} added, {len(changes) - added} gone")
    return 1 if changes else 0


if __name__ == "__main__":
    sys.exit(main())
