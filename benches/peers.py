#!/usr/bin/env python3
"""gouji beside its peers, and the program beside the wheel and Spark. Run by hand:

    python3 benches/peers.py GOUJI [--documents 5000] [--folder DIR] [--no-spark]

First the same sums on the same tables: a form of so many rows with a total row and a total column,
in CSV files, from files on disk to findings and from what is in memory (frames, a table, for gouji
the bytes of the files), by polars, pandas, pandera, DuckDB and gouji. The four know the form
beforehand: they are told which column is the sum of which, and say which sums do not come out;
gouji recognises form, unit and rules itself and finds the guilty figure. Then documents a second of
the program, the wheel and Spark over one folder, starts not counted and said apart. Times are the
best of three turns.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HEAD = "科目编码,科目名称,本年支出合计,基本支出,项目支出,上缴上级支出,经营支出,对附属单位补助支出"
KINDS = {".txt", ".csv", ".xlsx", ".xls", ".docx", ".pdf", ".html", ".md", ".ods", ".zip"}
PARTS = ["基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]


def table(seed, rows, wrong):
    """A form whose rows and columns tie, with one row that does not where that is wanted."""
    chance = random.Random(seed)
    lines = []
    for at in range(rows):
        parts = [chance.randrange(1, 90000) for _ in range(2)] + [0, 0, 0]
        total = sum(parts) + (900 if wrong and at == rows // 2 else 0)
        lines.append((f"{201 + at // 90}{at % 90 + 10:02}01", f"项目{at}", [total, *parts]))
    sums = [sum(line[2][column] for line in lines) for column in range(6)]
    money = lambda cents: f"{cents / 100:.2f}"
    out = [f"示例市第{seed + 10000}局2023年度部门决算公开,,,,,,,", "支出决算表,,,,,,,", "单位：万元,,,,,,,", HEAD]
    out.append(",合计," + ",".join(map(money, sums)))
    out += [f"{code},{name}," + ",".join(map(money, values)) for code, name, values in lines]
    return "\n".join(out) + "\n"


def best(run, times=3):
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        found = run()
        taken.append(time.perf_counter() - begun)
    return min(taken), found


def peers(files):
    """Name → what it reads from files, and the number of sums in that which do not come out (rows and columns)."""
    cents = lambda frame, name: (frame[name] * 100).round()

    def pandas_frames():
        import pandas

        return [pandas.read_csv(file, skiprows=3) for file in files]

    def by_pandas(frames):
        wrong = 0
        for frame in frames:
            wrong += int((cents(frame, "本年支出合计") != sum(cents(frame, part) for part in PARTS)).sum())
            for column in ["本年支出合计", *PARTS]:
                values = cents(frame, column)
                wrong += int(values.iloc[0] != values.iloc[1:].sum())
        return wrong

    def polars_frames():
        import polars

        return [polars.read_csv(file, skip_rows=3) for file in files]

    def by_polars(frames):
        import polars

        wrong = 0
        for frame in frames:
            whole = frame.select((polars.col(["本年支出合计", *PARTS]) * 100).round().cast(polars.Int64))
            wrong += whole.filter(polars.col("本年支出合计") != polars.sum_horizontal(PARTS)).height
            wrong += sum(int(values[0] != values[1:].sum()) for values in whole)
        return wrong

    def by_pandera(frames):
        import pandera.pandas as pandera

        same_row = pandera.Check(lambda frame: cents(frame, "本年支出合计") == sum(cents(frame, part) for part in PARTS))
        total = lambda column: pandera.Check(lambda frame: cents(frame, column).iloc[0] == cents(frame, column).iloc[1:].sum())
        schema = pandera.DataFrameSchema(checks=[same_row, *(total(column) for column in ["本年支出合计", *PARTS])])
        wrong = 0
        for frame in frames:
            try:
                schema.validate(frame, lazy=True)
            except pandera.errors.SchemaErrors as error:
                cases = error.failure_cases
                wrong += cases.groupby(["check_number", "index"], dropna=False).ngroups
        return wrong

    def duckdb_table():
        import duckdb

        names = ", ".join(f"'{file}'" for file in files)
        base = duckdb.connect()
        base.execute(f"""create table t as select filename, "科目名称" = '合计' as top, * exclude (filename) replace (
            {", ".join(f'cast("{column}" as decimal(18, 2)) as "{column}"' for column in ["本年支出合计", *PARTS])})
            from read_csv([{names}], skip = 3, header = true, filename = true)""")
        return base

    def by_duckdb(base):
        parts = " + ".join(f'"{part}"' for part in PARTS)
        wrong = base.execute(f'select count(*) from t where "本年支出合计" <> {parts}').fetchone()[0]
        for column in ["本年支出合计", *PARTS]:
            wrong += base.execute(f"""select count(*) from (select filename, sum("{column}") filter (top) as one,
                sum("{column}") filter (not top) as other from t group by 1) where one <> other""").fetchone()[0]
        return wrong

    def contents():
        return [Path(file).read_bytes() for file in files]

    def by_gouji(contents):
        import gouji
        import pyarrow.compute as compute

        verdicts = gouji.batch(contents, names=files, tables=["checks"]).checks.to_arrow()["verdict"]
        return compute.sum(compute.equal(verdicts, "violation")).as_py()

    return {
        "pandas": (pandas_frames, by_pandas),
        "polars": (polars_frames, by_polars),
        "pandera": (pandas_frames, by_pandera),
        "DuckDB": (duckdb_table, by_duckdb),
        "gouji (wheel)": (contents, by_gouji),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("gouji")
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--folder", help="documents for the second part; else texts are made")
    parser.add_argument("--no-spark", action="store_true")
    asked = parser.parse_args()
    program = str(Path(asked.gouji).resolve())
    with tempfile.TemporaryDirectory() as home:
        home = Path(home)
        print("| files × rows | by | files to findings | in memory | sums that do not come out |\n|---|---|--:|--:|--:|")
        for count, rows in ((100, 40), (10, 2000)):
            folder = home / f"forms-{count}"
            folder.mkdir()
            for at in range(count):
                (folder / f"{at}.csv").write_text(table(at, rows, at % 10 == 0), "utf-8")
            files = sorted(map(str, folder.iterdir()))
            for name, (read, run) in peers(files).items():
                try:
                    taken, found = best(lambda: run(read()))
                    given = read()
                    inside, _ = best(lambda: run(given))
                except ImportError as missing:
                    print(f"| {count} × {rows} | {name} | skipped: {missing} | | |")
                    continue
                print(f"| {count} × {rows} | {name} | {taken * 1000:.0f} ms | {inside * 1000:.0f} ms | {found} |", flush=True)
        documents(program, asked, home)


def documents(program, asked, home):
    if asked.folder:
        files = sorted(str(path) for path in Path(asked.folder).rglob("*") if path.suffix in KINDS)
        files = [files[at % len(files)] for at in range(asked.documents)]
        work = [(f"{at:06}-{Path(file).name}", Path(file).read_bytes()) for at, file in enumerate(files)]
    else:
        make = lambda at: table(at, 40, at % 10 == 0).replace(",", " | ").encode()
        work = [(f"{at:06}.txt", make(at)) for at in range(asked.documents)]
    folder = home / "documents"
    folder.mkdir()
    for name, content in work:
        (folder / name).write_bytes(content)
    report = home / "report.jsonl"

    def by_program():
        subprocess.run([program, "check", str(folder), "--format", "jsonl", "-o", str(report), "--fail-on", "never"], stderr=subprocess.DEVNULL)
        return len(report.read_text("utf-8").splitlines())

    import gouji

    names = sorted(map(str, folder.iterdir()))
    rulebook = gouji.Rulebook()

    def by_wheel(tables=None):
        done = 0
        for at in range(0, len(names), 256):
            done += len(rulebook.batch(names[at : at + 256], tables=tables))
        return done

    def by_wheel_lines():
        from concurrent.futures import ThreadPoolExecutor

        def one(name):
            try:
                return rulebook.check(name).report("jsonl")
            except gouji.Unreadable as error:
                return f"{error.code}\n".encode()

        with ThreadPoolExecutor(os.cpu_count()) as pool, open(report, "wb") as out:
            for line in pool.map(one, names):
                out.write(line)
        return len(names)

    rulebook.batch(names[:32])
    rows = [
        ("the program, JSON lines", by_program),
        ("the wheel, JSON lines", by_wheel_lines),
        ("the wheel, batches of 256, findings", lambda: by_wheel(["documents", "findings"])),
        ("the wheel, batches of 256, all columns", by_wheel),
    ]
    session = None
    if not asked.no_spark:
        try:
            import gouji.spark
            from pyspark.sql import SparkSession

            os.environ["PYSPARK_PYTHON"] = sys.executable
            begun = time.perf_counter()
            builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.driver.bindAddress", "127.0.0.1")
            session = builder.config("spark.driver.host", "127.0.0.1").config("spark.sql.execution.arrow.maxRecordsPerBatch", "256").getOrCreate()
            frame = session.createDataFrame([(name,) for name in names], "path string").repartition(4).cache()
            frame.count()
            gouji.spark.check(frame.limit(64), content=None).count()
            print(f"\nSpark: {time.perf_counter() - begun:.1f} s until the first 64 documents")

            def by_spark():
                made = gouji.spark.check(frame, content=None, tables=["findings"])
                return made.selectExpr("count(document)", "sum(size(findings))").collect()[0][0]

            rows.append(("Spark local[2], a row each with its findings", by_spark))
        except Exception as missing:  # noqa: BLE001: said, whatever it is
            print(f"\nSpark: skipped: {str(missing).splitlines()[0]}")
    print("\n| by | documents | time | documents a second | beside the program |\n|---|--:|--:|--:|--:|")
    # in turns, so that what else the machine does is shared
    turns = [[best(run, 1) for _, run in rows] for _ in range(3)]
    first = min(turn[0][0] for turn in turns)
    for at, (name, _) in enumerate(rows):
        taken, done = min(turn[at] for turn in turns)
        print(f"| {name} | {done} | {taken:.1f} s | {done / taken:.0f} | {(taken / first - 1) * 100:+.0f} % |", flush=True)
    if session:
        session.stop()
    print(f"\n{os.cpu_count()} cores, Python {sys.version.split()[0]}, gouji {gouji.__version__}, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
