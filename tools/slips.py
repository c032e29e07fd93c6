#!/usr/bin/env python3
"""Slips of one digit, planted one at a time into documents: does any output name a right figure as wrong?

Usage: tools/slips.py GOUJI DOCUMENT... [--seed N] [--count N] [--keep FOLDER] [--verbose]

Each document is a text file in UTF-8. A number with decimals is chosen and one of its digits changed; a slip counts where
it makes a finding. The document is then audited in each format, and what its new findings name as wrong (headline, place,
the columns for what is printed and what was meant) is compared with the figure that was planted. Findings that the
document has without the slip are left out. Ends with 1 where an output names a right figure as wrong.
"""

import argparse
import csv
import html
import io
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
import zipfile

NUMBER = re.compile(r"(?<![\d.,，．%])\d[\d,]*\.\d+(?![\d.])")
SAYS = re.compile(r"写的是\s*([^，；（\s]+)")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Slip:
    """A digit that was changed."""

    def __init__(self, text, start, end, new):
        self.start, self.end, self.old, self.new = start, end, text[start:end], new
        self.line = text.count("\n", 0, start) + 1
        self.column = start - (text.rfind("\n", 0, start) + 1) + 1
        # reports count bytes
        self.byte = len(text[:start].encode())
        self.text = text[:start] + new + text[end:]

    def is_there(self, line):
        return line == self.line

    def __str__(self):
        return f"{self.old} → {self.new} at line {self.line}, column {self.column}"


def number(text):
    """A printed number without its unit and separators."""
    found = re.search(r"-?\d[\d,]*(?:\.\d+)?", text or "")
    return found.group().replace(",", "") if found else ""


def same(a, b):
    try:
        return abs(float(number(a)) - float(number(b))) < 1e-9
    except ValueError:
        return False


def run(gouji, *arguments):
    done = subprocess.run([gouji, "check", *map(str, arguments), "--fail-on", "never"], capture_output=True, check=False)
    return done.stdout.decode()


def audit(gouji, path):
    return json.loads(run(gouji, path, "--format", "json"))["documents"][0]


def accused(finding):
    """The figure that a finding names as wrong: line and printed number."""
    lead = finding["lead"]
    return (lead["line"], number(lead["text"])) if lead and "写的是" in finding["headline"] else None


def known(document):
    """What is said without the slip: headlines, and figures that are wrong in any case, whatever is said of them."""
    findings = document["findings"]
    return {finding["headline"] for finding in findings} | {accused(finding) for finding in findings} - {None}


def slips_of(text, chance):
    """Numbers in an order of chance, each with a digit changed."""
    spots = [found.span() for found in NUMBER.finditer(text)]
    chance.shuffle(spots)
    for start, end in spots:
        old = text[start:end]
        digits = [at for at, sign in enumerate(old) if sign.isdigit()]
        at = chance.choice(digits)
        others = [digit for digit in "0123456789" if digit != old[at] and not (at == 0 and digit == "0")]
        yield Slip(text, start, end, old[:at] + chance.choice(others) + old[at + 1:])


class Judge:
    """Counts what the outputs say of the new findings of one slip."""

    def __init__(self, slip, findings):
        self.slip, self.wrong, self.by_id, self.by_number = slip, [], {}, {}
        for finding in findings:
            self.by_id[finding["id"]] = finding
            self.by_number[finding["number"]] = finding

    def say(self, output, what):
        self.wrong.append(f"{output}: {what}")

    def sentence(self, output, text):
        """A headline may name the planted figure alone as wrong; what follows it names none."""
        lines = text.split("因此不平", 1)
        for said in SAYS.findall(lines[0]):
            if not same(said, self.slip.new):
                self.say(output, text)
        if "应为" in lines[0] and not SAYS.search(lines[0]):
            self.say(output, text)
        if len(lines) > 1 and "应为" in lines[1]:
            self.say(output, lines[1])

    def place(self, output, text, place):
        """Where a headline accuses, the place is that of the planted figure."""
        lines = [int(line) for line in re.findall(r"第 (\d+) 行", place)]
        if "写的是" in text and lines and not self.slip.is_there(lines[0]):
            self.say(output, f"place {place}: {text}")

    def columns(self, output, row):
        if row.get("应为") and not all(same(value, self.slip.new) for value in str(row["列示"]).split("；")):
            self.say(output, f"列示 {row['列示']}，应为 {row['应为']}")


