#!/usr/bin/env python3
"""Draws the finding that README shows: what the program prints in a terminal, as docs/pictures/finding.svg.

    tools/picture.py [GOUJI] [--check]

--check writes nothing and fails if the picture is not what the program prints now. Needs a system with
pseudo-terminals: the program uses colours in a terminal alone.
"""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import unicodedata
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs/pictures/finding.svg"
DOCUMENT = "fixtures/archive-planted/document.txt"
# the finding that is drawn: from its first line to the next blank one
FIRST = "错误 2."
COLUMNS = 104
# a cell of the terminal, and the room around the text
WIDE, HIGH, EDGE, TOP = 8, 20, 16, 44
COLOURS = {
    31: "#ff7b72", 32: "#7ee787", 33: "#e3b341", 34: "#79c0ff", 35: "#d2a8ff", 36: "#76e3ea", 90: "#8b949e",
    91: "#ff7b72", 92: "#7ee787", 93: "#e3b341", 94: "#79c0ff", 95: "#d2a8ff", 96: "#76e3ea",
}
PLAIN = "#e6edf3"


def printed(gouji):
    """What `gouji check` prints in a terminal, with its colours."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
    environment = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLUMNS")}
    environment["TERM"] = "xterm-256color"
    run = subprocess.Popen([gouji, "check", DOCUMENT], cwd=ROOT, stdin=its, stdout=its, stderr=its, env=environment)
    os.close(its)
    out = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        out += piece
    run.wait()
    os.close(ours)
    return out.decode().replace("\r\n", "\n")


def pieces(line):
    """The runs of one look in a line: text, colour, whether it is bold."""
    colour, bold = PLAIN, False
    for part in re.split(r"(\x1b\[[0-9;]*[A-Za-z])", line):
        code = re.fullmatch(r"\x1b\[([0-9;]*)m", part)
        if not code:
            if part and not part.startswith("\x1b"):
                yield part, colour, bold
            continue
        for number in (int(text or 0) for text in code[1].split(";")):
            if number == 0:
                colour, bold = PLAIN, False
            elif number == 1:
                bold = True
            elif number == 2:
                colour = COLOURS[90]
            elif number == 39:
                colour = PLAIN
            elif number in COLOURS:
                colour = COLOURS[number]


def cells(character):
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def width(text):
    return sum(map(cells, text))


def drawn(lines):
    """The lines as SVG. Each run of characters of one width is as wide as its cells, whatever the font."""
    out = []
    for row, line in enumerate(lines):
        at = 0
        for text, colour, bold in pieces(line):
            # blanks part runs, so that what stands below one another stays there
            for run in re.findall(r" +|[^ ]+", text):
                for part in re.findall(r"[\x21-\x7e]+|[^\x21-\x7e]+", run):
                    across = width(part) * WIDE
                    if part.strip():
                        weight = ' font-weight="bold"' if bold else ""
                        out.append(
                            f'<text x="{EDGE + at}" y="{TOP + row * HIGH + 15}" fill="{colour}"{weight} '
                            f'textLength="{across}" lengthAdjust="spacingAndGlyphs">{escape(part)}</text>'
                        )
                    at += across
    return out


def picture(gouji):
    lines = printed(gouji).split("\n")
    plain = [re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", line) for line in lines]
    begin = next(number for number, line in enumerate(plain) if line.startswith(FIRST))
    end = next(number for number in range(begin, len(plain)) if not plain[number].strip())
    shown = [f"\x1b[92m$\x1b[0m gouji check {DOCUMENT}", ""] + lines[begin:end]
    across, down = COLUMNS * WIDE + 2 * EDGE, len(shown) * HIGH + TOP + EDGE
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {down}" width="{across}" height="{down}" '
        'role="img" aria-labelledby="title">',
        f'<title id="title">{escape(" ".join(plain[begin + 1].split()))}</title>',
        f'<rect width="{across}" height="{down}" rx="8" fill="#0d1117"/>',
        *(f'<circle cx="{22 + 18 * place}" cy="20" r="6" fill="{fill}"/>'
          for place, fill in enumerate(["#ff5f57", "#febc2e", "#28c840"])),
        '<g font-family="ui-monospace, Menlo, Consolas, \'Noto Sans Mono CJK SC\', \'Microsoft YaHei\', monospace" '
        'font-size="14">',
        *drawn(shown),
        "</g>",
        "</svg>",
        "",
    ])


def main():
    given = [word for word in sys.argv[1:] if word != "--check"]
    made = picture(str(Path(given[0] if given else "target/release/gouji").resolve()))
    name = PICTURE.relative_to(ROOT)
    if "--check" not in sys.argv:
        PICTURE.write_text(made)
        print(f"{name}: written")
    elif not PICTURE.exists() or PICTURE.read_text() != made:
        sys.exit(f"{name} is not what the program prints: run tools/picture.py, and look at it")
    else:
        print(f"{name}: current")


if __name__ == "__main__":
    main()
