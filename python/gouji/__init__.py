"""勾稽 (gouji): audits Chinese budget documents.

>>> import gouji
>>> audit = gouji.check("决算.docx")            # doctest: +SKIP
>>> audit.findings.to_pandas()                  # doctest: +SKIP
>>> duckdb.sql("select rule, count(*) from findings group by 1")   # doctest: +SKIP

A document is a path, or bytes with a name. What comes back has its findings, checks, figures, cells,
facts and coverage as Arrow tables, which pyarrow, pandas, polars and DuckDB take without a copy. Rules are
compiled once and kept between calls; Python's lock is released while a document is audited.
"""

from __future__ import annotations

import html as _html
import json as _json
import os as _os

from ._gouji import GoujiError, RuleMistakes, Unreadable, __version__, columns, run, threads
from . import _gouji

__all__ = [
    "Audit",
    "Batch",
    "GoujiError",
    "KeptTable",
    "RuleMistakes",
    "Rulebook",
    "Table",
    "Unreadable",
    "__version__",
    "batch",
    "check",
    "columns",
    "run",
    "tables",
    "threads",
]

_SHOWN = 20


class _Shown:
    """What a table does beside handing its columns over."""

    def to_arrow(self):
        """As a ``pyarrow.Table``, without a copy."""
        import pyarrow

        return pyarrow.table(self)

    def to_pandas(self, **options):
        """As a pandas frame; options are those of ``pyarrow.Table.to_pandas``."""
        return self.to_arrow().to_pandas(**options)

    def to_polars(self):
        """As a polars frame, without a copy."""
        import polars

        return polars.DataFrame(self)

    def to_pylist(self):
        """As a list of dictionaries."""
        return self.to_arrow().to_pylist()

    def __iter__(self):
        """Row by row, each a dictionary."""
        return iter(self.to_pylist())

    def __repr__(self):
        return f"<gouji.Table {self.num_rows} rows: {', '.join(self.column_names)}>"

    def _repr_html_(self):
        try:
            rows = self.to_arrow().slice(0, _SHOWN).to_pylist()
        except ImportError:
            return f"<code>{_html.escape(repr(self))}</code>"
        cell = lambda value: "" if value is None else _html.escape(str(value))
        head = "".join(f"<th>{_html.escape(name)}</th>" for name in self.column_names)
        body = "".join(
            f"<tr>{''.join(f'<td>{cell(value)}</td>' for value in row.values())}</tr>" for row in rows
        )
        more = f"<p>{self.num_rows} rows</p>" if self.num_rows > _SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"

    def __reduce__(self):
        """Goes to another process with its rows; pyarrow writes them."""
        import pyarrow

        sink = pyarrow.BufferOutputStream()
        table = self.to_arrow()
        with pyarrow.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        return (_kept, (sink.getvalue().to_pybytes(),))


class Table(_Shown, _gouji.Table):
    """Rows as Arrow columns; any library that knows the Arrow PyCapsule interface takes it."""


class KeptTable(_Shown):
    """A table that was pickled: it does what a `Table` does."""

    def __init__(self, table):
        self._table = table

    column_names = property(lambda self: list(self._table.column_names), doc="Names of the columns.")
    num_rows = property(lambda self: self._table.num_rows, doc="Rows.")
    nbytes = property(lambda self: self._table.nbytes, doc="Bytes of its buffers.")

    def __len__(self):
        return self._table.num_rows

    def __arrow_c_stream__(self, requested_schema=None):
        return self._table.__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self):
        return self._table.schema.__arrow_c_schema__()


def _kept(data):
    import pyarrow

    return KeptTable(pyarrow.ipc.open_stream(data).read_all())


