#!/usr/bin/env python3
"""Holds what the program writes against readers that are not ours.

    tools/papers.py [GOUJI]

docx by python-docx, xlsx by openpyxl, JSON by its schema with jsonschema, SARIF by the validator of its makers where
it is (`npm install @microsoft/sarif-multitool-linux`; SARIF_MULTITOOL names the program), JUnit by
the XML reader of Python. What is not installed is skipped, and said.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DAY = "2026-11-23"
DOCUMENTS = [
    "fixtures/archive-planted/document.txt",
    "fixtures/formats/archive-planted.xlsx",
    "fixtures/pdf/archive-planted.pdf",
    "fixtures/pdf/drawn-scanned-page.pdf",
]


def check(gouji, *args):
    """Runs `gouji check`; findings are no failure."""
    run = subprocess.run([gouji, "check", "--date", DAY, *map(str, args)], cwd=ROOT, capture_output=True)
    assert run.returncode in (0, 1, 3), run.stderr.decode()
    return run.stdout.decode()


def word(gouji, folder):
    try:
        import docx
    except ImportError:
        print("python-docx is not installed: skipped")
        return
    path = folder / "意见.docx"
    check(gouji, *DOCUMENTS, "--opinion", path, "--format", "concise")
    again = folder / "再次.docx"
    check(gouji, *DOCUMENTS, "--opinion", again, "--format", "concise")
    assert path.read_bytes() == again.read_bytes(), "not the same bytes twice"
    document = docx.Document(path)
    titles = [p.text for p in document.paragraphs if p.style.name == "Title"]
    # three documents are of one unit, which has a paper in front of theirs
    assert titles == ["审核意见（汇总）"] + ["审核意见"] * (len(DOCUMENTS) + 1), titles
    heads = {p.text for p in document.paragraphs if p.style.name == "Heading 1"}
    assert {"审核结论", "发现的问题", "没有核对的内容和原因"} <= heads, heads
    section = document.sections[0]
    sizes = {(round(one.page_width.mm), round(one.page_height.mm)) for one in document.sections}
    assert sizes <= {(210, 297), (297, 210)} and (210, 297) in sizes, sizes
    footer = section.footer.paragraphs[0]._p.xml
    assert "PAGE" in footer and "NUMPAGES" in footer
    wide = max(one.page_width - one.left_margin - one.right_margin for one in document.sections)
    for table in document.tables:
        assert sum(column.width for column in table.columns) <= wide
        for row in table.rows:
            assert len(row.cells) == len(table.columns)
    assert len([p for p in document.paragraphs if p.style.name == "Finding"]) > 10
    found = [t for t in document.tables if t.cell(0, len(t.columns) - 1).text == "应改为"]
    assert len(found) == 3 and all("w:tblHeader" in t.rows[0]._tr.xml for t in found)
    assert document.core_properties.created.date().isoformat() == DAY
    print(f"docx: {len(document.tables)} tables, {path.stat().st_size} bytes")

    template = docx.Document()
    template.add_paragraph("致 {{单位}}：")
    template.sections[0].header.paragraphs[0].text = "{{日期}}"
    table = template.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[1].cells, ["{{序号}}", "{{位置}}", "{{问题}}"]):
        cell.text = text
    template.add_paragraph("{{没有核对}}{{不知道}}")
    template.save(folder / "模板.docx")
    path = folder / "填写.docx"
    check(gouji, DOCUMENTS[0], "--opinion", path, "--opinion-template", folder / "模板.docx", "--format", "concise")
    filled = docx.Document(path)
    assert filled.paragraphs[0].text == "致 云岭市档案馆：", filled.paragraphs[0].text
    assert filled.sections[0].header.paragraphs[0].text == DAY
    rows = [row.cells[0].text for row in filled.tables[0].rows]
    assert rows[1:] == [str(number) for number in range(1, len(rows))] and len(rows) > 3, rows
    assert "{{不知道}}" in filled.paragraphs[-1].text
    print(f"template: {len(rows) - 1} rows")


def workbook(gouji, folder):
    try:
        import openpyxl
        from openpyxl.cell.rich_text import CellRichText, TextBlock
    except ImportError:
        print("openpyxl is not installed: skipped")
        return
    given = openpyxl.Workbook()
    sheet = given.active
    sheet.title = "说明"
    sentence = "本年支出合计354.16万元，其中：基本支出274.27万元，项目支出79.98万元。"
    sheet["A1"] = "三、支出决算情况说明"
    sheet["A2"] = sentence
    sheet["A2"].font = openpyxl.styles.Font(name="仿宋", size=14, bold=True)
    sheet["A3"] = 2023
    given.save(folder / "说明.xlsx")
    check(gouji, folder / "说明.xlsx", "--annotate", folder / "批注", "--format", "concise")
    (copy,) = (folder / "批注").glob("*.xlsx")
    sheet = openpyxl.load_workbook(copy, rich_text=True)["说明"]
    text = sheet["A2"].value
    assert isinstance(text, CellRichText) and str(text) == sentence, text
    marked = [run for run in text if isinstance(run, TextBlock) and run.font.u]
    assert marked and all(run.text in sentence and len(run.text) < 10 for run in marked), text
    assert all((run.font.rFont, run.font.sz, run.font.b) == ("仿宋", 14, True) for run in marked), text
    assert sheet["A3"].value == 2023 and sheet["A2"].font.name == "仿宋"

    ledger = folder / "台账.xlsx"
    check(gouji, DOCUMENTS[0], "--ledger", ledger, "--format", "concise")
    book = openpyxl.load_workbook(ledger)
    own = book.create_sheet("领导批示", 1)
    own["A1"], own["B1"], own["B2"] = "批示", "=COUNTA(整改台账!F:F)", 1234.5
    own["A1"].font = openpyxl.styles.Font(name="楷体", size=20, color="FF0000")
    own["B2"].number_format = "#,##0.000"
    book.save(ledger)
    names = book.sheetnames
    check(gouji, DOCUMENTS[0], "--ledger", ledger, "--format", "concise")
    book = openpyxl.load_workbook(ledger)
    own = book["领导批示"]
    assert book.sheetnames == names, book.sheetnames
    assert (own["A1"].font.name, own["A1"].font.sz, own["A1"].font.color.rgb) == ("楷体", 20, "00FF0000")
    assert (own["B1"].value, own["B2"].value) == ("=COUNTA(整改台账!F:F)", 1234.5)
    assert own["B2"].number_format == "#,##0.000"
    print(f"xlsx: {len(marked)} marked runs; a sheet of the unit's own stays")


def schema(gouji):
    try:
        import jsonschema
    except ImportError:
        print("jsonschema is not installed: skipped")
        return
    rules = json.loads((ROOT / "docs/report.schema.json").read_text())
    for more in [], ["--all", "--statistics"]:
        report = json.loads(check(gouji, *DOCUMENTS, "--format", "json", *more))
        jsonschema.Draft7Validator(rules).validate(report)
    print("json: fits its schema")


def sarif(gouji, folder):
    tool = os.environ.get("SARIF_MULTITOOL") or shutil.which("sarif") or shutil.which("Sarif.Multitool")
    if not tool:
        print("the validator of SARIF is not installed: skipped")
        return
    files = []
    for number, document in enumerate(DOCUMENTS):
        for more in [], ["--all"]:
            files.append(folder / f"{number}{len(more)}.sarif")
            check(gouji, document, "--format", "sarif", "-o", files[-1], *more)
    files.append(folder / "all.sarif")
    check(gouji, *DOCUMENTS, "--format", "sarif", "-o", files[-1])
    out = folder / "validation.json"
    subprocess.run(
        [tool, "validate", *map(str, files), "--rule-kind", "Sarif;Ghas", "-o", str(out), "--log", "ForceOverwrite"],
        check=True, capture_output=True, env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
    )
    told = {}
    for run in json.loads(out.read_text(encoding="utf-8-sig"))["runs"]:
        for result in run["results"]:
            key = (result.get("level", "warning"), result["ruleId"])
            told[key] = told.get(key, 0) + 1
    for (level, rule), count in sorted(told.items()):
        print(f"sarif: {level} {rule} {count}")
    assert not any(level == "error" for level, _ in told), told
    print(f"sarif: {len(files)} files without an error")


def junit(gouji):
    root = ElementTree.fromstring(check(gouji, *DOCUMENTS, "--format", "junit"))
    for suite in root:
        for name, element in ("failures", "failure"), ("errors", "error"), ("skipped", "skipped"):
            assert int(suite.get(name)) == len(suite.findall(f"testcase/{element}")), suite.get("name")
        assert int(suite.get("tests")) == len(suite.findall("testcase"))
    print(f"junit: {len(root)} suites")


def main():
    gouji = str(Path(sys.argv[1] if len(sys.argv) > 1 else "target/release/gouji").resolve())
    with tempfile.TemporaryDirectory() as folder:
        word(gouji, Path(folder))
        workbook(gouji, Path(folder))
        schema(gouji)
        sarif(gouji, Path(folder))
        junit(gouji)


if __name__ == "__main__":
    main()
