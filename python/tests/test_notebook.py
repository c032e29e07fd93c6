"""The newcomer's notebook runs as it stands."""

import json
from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).parents[1] / "examples" / "newcomer.ipynb"


def test_the_notebook_runs(tmp_path, monkeypatch):
    pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    pytest.importorskip("matplotlib").use("Agg")
    monkeypatch.chdir(tmp_path)
    scope = {}
    for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec(compile(cell["source"], str(NOTEBOOK), "exec"), scope)  # noqa: S102: our own notebook
    assert len(scope["findings"]) == 1
    assert sum(scope["counts"]) > 0 and (tmp_path / "findings.parquet").exists()
