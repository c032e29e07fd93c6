"""gouji on Spark: a row for each document.

    files = spark.read.format("binaryFile").load("hdfs://…/2023/*.pdf")
    audited = gouji.spark.check(files, name="path", content="content", tables=["findings"])
    audited.write.parquet("…")                         # once; then ask
    audited.selectExpr("inline(findings)")             # a row for each finding

Workers need the same gouji as the driver (``PYSPARK_PYTHON`` names their Python); other rules there are
an error, not other results.
"""

from __future__ import annotations

from ._rows import Work, one_thread

__all__ = ["check", "function"]


def function(*, name="path", content="content", tables=("findings",), json=False, ruleset=None, rules=(), kind=None, year=None):
    """A function for ``DataFrame.mapInArrow``, and the schema of its rows.

    name: the column of names, whose endings tell the format. content: the column of bytes; None: the
    names are paths that every worker can open. Rule folders are read here and go along.
    """
    from pyspark.sql.pandas.types import from_arrow_schema

    work = Work.of(tables, json, name, content, ruleset, rules, kind, year)

    def audit(batches):
        one_thread()
        rulebook = work.rulebook()
        for batch in batches:
            yield work.rows(batch, rulebook)

    return audit, from_arrow_schema(work.schema())


def check(frame, **options):
    """Audits the documents of a frame; options are those of `function`."""
    audit, schema = function(**options)
    return frame.mapInArrow(audit, schema)
