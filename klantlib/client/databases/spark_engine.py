"""How is Spark asked? By a session of our own, bound to this computer, that leaves nothing behind."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from klantlib.client.databases.addresses import Address
from klantlib.client.databases.connections import Opened
from klantlib.client.databases.unanswered import Unanswered, worded

LOCAL = "local"
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "OFF",
    "spark.sql.shuffle.partitions": "4",  # two hundred, the usual number, is for a cluster
    "spark.sql.session.timeZone": "UTC",
}
LOOPBACK = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


def opened(address: Address, folder: Path, room: Path) -> Opened:
    """
    Spark on this computer over a folder of parquet files (spark://local/folder), or the tables of a Spark server.

    Raises Unanswered where there is no Java, no such folder, or no connection.
    """
    import ibis
    from py4j.protocol import Py4JError  # of the extra "spark"
    from pyspark.errors import PySparkException

    errors = (PySparkException, Py4JError)
    lake = folder / Path(address.database).expanduser()
    if address.place == LOCAL and not (address.database and lake.is_dir()):
        raise Unanswered("no_such_folder", address.shown)
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise Unanswered("no_java")
    logging.getLogger("SQLQueryContextLogger").disabled = True  # it writes whole error reports on the screen
    with worded((*errors, OSError, RuntimeError), "no_connection", address.shown), _quiet():
        session = _session(address, room)
    if address.place == LOCAL:
        with worded(errors, "no_connection", address.shown):
            _offer(session, lake)
    on = ibis.pyspark.connect(session)
    asked = (lambda sql: session.sql(sql).toArrow(), lambda sql: on.sql(sql).schema())
    return Opened(on, *asked, lambda schema: on.list_tables(database=schema or None), errors, session.stop)


def _session(address: Address, room: Path) -> Any:
    from pyspark.sql import SparkSession

    own = {"spark.local.dir": str(room), "spark.sql.warehouse.dir": str(room)}
    master = "local[2]" if address.place == LOCAL else f"spark://{address.place}"
    building = SparkSession.builder.master(master).appName("klantwerkboek")
    for name, value in {**SETTINGS, **own, **(LOOPBACK if address.place == LOCAL else {}), **address.options}.items():
        building = building.config(name, value)
    return building.getOrCreate()


def _offer(session: Any, lake: Path) -> None:
    """Every parquet file, or folder of them, as a table with its name."""
    for path in sorted(lake.iterdir()):
        if path.suffix == ".parquet" or (path.is_dir() and any(path.glob("*.parquet"))):
            session.read.parquet(str(path)).createOrReplaceTempView(path.stem)


@contextmanager
def _quiet() -> Iterator[None]:
    """Java reports at length on the screen how it starts; its own stream goes nowhere for good."""
    screen, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(screen, 2)
        os.close(screen)
        os.close(nowhere)