class _Tables:
    """The tables of an audit or of several."""

    def _table(self, name):
        raise NotImplementedError

    @property
    def documents(self):
        """A row for each document: what it is, its counts, or why it was not audited."""
        return self._table("documents")

    @property
    def findings(self):
        """A row for each cause that a reader is to look at."""
        return self._table("findings")

    @property
    def checks(self):
        """A row for each identity that was evaluated."""
        return self._table("checks")

    @property
    def figures(self):
        """A row for each printed figure that a check rests on."""
        return self._table("figures")

    @property
    def cells(self):
        """A row for each cell of a table as it was read."""
        return self._table("cells")

    @property
    def facts(self):
        """A row for each figure of a sentence as it was read."""
        return self._table("facts")


class Audit(_Tables):
    """A document, audited. It may be pickled: the other process audits the document again, by the
    same rules; a path must lead to it there, too."""

    def __init__(self, inner, again):
        self._inner = inner
        self._again = again

    def __reduce__(self):
        return (_audited, self._again)

    def _table(self, name):
        return Table(self._inner.table(name))

    @property
    def coverage(self):
        """The document's row: how much was seen, read and checked."""
        return self.documents

    path = property(lambda self: self._inner.path, doc="Path or name.")
    agency = property(lambda self: self._inner.agency, doc="Agency, where it was found.")
    year = property(lambda self: self._inner.year, doc="Year, where it was found.")
    kind = property(lambda self: self._inner.kind, doc="Kind of document, by id.")
    ruleset = property(lambda self: self._inner.ruleset, doc="Ruleset that applied.")
    text = property(lambda self: self._inner.text, doc="The text as it was read.")
    judged = property(lambda self: self._inner.judged, doc="Whether a figure at least was checked.")

    def report(self, format, *, all=False, date=None):
        """The report in a format of the program (``json``, ``html``, ``csv``, …), as bytes."""
        return self._inner.report(format, all, date)

    def json(self, *, all=False):
        """Byte for byte what ``gouji check FILE --format json`` prints, as text."""
        return self.report("json", all=all).decode()

    def to_dict(self, *, all=False):
        """The same as dictionaries and lists."""
        return _json.loads(self.json(all=all))

    def html(self, *, all=False, date=None):
        """The page."""
        return self.report("html", all=all, date=date).decode()

    def __repr__(self):
        return f"<gouji.Audit {self.path}: {len(self.findings)} findings>"

    def _repr_html_(self):
        page = _html.escape(self.html(), quote=True)
        return f'<iframe srcdoc="{page}" style="width:100%;height:40em;border:0"></iframe>'


class Batch(_Tables):
    """Several documents, audited; one that could not be read is a row with its error."""

    def __init__(self, inner):
        self._inner = inner

    def _table(self, name):
        return Table(self._inner.table(name))

    def __repr__(self):
        return f"<gouji.Batch {len(self)} documents>"

    def __len__(self):
        return len(self._inner)


