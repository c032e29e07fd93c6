#!/usr/bin/env python3
"""Holds README and docs against what is there.

    tools/docs.py                     links, paths of files, names of docs/words.md, the size of README
    tools/docs.py GOUJI [--write]     also each block ```console: its commands are run again in a folder that holds
                                      `fixtures` alone, and each line shown must come, in its order

A line … stands for any number of lines that are left out. `--write` takes over lines in which numbers alone have
changed; what else differs is told and has to be looked at.
"""

import difflib
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = "…"
README_LINES, README_COLUMNS = 80, 120
# what a reader may name by the end of its path
NAMED = re.compile(r"`([\w./-]+\.(?:rs|toml|py|sh|md|json|ts|html))(?::\w+)?`")
# what the program or a tool makes, or a user writes
MADE = {"gouji.toml", "vocabulary.toml", "gouji.html", "web/dist/gouji.html", "waivers.toml", "index.gouji.html"}
LINK = re.compile(r"\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"")


def tracked():
    run = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    untracked = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [name for name in (run.stdout + untracked.stdout).split("\n") if name and (ROOT / name).exists()]


def slug(heading):
    """The anchor that GitHub gives to a heading."""
    kept = [character for character in heading.strip().lower() if character.isalnum() or character in " -_"]
    return "".join(kept).replace(" ", "-")


def anchors(text):
    return {slug(re.sub(r"[`*]", "", line.lstrip("#"))) for line in text.split("\n") if re.match(r"#+ ", line)}


def without_code(text):
    return re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)


def wrong_links(papers):
    for paper in papers:
        text = without_code((ROOT / paper).read_text())
        for link in (one or other for one, other in LINK.findall(text)):
            if re.match(r"[a-z]+:", link):
                continue
            path, _, anchor = link.partition("#")
            target = (ROOT / paper).parent / path if path else ROOT / paper
            if not target.exists():
                yield f"{paper}: {link} leads nowhere"
            elif anchor and target.suffix == ".md" and anchor not in anchors(target.read_text()):
                yield f"{paper}: {link}: no such heading"


def wrong_paths(papers, files):
    ends = {end for name in files for end in ("/" + name, "/" + Path(name).name)}
    for paper in papers:
        # what a reader is to make or has is no file of the project: those stand in blocks of code
        for name in NAMED.findall(without_code((ROOT / paper).read_text())):
            if name not in MADE and not any(end.endswith("/" + name) for end in ends):
                yield f"{paper}: there is no {name}"


def wrong_words(paper):
    """In a row `term | English | name | file` the file must hold the name."""
    for line in (ROOT / paper).read_text().split("\n"):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) != 4 or not cells[3].startswith("`"):
            continue
        file = ROOT / cells[3].strip("`")
        text = file.read_text() if file.is_file() else ""
        for name in re.findall(r"`([^`]+)`", cells[2]):
            if not re.search(rf"\b{re.escape(name.split('::')[-1])}\b", text):
                yield f"{paper}: {cells[3]} has no {name}"


def wide(text):
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def wrong_size(paper):
    lines = (ROOT / paper).read_text().rstrip("\n").split("\n")
    if len(lines) > README_LINES:
        yield f"{paper}: {len(lines)} lines, at most {README_LINES} are one screen"
    for number, line in enumerate(lines, 1):
        if wide(line) > README_COLUMNS:
            yield f"{paper}:{number}: {wide(line)} columns, at most {README_COLUMNS}"


def blocks(lines):
    """The blocks ```console of a paper: first line and the line behind the last."""
    begin = None
    for number, line in enumerate(lines):
        if begin is None and line == "```console":
            begin = number + 1
        elif begin is not None and line == "```":
            yield begin, number
            begin = None


def came(command, folder, status):
    """What a command of a page prints, and its exit status. `$?` is that of the command before."""
    environment = {**os.environ, "PATH": f"{folder}/.bin:{os.environ['PATH']}", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
    run = subprocess.run(
        ["bash", "-c", f"(exit {status}); {command}"], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120,
    )
    printed = run.stdout.decode(errors="replace").replace(f"{folder}/", "")
    return [line.rstrip() for line in printed.split("\n")], run.returncode


def same_but_numbers(one, other):
    return re.sub(r"\d+", "0", one) == re.sub(r"\d+", "0", other)


def held(shown, printed):
    """The lines shown as they came, each with whether it came as it is; None where one did not come at all."""
    at, out = 0, []
    for line in shown:
        if line.strip() == LEFT_OUT or not line.strip():
            out.append((line, True))
            continue
        rest = printed[at:]
        found = next((place for place, other in enumerate(rest) if other == line.rstrip()), None)
        exact = found is not None
        if not exact:
            found = next((place for place, other in enumerate(rest) if same_but_numbers(other, line.rstrip())), None)
        if found is None:
            near = difflib.get_close_matches(line.rstrip(), rest, 1)
            return None, f"“{line.strip()}” did not come" + (f"; near it “{near[0].strip()}”" if near else "")
        out.append((rest[found], exact))
        at += found + 1
    return out, None


def run_again(paper, gouji, write):
    lines = (ROOT / paper).read_text().split("\n")
    changed = False
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / ".bin").mkdir()
        (Path(folder) / ".bin/gouji").symlink_to(gouji)
        (Path(folder) / "fixtures").symlink_to(ROOT / "fixtures")
        (Path(folder) / "rules").symlink_to(ROOT / "rules")
        status = 0
        for begin, end in blocks(lines):
            place = begin
            while place < end:
                if not lines[place].startswith("$ "):
                    yield f"{paper}:{place + 1}: a block begins with a command"
                    break
                stop = place + 1
                while stop < end and not lines[stop].startswith("$ "):
                    stop += 1
                printed, status = came(lines[place][2:], folder, status)
                kept, why = held(lines[place + 1:stop], printed)
                if kept is None:
                    yield f"{paper}:{place + 1}: {why}"
                else:
                    for number, (line, exact) in enumerate(kept, place + 1):
                        if not exact and not write:
                            yield f"{paper}:{number + 1}: now “{line.strip()}” (--write takes it over)"
                        changed |= not exact
                        lines[number] = line
                place = stop
    if write and changed:
        (ROOT / paper).write_text("\n".join(lines))
        print(f"{paper}: written")


def main():
    given = [word for word in sys.argv[1:] if word != "--write"]
    files = tracked()
    papers = [name for name in files if name.endswith(".md") and not name.startswith(("tests/", "src/"))]
    inner = [name for name in papers if name.startswith(("docs/rooms/", "docs/decisions/", "docs/words"))]
    inner += ["ARCHITECTURE.md", "CONTRIBUTING.md"]
    wrong = [*wrong_links(papers), *wrong_paths(inner, files)]
    if (ROOT / "docs/words.md").exists():
        wrong += wrong_words("docs/words.md")
    for paper in "README.md", "README.zh-CN.md":
        wrong += wrong_size(paper)
    if given:
        gouji = Path(given[0]).resolve()
        for paper in (name for name in papers if "```console" in (ROOT / name).read_text().split("\n")):
            wrong += run_again(paper, gouji, "--write" in sys.argv)
    for line in wrong:
        print(line)
    if wrong:
        sys.exit(1)
    print(f"{len(papers)} papers: {'links, paths and what they show of the program' if given else 'links and paths'} are right")


if __name__ == "__main__":
    main()
