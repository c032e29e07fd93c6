"""What Spark and Ray share: a row for each document, with its tables as lists.

A row has the columns of ``documents`` and, for each table that is asked for, a list of its rows;
with ``json`` the report, byte for byte what the program prints. A document that cannot be read is a
row with its error. A row depends on nothing but the document and the rules, so that doing it again
gives the same bytes.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Optional, Tuple

import pyarrow

from . import Rulebook, Unreadable, _gouji, threads

TABLES = ("findings", "checks", "figures", "cells", "facts")


@dataclass(frozen=True)
class Work:
    """What is sent to workers: rule folders with their files, once, and what is wanted."""

    ruleset: Optional[str]
    is_folder: bool
    folders: Tuple[Tuple[str, Tuple[Tuple[str, bytes], ...]], ...]
    kind: Optional[str]
    year: Optional[int]
    digest: str
    tables: Tuple[str, ...]
    json: bool
    name: str
    content: Optional[str]

    @staticmethod
    def of(tables, json, name, content, ruleset, rules, kind, year):
        """Reads the rules here; mistakes in them are said here, not by a worker."""
        unknown = [table for table in tables if table not in TABLES]
        if unknown:
            raise ValueError(f"tables are {', '.join(TABLES)}, not {', '.join(unknown)}")
        digest = Rulebook(ruleset, rules=rules, kind=kind, year=year).digest
        is_folder = ruleset is not None and os.path.isdir(ruleset)
        folders = [ruleset, *rules] if is_folder else list(rules)
        packed = tuple(_packed(Path(folder)) for folder in folders)
        own = None if is_folder or ruleset is None else os.fspath(ruleset)
        return Work(own, is_folder, packed, kind, year, digest, tuple(tables), json, name, content)

    def rulebook(self):
        """The rules in this process."""
        folders = [_unpacked(folder) for folder in self.folders]
        ruleset = folders.pop(0) if self.is_folder else self.ruleset
        made = Rulebook(ruleset, rules=folders, kind=self.kind, year=self.year)
        if made.digest != self.digest:
            raise RuntimeError("the gouji of this worker has other rules than the one that sent the work")
        return made

    def schema(self):
        """Of the rows."""
        fields = list(_schema("documents"))
        for table in self.tables:
            fields.append(pyarrow.field(table, pyarrow.list_(pyarrow.struct(list(_schema(table))))))
        if self.json:
            fields.append(pyarrow.field("json", pyarrow.string()))
        return pyarrow.schema([field.remove_metadata() for field in fields])

    def rows(self, batch, rulebook):
        """The rows of a batch of documents."""
        column = lambda name: batch.column(batch.schema.names.index(name)).to_pylist()
        names = None if self.content is None else ["" if one is None else one for one in column(self.name)]
        given = [b"" if one is None else one for one in column(self.content or self.name)]
        made = rulebook._inner.batch(given, names, ["documents", *self.tables])
        arrays = list(pyarrow.table(made.table("documents")).combine_chunks().columns)
        for table in self.tables:
            rows = made.table(table)
            offsets = pyarrow.array([0, *itertools.accumulate(rows.lengths)], pyarrow.int32())
            rows = pyarrow.table(rows).combine_chunks()
            struct = pyarrow.StructArray.from_arrays([_whole(column) for column in rows.columns], rows.column_names)
            arrays.append(pyarrow.ListArray.from_arrays(offsets, struct))
        if self.json:
            reports = [self._report(rulebook, one, names and names[at]) for at, one in enumerate(given)]
            arrays.append(pyarrow.array(reports, pyarrow.string()))
        schema = self.schema()
        arrays = [_whole(array).cast(field.type) for array, field in zip(arrays, schema)]
        return pyarrow.RecordBatch.from_arrays(arrays, schema=schema)

    def _report(self, rulebook, given, name):
        try:
            return rulebook.check(given, name=name or None).json()
        except Unreadable:
            return None


def _whole(column):
    """A column in one piece."""
    if not isinstance(column, pyarrow.ChunkedArray):
        return column
    return column.chunk(0) if column.num_chunks == 1 else pyarrow.concat_arrays(column.chunks) if column.num_chunks else pyarrow.array([], column.type)


def _schema(table):
    kinds = {"text": pyarrow.string(), "whole": pyarrow.int64(), "decimal": pyarrow.decimal128(38, 8), "flag": pyarrow.bool_()}
    return [pyarrow.field(column, kinds[kind]) for own, column, kind, _ in _gouji.columns() if own == table]


def _packed(folder):
    """A folder's name and files."""
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return folder.name, tuple((path.relative_to(folder).as_posix(), path.read_bytes()) for path in files)


def _unpacked(packed):
    """The folder on this machine; made once, whole or not at all."""
    name, files = packed
    digest = hashlib.sha256(repr(packed).encode()).hexdigest()[:32]
    home = Path(tempfile.gettempdir()) / f"gouji-rules-{os.getuid() if hasattr(os, 'getuid') else 'u'}-{digest}"
    if not (home / name).is_dir():
        part = Path(tempfile.mkdtemp(prefix="gouji-rules-"))
        for path, content in files:
            target = part / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        try:
            part.rename(home)
        except OSError:
            # another worker was quicker
            shutil.rmtree(part, ignore_errors=True)
    return home / name


def one_thread():
    """The engine that runs the workers says how many there are: each has one thread."""
    threads(1)