class Rulebook:
    """Rules, compiled once. It may be pickled: the other process compiles them again."""

    def __init__(self, ruleset=None, *, rules=(), kind=None, year=None):
        extra = _several("rules", rules, "rules=[\"本局规则\"]")
        name = None if ruleset is None else _os.fspath(ruleset)
        self._asked = (name, tuple(extra), kind, year)
        self._inner = _gouji.Rulebook(name, extra, kind, year)

    def __reduce__(self):
        return (_rulebook, self._asked)

    name = property(lambda self: self._inner.name, doc="Name of the ruleset.")
    title = property(lambda self: self._inner.title, doc="Its title.")
    digest = property(lambda self: self._inner.digest, doc="Digest of all rule files.")
    warnings = property(lambda self: self._inner.warnings, doc="Doubtful places in the rule files.")

    def rules(self):
        """The rules, forms and measures, each a dictionary."""
        return self._inner.rules()

    def check(self, document, *, name=None):
        """Audits a document: a path, or bytes with a name."""
        given = _named(document, name)
        return Audit(self._inner.check(given, name), (self, given, name))

    def batch(self, documents, *, names=None, tables=None):
        """Audits documents on all threads; these tables of all of them, or all but cells and facts."""
        given = _several("documents", documents, "batch([\"决算.docx\"])", _given)
        names = None if names is None else _several("names", names, "names=[\"决算.docx\"]", _same)
        tables = None if tables is None else _several("tables", tables, "tables=[\"findings\"]", _same)
        if names is not None and len(names) != len(given):
            raise ValueError("as many names as documents")
        return Batch(self._inner.batch(given, names, tables))

    def batches(self, documents, *, names=None, tables=None, size=64):
        """The same in pieces, a `Batch` for so many documents each as soon as they are done: for work that
        goes on meanwhile, that tells how far it is, or that does not keep all of them."""
        given = _several("documents", documents, "batches([\"决算.docx\"])", _given)
        names = None if names is None else _several("names", names, "names=[\"决算.docx\"]", _same)
        if size < 1:
            raise ValueError("size is at least 1")
        if names is not None and len(names) != len(given):
            raise ValueError("as many names as documents")
        for at in range(0, len(given), size):
            some = None if names is None else names[at : at + size]
            yield self.batch(given[at : at + size], names=some, tables=tables)

    def tables(self, document, *, name=None):
        """How a document was understood: tables, forms, rows, sentences, as a dictionary."""
        return _json.loads(self._inner.tables(_named(document, name), name))

    def __repr__(self):
        return f"<gouji.Rulebook {self.name} {self.title}>"


def _audited(rulebook, document, name):
    return rulebook.check(document, name=name)


def _rulebook(ruleset, rules, kind, year):
    return Rulebook(ruleset, rules=rules, kind=kind, year=year)


def _given(document):
    if isinstance(document, (bytearray, memoryview)):
        return bytes(document)
    if isinstance(document, bytes):
        return document
    try:
        path = _os.fspath(document)
    except TypeError:
        raise TypeError(
            f"a document is a path or bytes, not {type(document).__name__}; several go to batch([...])"
        ) from None
    # a path as bytes is no document
    return _os.fsdecode(path)


def _named(document, name):
    given = _given(document)
    if name is None and isinstance(given, bytes) and _is_path(given):
        raise TypeError("bytes are a document, not a path: check(os.fsdecode(path)), or give a name")
    return given


def _several(name, values, example, each=_os.fspath):
    """A list of things; one path is not read letter by letter."""
    if isinstance(values, (str, bytes, bytearray, memoryview, _os.PathLike)):
        raise TypeError(f"{name} is a list, not {type(values).__name__}: {example}")
    return [each(value) for value in values]


def _same(value):
    return value


def _is_path(data):
    """Whether bytes are the name of a file and no document: os.fsencode(path)."""
    return 0 < len(data) < 4096 and b"\n" not in data and b"\0" not in data and _os.path.exists(data)


def check(document, *, name=None, ruleset=None, rules=(), kind=None, year=None):
    """Audits a document.

    document: a path, or bytes; bytes need a ``name`` whose ending tells the format.
    ruleset: a built-in ruleset or a folder; without it the document tells.
    rules: folders with rules on top. kind, year: where the document does not tell.

    Raises Unreadable where the document cannot be audited, RuleMistakes where the rules are wrong;
    both have a ``code``.
    """
    return Rulebook(ruleset, rules=rules, kind=kind, year=year).check(document, name=name)


def batch(documents, *, names=None, tables=None, ruleset=None, rules=(), kind=None, year=None):
    """Audits documents on all threads; the tables of all of them.

    A document that cannot be read is a row of ``documents`` with its error. ``tables`` are the names
    of the tables that are filled; without it all but ``cells`` and ``facts``. Fewer are quicker.
    """
    rulebook = Rulebook(ruleset, rules=rules, kind=kind, year=year)
    return rulebook.batch(documents, names=names, tables=tables)


def tables(document, *, name=None, ruleset=None, rules=(), kind=None, year=None):
    """How a document was understood; nothing is checked."""
    rulebook = Rulebook(ruleset, rules=rules, kind=kind, year=year)
    return rulebook.tables(document, name=name)