def judge_json(judge):
    for finding in judge.by_id.values():
        judge.sentence("json", finding["headline"])
        for said in finding["broken"]:
            if "应为" in said:
                judge.say("json", said)
        cause, lead = finding["cause"], finding["lead"]
        suspects = cause["suspects"] if cause else []
        for suspect in suspects:
            if not suspect["start"] <= judge.slip.byte < max(suspect["end"], suspect["start"] + 1):
                judge.say("suspect", f"{suspect['label']} {suspect['text']}（{cause['confidence']}），应为 {suspect['suggested']}")
        if lead and lead["meant"] and not any(lead["start"] == suspect["start"] for suspect in suspects):
            judge.say("json", f"lead {lead['label']}")
        if lead and suspects and lead["line"] != judge.slip.line:
            judge.say("json", f"line {lead['line']}")


def judge_csv(judge, out):
    for row in csv.DictReader(io.StringIO(out.lstrip("\ufeff"))):
        if row["编号"] in judge.by_id:
            judge.sentence("csv", row["问题"])
            judge.place("csv", row["问题"], row["位置"])
            judge.columns("csv", row)
            judge.sentence("csv", "因此不平" + row["因此不平"])


def judge_text(judge, out):
    for line in re.sub(r"\n {5,}", "", out.split("问题一览")[-1]).splitlines():
        found = re.match(r"\s*(\d+)\. (?:错误|警告|提示) (.*)", line)
        if found and int(found.group(1)) in judge.by_number:
            place, _, text = found.group(2).partition("：")
            judge.sentence("text", text)
            judge.place("text", text, place)
    block = None
    for line in out.split("问题一览")[0].splitlines():
        found = re.match(r"(?:错误|警告|提示) (\d+)\. ", line)
        block = int(found.group(1)) if found else block
        # a frame is headed by the place that leads
        head = re.match(r"\s*╭─\[.*:(\d+):(\d+)\]", line)
        if block in judge.by_number and head:
            cause = judge.by_number[block]["cause"]
            if cause and cause["suspects"] and not judge.slip.is_there(int(head.group(1))) and block not in judge.seen:
                judge.say("text", f"frame at line {head.group(1)}")
            judge.seen.add(block)
        if block in judge.by_number and "应为" in line and "写的是" not in line and not re.search(r"[│·].*应为", line) and "把握" not in line:
            if not any(same(value, judge.by_number[block]["lead"]["meant"]) for value in re.findall(r"应为 (\S+)", line)):
                judge.say("text", line.strip())


def judge_markdown(judge, out):
    for line in out.splitlines():
        found = re.match(r"\| \S+ \| (\d+) \|", line)
        if found and int(found.group(1)) in judge.by_number:
            cells = line.split(" | ")
            judge.sentence("markdown", cells[-1])
            judge.place("markdown", cells[-1], cells[-2])


def judge_html(judge, out):
    for piece in re.findall(r'<li class="finding.*?</li>', out, re.S):
        at = int(re.search(r'id="d[0-9a-f]+f(\d+)"', piece).group(1)) + 1
        if at not in judge.by_number:
            continue
        text = html.unescape(re.search(r'<p class="message">(.*?)</p>', piece, re.S).group(1))
        place = re.search(r'class="place">(.*?)</span>', piece, re.S)
        judge.sentence("html", text)
        judge.place("html", text, re.sub("<.*?>", "", place.group(1)) if place else "")
        for said in re.findall(r"<dd>(.*?)</dd>", piece, re.S):
            if "应为" in said:
                judge.say("html", said)
    marks = re.findall(r'<a class="f (wrong|open)[^"]*"[^>]*href="#d[0-9a-f]+f(\d+)"[^>]*>(.*?)</a>', out, re.S)
    for state, at, shown in marks:
        finding = judge.by_number.get(int(at) + 1)
        if finding and state == "wrong" and finding["cause"] and not same(re.sub("<.*?>", "", shown), judge.slip.new):
            judge.say("html", f"underlined {shown}")


def judge_sarif(judge, out):
    for result in json.loads(out)["runs"][0]["results"]:
        if result["partialFingerprints"]["gouji/v1"] in judge.by_id:
            text = result["message"]["text"]
            judge.sentence("sarif", text)
            region = result["locations"][0]["physicalLocation"].get("region") if result["locations"] else None
            if region and "写的是" in text and not judge.slip.is_there(region["startLine"]):
                judge.say("sarif", f"line {region['startLine']}")


