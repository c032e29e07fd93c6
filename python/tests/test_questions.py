"""The questions of docs/columns.md are asked as they stand there."""

import re
from pathlib import Path

import pytest

import gouji

from test_gouji import HEAD

PAPER = Path(__file__).parents[2] / "docs" / "columns.md"


@pytest.fixture(scope="module")
def columns(tmp_path_factory):
    """A folder of columns: two years of two units, each year the same figure wrong in one of them."""
    home = tmp_path_factory.mktemp("questions")
    documents = home / "决算"
    documents.mkdir()
    for year in ("2022", "2023"):
        for unit, project in (("甲", "78.88"), ("乙", "87.88")):
            text = HEAD.format(agency=f"{unit}局", project="78.88").replace("2023年度", f"{year}年度")
            text += f"201 | 一般公共服务支出 | 353.15 | 274.27 | {project} | 0 | 0 | 0\n"
            (documents / f"{unit}{year}.txt").write_text(text, "utf-8")
    (documents / "空.txt").write_text("", "utf-8")
    target = home / "列"
    gouji.run(["check", str(documents), "--format", "parquet", "-o", str(target), "--fail-on", "never"])
    return target


def block(language, columns):
    found = re.search(rf"```{language}\n(.*?)```", PAPER.read_text("utf-8"), re.S)
    return found.group(1).replace("DIR/", f"{columns}/")


def test_questions_in_sql(columns):
    duckdb = pytest.importorskip("duckdb")
    base = duckdb.connect()
    statements = re.sub(r"^--.*$", "", block("sql", columns), flags=re.M).split(";")
    rows = [base.execute(one).fetchall() for one in statements if one.strip()]
    views, asked = rows[:3], rows[3:]
    assert len(views) == 3 and len(asked) == 5
    slips, never_tie, _, unreadable, least = asked
    assert [times for _, _, times in slips] == [2]
    assert [(agency, years) for agency, _, _, _, years in never_tie] == [("示例市乙局", 2)]
    assert unreadable == [("file-empty", 1)]
    assert len(least) == 4


def test_questions_in_polars(columns):
    pytest.importorskip("polars")
    lines = block("python", columns).strip()
    head, question = lines.split("\n(", 1)
    known = {}
    exec(head, known)
    frame = eval("(" + question, known)
    assert frame.rows()[0][1] == 2
