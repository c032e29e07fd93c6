"""The wheel: what it gives is what the program gives."""

import json
import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import gouji

HEAD = (
    "示例市{agency}2023年度部门决算公开\n\n支出决算表\n单位：万元\n"
    "科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出\n"
    " | 合计 | 353.15 | 274.27 | {project} | 0 | 0 | 0\n"
)
RIGHT = HEAD.format(agency="甲局", project="78.88").encode()
WRONG = HEAD.format(agency="乙局", project="79.89").encode()


def program(*args, folder):
    """Runs the program in a folder: the one named by GOUJI, else that of the wheel."""
    command = [os.environ["GOUJI"]] if "GOUJI" in os.environ else [sys.executable, "-m", "gouji"]
    return subprocess.run([*command, *args], cwd=folder, capture_output=True)


def test_json_is_byte_for_byte_what_the_program_prints(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("乙.txt").write_bytes(WRONG)
    for all, more in ((False, []), (True, ["--all"])):
        printed = program("check", "乙.txt", "--format", "json", *more, folder=tmp_path)
        assert printed.returncode == 1
        assert gouji.check("乙.txt").json(all=all).encode() == printed.stdout
        assert gouji.check(WRONG, name="乙.txt").json(all=all).encode() == printed.stdout
    page = program("check", "乙.txt", "--format", "html", "--date", "2026-01-05", folder=tmp_path)
    assert gouji.check("乙.txt").html(date="2026-01-05").encode() == page.stdout


def test_tables_go_to_other_libraries_without_a_copy():
    audit = gouji.check(WRONG, name="乙.txt")
    assert audit.year == 2023 and audit.agency == "示例市乙局" and audit.judged
    assert len(audit.findings) == 1
    pyarrow = pytest.importorskip("pyarrow")
    findings = pyarrow.table(audit.findings)
    assert findings.to_pylist()[0]["rule"] == "支出-行合计"
    # two tables made of one share their memory
    one, other = pyarrow.table(audit.checks), pyarrow.table(audit.checks)
    address = lambda table: table.column("rule").chunk(0).buffers()[2].address
    assert address(one) == address(other)
    report = json.loads(audit.json(all=True))["documents"][0]
    assert [check["verdict"] for check in report["checks"]] == one.column("verdict").to_pylist()
    figures = [figure["text"] for check in report["checks"] for figure in check["figures"]]
    assert figures == pyarrow.table(audit.figures).column("text").to_pylist()
    cells = audit.cells.to_pylist()
    assert any(cell["text"] == "353.15" and cell["checked"] and str(cell["value"]) == "353.15000000" for cell in cells)


def test_facts_are_what_was_read_from_sentences():
    sentence = "\n2023年度本年支出合计353.15万元，其中基本支出274.27万元，占77.66%。\n".encode()
    facts = gouji.check(RIGHT + sentence, name="甲.txt").facts.to_pylist()
    texts = [fact["text"] for fact in facts]
    assert "353.15万元" in texts and "77.66%" in texts
    assert all(fact["checked"] for fact in facts if fact["text"] == "77.66%")


def test_a_table_is_gone_through_row_by_row():
    pytest.importorskip("pyarrow")
    findings = gouji.check(WRONG, name="乙.txt").findings
    assert [row["document"] for row in findings] == ["乙.txt"] and len(findings) == 1


def test_pandas_polars_and_duckdb_take_them():
    audit = gouji.check(WRONG, name="乙.txt")
    pytest.importorskip("pandas")
    assert list(audit.findings.to_pandas()["severity"]) == ["error"]
    polars = pytest.importorskip("polars")
    assert polars.DataFrame(audit.findings)["rule"].to_list() == ["支出-行合计"]
    duckdb = pytest.importorskip("duckdb")
    findings = audit.findings.to_arrow()  # noqa: F841: named in the query
    assert duckdb.sql("select rule, stated - meant from findings").fetchall()[0][0] == "支出-行合计"


def test_columns_are_as_documented():
    audit = gouji.check(RIGHT, name="甲.txt")
    told = {}
    for table, column, _, about in gouji.columns():
        assert about
        told.setdefault(table, []).append(column)
    for table, names in told.items():
        assert getattr(audit, table).column_names == names


def test_a_batch_has_a_row_for_what_cannot_be_read():
    made = gouji.batch([RIGHT, b"", WRONG], names=["甲.txt", "空.txt", "乙.txt"])
    rows = made.documents.to_pylist()
    assert [row["document"] for row in rows] == ["甲.txt", "空.txt", "乙.txt"]
    assert [row["error_code"] for row in rows] == [None, "file-empty", None]
    assert [row["document"] for row in made.findings.to_pylist()] == ["乙.txt"]
    assert made.findings.lengths == [0, 0, 1] and len(made) == 3


def test_a_batch_fills_the_tables_that_are_asked_for():
    made = gouji.batch([RIGHT, WRONG], names=["甲.txt", "乙.txt"], tables=["findings", "cells"])
    assert made.findings.num_rows == 1 and made.cells.num_rows > 6
    with pytest.raises(ValueError, match="checks was not asked for"):
        made.checks
    with pytest.raises(ValueError, match="no table sums; there are documents"):
        gouji.batch([RIGHT], names=["甲.txt"], tables=["sums"])


def test_errors_have_codes(tmp_path):
    with pytest.raises(gouji.Unreadable) as empty:
        gouji.check(b"", name="空.txt")
    assert (empty.value.code, empty.value.path) == ("file-empty", "空.txt")
    with pytest.raises(gouji.Unreadable) as missing:
        gouji.check(tmp_path / "没有.txt")
    assert missing.value.code == "file-not-opened"
    with pytest.raises(gouji.RuleMistakes) as mistakes:
        gouji.Rulebook("没有这个规则集")
    assert mistakes.value.code and json.loads(mistakes.value.mistakes[0])
    assert issubclass(gouji.Unreadable, gouji.GoujiError)


def test_rules_of_a_folder_are_read_again_when_they_change(tmp_path):
    folder = tmp_path / "本局规则"
    assert gouji.run(["rules", "new", str(folder)]) == 0
    before = gouji.Rulebook(folder)
    assert before.digest == gouji.Rulebook(folder).digest
    file = next(folder.glob("*.toml"))
    file.write_text(file.read_text("utf-8") + "\n# 改过\n", "utf-8")
    assert gouji.Rulebook(folder).digest != before.digest
    assert any(rule["id"] == "支出-行合计" for rule in before.rules())


def test_threads_and_processes_may_share_a_rulebook():
    rulebook = pickle.loads(pickle.dumps(gouji.Rulebook("national")))
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: rulebook.check(WRONG, name="乙.txt").json(), range(16)))
    assert len(set(made)) == 1


