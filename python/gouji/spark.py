"""gouji on Spark: a row for each document.

    files = spark.read.format("binaryFile").option("pathGlobFilter", "*.pdf").load("hdfs://…/2023")
    audited = gouji.spark.check(files, name="path", content="content", tables=["findings"])
    audited.write.parquet("…")                         # once; then ask
    audited.selectExpr("inline(findings)")             # a row for each finding

``pathGlobFilter`` lists a folder once, a pattern in the path each file by itself. Spark leaves empty
files out of ``binaryFile``: they have no row here; hold the paths against a listing where that counts.

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
    wanted = [options.get("name", "path"), options.get("content", "content")]
    lacking = [column for column in wanted if column is not None and column not in frame.columns]
    if lacking:
        raise ValueError(f"the frame has no column {', '.join(lacking)}, but {', '.join(frame.columns)}")
    audit, schema = function(**options)
    return frame.mapInArrow(audit, schema)
