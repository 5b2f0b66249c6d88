"""What a run leaves for programs."""

from klantlib.blocks import Chapter, Table
from klantlib.report.outputs import write_tables


def test_columns_for_the_appendix_stay_out_of_the_table_for_programs(tmp_path):
    """What only helps a reader to check is no part of the public columns."""
    columns = {"customer_id": "id", "share": "percent", "revenue": "money"}
    table = Table("customers", columns, [["001", 0.25, 10.0], ["002", None, None]], aside=["share"])
    write_tables(
        tmp_path, [Chapter("concentration", "", "", {}, (), table), Chapter("self_test", "", "", {}, (), None)]
    )
    written = {path.name: path.read_text(encoding="utf-8").split() for path in (tmp_path / "tables").iterdir()}
    assert written == {"concentration.csv": ["customer_id,revenue", "001,10.0", "002,"]}
