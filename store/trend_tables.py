"""The tables of trends: a day's roll-up by cell (old area x present area), weekly every school's figure."""

from sqlalchemy import CheckConstraint, Column, Integer, LargeBinary, Text

from store.tables import Real, _table

trend_days = _table(
    "trend_days",
    Column("day", Text, primary_key=True),  # local day, ISO
    Column("at", Real, nullable=False),  # when it was looked at
    Column("simulated", Integer, CheckConstraint("simulated IN (0,1)", name="simulated"), nullable=False),
    Column("cells", Text, nullable=False),  # JSON [[old area, present area], …]: every school lies in exactly one
)

trend_cells = _table(
    "trend_cells",
    Column("indicator", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("payload", LargeBinary, nullable=False),  # float32 [top, bottom, reporting, schools] x cells, deflated
)

trend_schools = _table(
    "trend_schools",
    Column("indicator", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("block", Integer, primary_key=True),  # school id // 512
    Column("payload", LargeBinary, nullable=False),  # ids int32, value, weight float32, good uint8, deflated
)
