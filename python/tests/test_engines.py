"""Spark and Ray give what the program gives, also where a worker is killed in the middle."""

import os
import shutil
import signal
import sys

import pytest

import gouji

from test_gouji import HEAD, RIGHT, WRONG

pyarrow = pytest.importorskip("pyarrow")


def documents(count):
    """Names and bytes; one that cannot be read among them."""
    made = [(f"{at:04}.txt", HEAD.format(agency=f"第{at}局", project="79.89" if at % 3 else "78.88").encode()) for at in range(count)]
    return made + [("空.txt", b"")]


def expected(work):
    made = {}
    for name, content in work:
        try:
            audit = gouji.check(content, name=name)
            made[name] = (None, audit.json(), audit.findings.to_pylist())
        except gouji.Unreadable as error:
            made[name] = (error.code, None, [])
    return made


@pytest.fixture(scope="module")
def spark():
    pyspark = pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("no Java")
    # workers are of this Python, not of the first one on the path
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        pyspark.sql.SparkSession.builder.master("local[2,4]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "16")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    yield session
    session.stop()


def spark_rows(frame):
    rows = frame.collect()
    made = {row["document"]: (row["error_code"], row["json"], [finding.asDict() for finding in row["findings"]]) for row in rows}
    assert len(made) == len(rows)
    return made


def test_spark_gives_what_the_program_gives(spark, tmp_path):
    import gouji.spark

    work = documents(60)
    frame = spark.createDataFrame(work, "path string, content binary").repartition(4)
    assert spark_rows(gouji.spark.check(frame, json=True)) == expected(work)
    # paths that workers open themselves, and rules of a folder that goes along
    folder = tmp_path / "本局规则"
    gouji.run(["rules", "new", str(folder)])
    (tmp_path / "乙.txt").write_bytes(WRONG)
    paths = spark.createDataFrame([(str(tmp_path / "乙.txt"),)], "path string")
    made = gouji.spark.check(paths, content=None, json=True, rules=[folder]).collect()
    assert made[0]["json"] == gouji.check(tmp_path / "乙.txt", rules=[folder]).json()


def test_spark_worker_that_is_killed_loses_and_doubles_nothing(spark, tmp_path):
    import gouji.spark

    work = documents(120)
    audit, schema = gouji.spark.function(json=True)
    mark = str(tmp_path / "killed")

    def deadly(batches):
        for at, row in enumerate(audit(batches)):
            if at == 2 and not os.path.exists(mark):
                open(mark, "w").close()
                os.kill(os.getpid(), signal.SIGKILL)
            yield row

    frame = spark.createDataFrame(work, "path string, content binary").repartition(2)
    assert spark_rows(frame.mapInArrow(deadly, schema)) == expected(work)
    assert os.path.exists(mark)


@pytest.fixture(scope="module")
def ray():
    ray = pytest.importorskip("ray")
    pytest.importorskip("ray.data")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield ray
    ray.shutdown()


def test_ray_gives_what_the_program_gives_and_a_killed_worker_costs_nothing(ray, tmp_path):
    import gouji.ray

    work = documents(60)
    table = pyarrow.table({"path": [name for name, _ in work], "bytes": [content for _, content in work]})
    audit = gouji.ray.function(json=True)
    mark = str(tmp_path / "killed")

    def deadly(batch):
        made = audit(batch)
        if not os.path.exists(mark):
            open(mark, "w").close()
            os.kill(os.getpid(), signal.SIGKILL)
        return made

    for function in (audit, deadly):
        dataset = ray.data.from_arrow(table).repartition(4)
        rows = dataset.map_batches(function, batch_format="pyarrow", batch_size=16).take_all()
        made = {row["document"]: (row["error_code"], row["json"], list(row["findings"])) for row in rows}
        assert len(rows) == len(made) == len(work)
        assert made == expected(work)
    assert os.path.exists(mark)


def test_dask_takes_a_rulebook_along(tmp_path):
    bag = pytest.importorskip("dask.bag")
    paths = []
    for name, content in documents(12):
        paths.append(tmp_path / name)
        paths[-1].write_bytes(content)
    book = gouji.Rulebook()
    rows = lambda part: book.batch(list(part), tables=["findings"]).findings.to_pylist()
    made = bag.from_sequence(paths, npartitions=3).map_partitions(rows).compute(scheduler="processes", num_workers=2)
    assert made == book.batch(paths).findings.to_pylist() and made