def rows_of(book):
    """The lines of the first sheet of a workbook, by the titles of their columns."""
    with zipfile.ZipFile(book) as parts:
        strings = []
        if "xl/sharedStrings.xml" in parts.namelist():
            strings = ["".join(node.itertext()) for node in xml.fromstring(parts.read("xl/sharedStrings.xml")).iter(SHEET + "si")]
        titles = None
        for row in xml.fromstring(parts.read("xl/worksheets/sheet1.xml")).iter(SHEET + "row"):
            cells = {}
            for cell in row.iter(SHEET + "c"):
                value = "".join(cell.itertext())
                column = re.match("[A-Z]+", cell.get("r")).group()
                cells[column] = strings[int(value)] if cell.get("t") == "s" and value else value
            if titles is None:
                titles = cells
            else:
                yield {titles[column]: value for column, value in cells.items() if column in titles}


def judge_ledger(judge, book):
    for row in rows_of(book):
        if row.get("编号", "").split("@")[0] in judge.by_id:
            judge.sentence("ledger", row["问题"])
            judge.place("ledger", row["问题"], row["位置"])
            judge.columns("ledger", row)


def judge_all(gouji, path, slip, findings, folder):
    judge = Judge(slip, findings)
    judge.seen = set()
    judge_json(judge)
    judge_text(judge, run(gouji, path))
    judge_csv(judge, run(gouji, path, "--format", "csv"))
    judge_markdown(judge, run(gouji, path, "--format", "markdown"))
    judge_html(judge, run(gouji, path, "--format", "html"))
    judge_sarif(judge, run(gouji, path, "--format", "sarif"))
    book = folder / "ledger.xlsx"
    book.unlink(missing_ok=True)
    run(gouji, path, "--format", "csv", "--ledger", book)
    judge_ledger(judge, book)
    return judge


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gouji")
    parser.add_argument("documents", nargs="+", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=140, help="slips that make a finding, over all documents")
    parser.add_argument("--keep", type=pathlib.Path, help="folder for documents in which a right figure was named")
    parser.add_argument("--verbose", action="store_true", help="print each slip")
    given = parser.parse_args()
    counts = {"slips": 0, "named": 0, "meant": 0, "open": 0}
    outputs, bad = {}, 0
    for index, path in enumerate(given.documents):
        wanted = given.count * (index + 1) // len(given.documents) - given.count * index // len(given.documents)
        chance = random.Random(f"{given.seed} {path.name}")
        text = path.read_text(encoding="utf-8")
        before = known(audit(given.gouji, path))
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            planted = folder / path.name
            for slip in slips_of(text, chance):
                if wanted == 0:
                    break
                planted.write_text(slip.text, encoding="utf-8")
                document = audit(given.gouji, planted)
                new = [one for one in document["findings"] if not {one["headline"], accused(one)} & before]
                if not new:
                    continue
                wanted -= 1
                counts["slips"] += 1
                judge = judge_all(given.gouji, planted, slip, new, folder)
                suspects = [one for finding in new if finding["cause"] for one in finding["cause"]["suspects"]]
                counts["named"] += any(one["start"] <= slip.byte < one["end"] for one in suspects)
                counts["meant"] += any(one["suggested"] and same(one["suggested"], slip.old) for one in suspects)
                counts["open"] += not suspects
                if given.verbose:
                    print(f"{path.name}: {slip}: " + " ‖ ".join(one["headline"] for one in new))
                if judge.wrong:
                    bad += 1
                    print(f"WRONG {path.name}: {slip}")
                    for said in judge.wrong:
                        print(f"    {said}")
                    if given.keep:
                        given.keep.mkdir(parents=True, exist_ok=True)
                        (given.keep / f"{slip.line}-{slip.column}-{slip.new}-{path.name}").write_text(slip.text, encoding="utf-8")
                for output in {said.split(":")[0] for said in judge.wrong}:
                    outputs[output] = outputs.get(output, 0) + 1
    print(
        f"{counts['slips']} slips with a finding; the planted figure is a suspect in {counts['named']}, "
        f"what was meant is told in {counts['meant']}, nobody is suspected in {counts['open']}; "
        f"a right figure is named as wrong in {bad}" + "".join(f", {output} {count}" for output, count in sorted(outputs.items()))
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
