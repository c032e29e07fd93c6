"""gouji on Ray Data: a row for each document.

    files = ray.data.read_binary_files("s3://…/2023/", include_paths=True)
    audited = gouji.ray.check(files, name="path", content="bytes", tables=["findings"])
"""

from __future__ import annotations

from ._rows import Work, one_thread

__all__ = ["check", "function"]


def function(*, name="path", content="bytes", tables=("findings",), json=False, ruleset=None, rules=(), kind=None, year=None):
    """A function for ``Dataset.map_batches(…, batch_format="pyarrow")``.

    name: the column of names, whose endings tell the format. content: the column of bytes; None: the
    names are paths that every worker can open. Rule folders are read here and go along.
    """
    work = Work.of(tables, json, name, content, ruleset, rules, kind, year)

    def audit(table):
        import pyarrow

        one_thread()
        rulebook = work.rulebook()
        rows = [work.rows(batch, rulebook) for batch in table.to_batches()]
        return pyarrow.Table.from_batches(rows, schema=work.schema())

    return audit


def check(dataset, *, batch_size=64, **options):
    """Audits the documents of a dataset; options are those of `function`."""
    return dataset.map_batches(function(**options), batch_format="pyarrow", batch_size=batch_size)