def test_audits_and_tables_go_to_other_processes():
    audit = gouji.check(WRONG, name="乙.txt")
    again = pickle.loads(pickle.dumps(audit))
    assert again.json() == audit.json() and again.path == audit.path
    kept = pickle.loads(pickle.dumps(audit.findings))
    assert kept.to_pylist() == audit.findings.to_pylist() and list(kept) == kept.to_pylist()
    assert (kept.num_rows, kept.column_names, len(kept)) == (1, audit.findings.column_names, 1)
    assert pickle.loads(pickle.dumps(kept)).to_pylist() == kept.to_pylist()


def test_a_batch_comes_in_pieces():
    given = [RIGHT, WRONG, b"", RIGHT, WRONG]
    names = ["甲.txt", "乙.txt", "空.txt", "丙.txt", "丁.txt"]
    book = gouji.Rulebook()
    pieces = list(book.batches(given, names=names, size=2))
    assert [len(piece) for piece in pieces] == [2, 2, 1]
    rows = [row["document"] for piece in pieces for row in piece.documents]
    assert rows == names
    whole = [row["document"] for row in book.batch(given, names=names).findings]
    assert [row["document"] for piece in pieces for row in piece.findings] == whole
    with pytest.raises(TypeError):
        next(book.batches("决算.docx"))


def test_understanding_and_notebook():
    seen = gouji.tables(WRONG, name="乙.txt")
    assert seen["tables"][0]["forms"]
    audit = gouji.check(WRONG, name="乙.txt")
    assert audit._repr_html_().startswith("<iframe srcdoc=")
    assert "支出-行合计" in audit.findings._repr_html_()


def test_python_m_gouji_is_the_program(tmp_path):
    (tmp_path / "乙.txt").write_bytes(WRONG)
    run = lambda *args: subprocess.run([sys.executable, "-m", "gouji", *args], cwd=tmp_path, capture_output=True)
    assert run("--version").stdout.decode().strip() == f"gouji {gouji.__version__}"
    assert run("check", "乙.txt").returncode == 1
    assert run("check", "--unknown").returncode == 2


def test_a_path_is_not_read_letter_by_letter(tmp_path):
    for rules in ("本局规则", "/", tmp_path):
        with pytest.raises(TypeError, match="rules is a list"):
            gouji.check(WRONG, name="乙.txt", rules=rules)
    with pytest.raises(TypeError, match="documents is a list"):
        gouji.batch("乙.txt")
    with pytest.raises(TypeError, match="tables is a list"):
        gouji.batch([WRONG], names=["乙.txt"], tables="findings")
    with pytest.raises(TypeError, match="names is a list"):
        gouji.batch([WRONG], names="乙.txt")
    path = tmp_path / "乙.txt"
    path.write_bytes(WRONG)
    with pytest.raises(TypeError, match="not a path"):
        gouji.check(os.fsencode(path))
    with pytest.raises(TypeError, match="batch"):
        gouji.check([path])
    assert len(gouji.check(path).findings) == 1
