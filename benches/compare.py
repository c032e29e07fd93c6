#!/usr/bin/env python3
"""The sums of benches/sums.rs with polars, pandas and pandera, where they are installed.

A thousand tables of 20 rows and 10 columns; 20 row sums and 10 column sums each, compared exactly in hundredths.
Only the checks are timed, not the making of the tables. Compare with: cargo bench --bench sums
"""

import importlib
import random
import time

TABLES, ROWS, COLUMNS = 1000, 20, 10


def table(number):
    """Rows of whole hundredths: the first row and the first column are sums."""
    chance = random.Random(number)
    rows = [[chance.randrange(1_000_000) for _ in range(COLUMNS - 1)] for _ in range(ROWS - 1)]
    rows = [[sum(column) for column in zip(*rows)]] + rows
    return [[sum(row)] + row for row in rows]


def plain(tables):
    return sum(
        all(row[0] == sum(row[1:]) for row in table) and all(column[0] == sum(column[1:]) for column in zip(*table))
        for table in tables
    )


def with_pandas(module, tables):
    return sum(
        bool((table[0] == table.loc[:, 1:].sum(axis=1)).all() and (table.iloc[0] == table.iloc[1:].sum()).all())
        for table in tables
    )


def with_polars(polars, tables):
    good = 0
    for table in tables:
        names = table.columns
        rows = (table[names[0]] == table.select(names[1:]).sum_horizontal()).all()
        columns = table.slice(1).sum().row(0) == table.row(0)
        good += rows and columns
    return good


def with_pandera(pandera, tables):
    rows = pandera.Check(lambda table: table[0] == table.loc[:, 1:].sum(axis=1))
    columns = pandera.Check(lambda table: bool((table.iloc[0] == table.iloc[1:].sum()).all()))
    schema = pandera.DataFrameSchema({n: pandera.Column(int) for n in range(COLUMNS)}, checks=[rows, columns])
    return sum(schema.validate(table) is not None for table in tables)


def timed(name, work, tables):
    best = None
    for _ in range(3):
        start = time.perf_counter()
        good = work(tables)
        spent = time.perf_counter() - start
        best = spent if best is None else min(best, spent)
    assert good == len(tables), f"{name}: {good} of {len(tables)} add up"
    print(f"{name:12} {best * 1000:10.1f} ms")


def main():
    tables = [table(number) for number in range(TABLES)]
    timed("python", plain, tables)
    for name, work in (("pandas", with_pandas), ("polars", with_polars), ("pandera", with_pandera)):
        try:
            module = importlib.import_module("pandera.pandas" if name == "pandera" else name)
            if name == "polars":
                own = [module.DataFrame(table, orient="row") for table in tables]
            else:
                own = [importlib.import_module("pandas").DataFrame(table) for table in tables]
        except ImportError:
            print(f"{name:12} is not installed")
            continue
        timed(name, lambda tables, work=work, module=module: work(module, tables), own)


main()
