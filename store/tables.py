"""Every table, once. Times are epoch seconds UTC (float64); dates of validity are ISO text; flags are 0/1.

SQLite tables are STRICT and values are CHECKed: code may be wrong, the database may not.
"""

from sqlalchemy import (
    REAL,
    BigInteger,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy import types as sa_types

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Real: sa_types.TypeEngine[float] = Double().with_variant(REAL(), "sqlite")
Big: sa_types.TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")
FINITE = "{0} = {0} AND abs({0}) < 1e15"


def _table(name: str, *parts: Column | CheckConstraint | UniqueConstraint | Index, rowid: bool = True) -> Table:  # type: ignore[type-arg]
    return Table(name, metadata, *parts, sqlite_strict=True, sqlite_with_rowid=rowid)


facts = _table(
    "facts",  # single values about the centre itself: register_version, simulated, import of
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

areas = _table(
    "areas",
    Column("id", Integer, primary_key=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("level", Text, CheckConstraint("level IN ('province','district','ward')", name="level"), nullable=False),
    Column("parent", Text),
    Column("valid_from", Text, nullable=False, server_default="0001-01-01"),
    Column("valid_to", Text),
    Column("label_lat", Real),
    Column("label_lon", Real),
    Column("south", Real),
    Column("west", Real),
    Column("north", Real),
    Column("east", Real),
    Column("area_km2", Real),
    Column("outline", Text),  # light GeoJSON geometry for the map, shared edges simplified together; NULL = none known
    Column("schematic", Integer, nullable=False, server_default="0"),
    Column("sort_key", Text, nullable=False),
    Column("folded", Text, nullable=False),
    UniqueConstraint("code", "valid_from"),
)

schools = _table(
    "schools",
    Column("id", Integer, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("lat", Real, CheckConstraint("lat BETWEEN -90 AND 90", name="lat")),
    Column("lon", Real, CheckConstraint("lon BETWEEN -180 AND 180", name="lon")),
    Column("approximate", Integer, nullable=False, server_default="0"),
    Column("old_area", Text, nullable=False, server_default="", index=True),
    Column("new_area", Text, nullable=False, server_default="", index=True),
    Column("pupils", Integer),
    Column("teachers", Integer),
    Column("classes", Integer),
    Column("carrier", Text, nullable=False, server_default=""),
    Column("contracted_mbps", Real),
    Column("probe", Text, nullable=False, server_default=""),
    Column("phone", Text, nullable=False, server_default=""),  # the school's own line, never a person's
    Column("pilot", Integer, nullable=False, server_default="0"),
    Column("simulated", Integer, nullable=False, server_default="0"),
    Column("heartbeat_hash", Text, index=True),  # blake2b of the school's token; the token is never stored
    Column("heartbeat_at", Real),
    Column("sort_key", Text, nullable=False),
    Column("folded", Text, nullable=False),
)

latest = _table(
    "latest",
    Column("school_id", Integer, ForeignKey("schools.id", ondelete="CASCADE"), primary_key=True),
    Column("metric", Text, primary_key=True),
    Column("value", Real, CheckConstraint(FINITE.format("value"), name="value_finite")),
    Column("taken_at", Real, nullable=False),
    rowid=False,
)

history = _table(
    "history",
    Column("school_id", Integer, ForeignKey("schools.id", ondelete="CASCADE"), primary_key=True),
    Column("metric", Text, primary_key=True),
    Column("taken_at", Real, primary_key=True),
    Column("value", Real, CheckConstraint(FINITE.format("value"), name="value_finite")),
    rowid=False,
)

# One row per school, metric and hour (or local day): n values, their sum, least and greatest.
_ROLLUP = (
    ("n", Integer, False),
    ("total", Real, False),
    ("low", Real, True),
    ("high", Real, True),
)


def _rollup(name: str) -> Table:
    return _table(
        name,
        Column("school_id", Integer, ForeignKey("schools.id", ondelete="CASCADE"), primary_key=True),
        Column("metric", Text, primary_key=True),
        Column("start", Real, primary_key=True),
        *(Column(c, kind, nullable=empty) for c, kind, empty in _ROLLUP),
        Index(f"ix_{name}_start", "start"),
        rowid=False,
    )


hourly = _rollup("hourly")
daily = _rollup("daily")

sweeps = _table(
    "sweeps",
    Column("id", Big, primary_key=True),
    Column("source", Text, nullable=False),
    Column("started_at", Real, nullable=False),
    Column("finished_at", Real, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("unknown", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("version", Big, nullable=False),
    Column("error", Text),
    Index("ix_sweeps_source_finished_at", "source", "finished_at"),
)

gaps = _table(
    "gaps",
    Column("id", Big, primary_key=True),
    Column("source", Text, nullable=False),
    Column("since", Real, nullable=False),
    Column("until", Real, nullable=False),
    Column("why", Text, nullable=False),
    UniqueConstraint("source", "since"),
)

source_states = _table(
    "source_states",
    Column("key", Text, primary_key=True),
    Column("status", Text, nullable=False),
    Column("last_attempt_at", Real),
    Column("last_success_at", Real),
    Column("failing_since", Real),
    Column("rows", Integer, nullable=False, server_default="0"),
    Column("rejected", Integer, nullable=False, server_default="0"),
    Column("took_s", Real),
    Column("error_code", Text),
    Column("error_vi", Text),
    Column("error_en", Text),
)

boards = _table(
    "boards",  # the current picture, the same sealed bytes the cache holds: read when the cache is away
    Column("key", Text, primary_key=True),
    Column("version", Big, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)

frames = _table(
    "frames",  # what screens showed, minute by minute: statuses of one layer, packed (store/replaying.py)
    Column("layer", Text, primary_key=True),  # "" = the proof that somebody was looking in that minute
    Column("at", Real, primary_key=True),
    Column("kind", Integer, CheckConstraint("kind IN (0,1,2)", name="kind"), nullable=False),  # full, delta, proof
    Column("base", Real, nullable=False, server_default="0"),  # a delta: `at` of the row it changes
    Column("flags", Integer, nullable=False, server_default="0"),  # 1 = the centre was blind
    Column("payload", LargeBinary, nullable=False),
)

leases = _table(
    "leases",
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("token", Big, nullable=False),
    Column("until", Real, nullable=False),
)
