"""Tables of the gate: people and what they reach, sessions, screens, keys, and the log that nobody can rewrite.

Secrets are kept as hashes only (session ids, codes, keys: blake2b; passwords: argon2id); a TOTP seed is sealed.
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text

from store.tables import Big, Real, _table

people = _table(
    "people",
    Column("id", Integer, primary_key=True),
    Column("login", Text, nullable=False, unique=True),  # folded: lower case, NFC
    Column("name", Text, nullable=False),
    Column("role", Text, CheckConstraint(
        "role IN ('administrator','manager','operator','officer','school_contact')", name="role"), nullable=False),
    Column("password_hash", Text),
    Column("totp_sealed", Text),
    Column("totp_since", Real),  # when the second factor was proved first; NULL = not enrolled
    Column("totp_step", Big, nullable=False, server_default="0"),  # newest step used: no code works twice
    Column("oidc_subject", Text, unique=True),  # "issuer subject"
    Column("demo", Integer, CheckConstraint("demo IN (0,1,2)", name="demo"), nullable=False, server_default="0"),
    # 1 = a one-click role, 2 = made by one: both are nobody outside the simulated province
    Column("created_at", Real, nullable=False),
    Column("disabled_at", Real),
    Column("seen_at", Real),
    CheckConstraint("demo <> 1 OR password_hash IS NULL", name="demo_has_no_password"),
)

grants = _table(
    "grants",  # how far somebody reaches; several = their union; several people's holidays = rows with until
    Column("id", Integer, primary_key=True),
    Column("holder_kind", Text, CheckConstraint("holder_kind IN ('person','screen','client')", name="holder_kind"),
           nullable=False),
    Column("holder_id", Integer, nullable=False),
    Column("area", Text, nullable=False, server_default=""),  # code of any level and tree, "" = the whole province
    Column("school", Text, nullable=False, server_default=""),
    Column("kinds", Text, nullable=False, server_default=""),  # keys of kinds, space between, "" = all
    Column("since", Text, nullable=False),  # local day it begins
    Column("until", Text),  # local day it ends, that day included; NULL = until revoked
    Column("delegated_by", Integer, ForeignKey("people.id")),  # leave cover: whose reach this is
    Column("why", Text, nullable=False, server_default=""),
    Column("created_at", Real, nullable=False),
    Column("revoked_at", Real),
    Index("ix_grants_holder", "holder_kind", "holder_id"),
)

sessions = _table(
    "sessions",
    Column("hash", Text, primary_key=True),
    Column("kind", Text, CheckConstraint("kind IN ('person','screen')", name="kind"), nullable=False),
    Column("holder_id", Integer, nullable=False),
    Column("half", Integer, nullable=False, server_default="0"),  # the second factor is still missing
    Column("demo", Integer, nullable=False, server_default="0"),
    Column("created_at", Real, nullable=False),
    Column("seen_at", Real, nullable=False),
    Column("idle_s", Real),  # NULL = never idle out (wall screens)
    Column("ends_at", Real, nullable=False),
    Column("revoked_at", Real),
    Column("address", Text, nullable=False, server_default=""),
    Column("agent", Text, nullable=False, server_default=""),
    Index("ix_sessions_holder", "kind", "holder_id"),
)

codes = _table(
    "codes",  # one-time codes: the first administrator, a new person's own password, a lost one
    Column("hash", Text, primary_key=True),
    Column("purpose", Text, CheckConstraint("purpose IN ('first','welcome')", name="purpose"), nullable=False),
    Column("person_id", Integer, ForeignKey("people.id")),
    Column("created_at", Real, nullable=False),
    Column("expires_at", Real, nullable=False),
    Column("used_at", Real),
)

failures = _table(
    "failures",  # wrong passwords and codes, counted per account and per source
    Column("id", Big, primary_key=True),
    Column("at", Real, nullable=False),
    Column("account", Text, nullable=False),  # hash of what was typed as login: it may be a password typed too early
    Column("source", Text, nullable=False),
    Column("known", Integer, nullable=False, server_default="0"),  # it came from where this account entered before
    Index("ix_failures_account_at", "account", "at"),
    Index("ix_failures_source_at", "source", "at"),
)

devices = _table(
    "devices",  # where an account entered before: others' failures do not lock it out from here
    Column("hash", Text, primary_key=True),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False, index=True),
    Column("created_at", Real, nullable=False),
    Column("seen_at", Real, nullable=False),
)

screens = _table(
    "screens",
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("created_at", Real, nullable=False),
    Column("created_by", Integer, ForeignKey("people.id")),
    Column("revoked_at", Real),
    Column("seen_at", Real),
    Column("page", Text, nullable=False, server_default="/wall"),  # what it shows, by its own word
    Column("wanted", Text, nullable=False, server_default=""),  # what it shall show next, "" = as it is
    Column("version", Text, nullable=False, server_default=""),
    Column("frame_age_s", Real),
    Column("address", Text, nullable=False, server_default=""),
    Column("told", Text, nullable=False, server_default=""),  # what else its last beat said, JSON
    Column("asked_scene", Integer),  # the scene it shall go to, NULL = the rotation is its own
    Column("asked_hold", Integer, nullable=False, server_default="0"),  # and stay there
    Column("asked_n", Integer, nullable=False, server_default="0"),  # grows with every asking: none is followed twice
    Column("flash_until", Real),  # so long it shows its name large, to be found in the room
)

playlists = _table(
    "playlists",  # what a screen plays; no row = the whole picture
    Column("screen_id", Integer, ForeignKey("screens.id"), primary_key=True),
    Column("version", Integer, CheckConstraint("version > 0", name="version"), nullable=False),
    Column("body", Text, CheckConstraint("length(body) BETWEEN 2 AND 8000", name="body"), nullable=False),  # JSON
    Column("changed_at", Real, nullable=False),
    Column("changed_by", Integer, ForeignKey("people.id")),
)

pairings = _table(
    "pairings",  # screens that wait at the door
    Column("hash", Text, primary_key=True),  # of the secret only the screen knows
    Column("code", Text, nullable=False, unique=True),  # what it shows and an administrator types
    Column("created_at", Real, nullable=False),
    Column("expires_at", Real, nullable=False),
    Column("screen_id", Integer, ForeignKey("screens.id")),  # accepted as
    Column("taken_at", Real),
    Column("address", Text, nullable=False, server_default=""),
    Column("agent", Text, nullable=False, server_default=""),
)

keys = _table(
    "keys",
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
    Column("hint", Text, nullable=False),  # first characters, to recognise it by
    Column("created_at", Real, nullable=False),
    Column("created_by", Integer, ForeignKey("people.id")),
    Column("expires_at", Real),
    Column("used_at", Real),
    Column("revoked_at", Real),
)

audit = _table(
    "audit",  # append-only by trigger; each row's hash covers the row before it
    Column("seq", Big, primary_key=True, autoincrement=False),
    Column("at", Real, nullable=False),
    Column("actor_kind", Text, nullable=False),
    Column("actor_id", Integer, nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("outcome", Text, CheckConstraint("outcome IN ('done','refused','failed')", name="outcome"), nullable=False),
    Column("object", Text, nullable=False, server_default=""),  # person:7, screen:2, school:79000001, area:760 …
    Column("reach", Text, nullable=False, server_default=""),  # codes of the areas the act touched, space around each
    Column("before", Text, nullable=False, server_default=""),
    Column("after", Text, nullable=False, server_default=""),
    Column("why", Text, nullable=False, server_default=""),
    Column("request", Text, nullable=False, server_default=""),
    Column("address", Text, nullable=False, server_default=""),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
    Index("ix_audit_at", "at"),
    Index("ix_audit_object", "object", "at"),
)

school_moves = _table(
    "school_moves",  # areas a school lay in before: whoever had an area that ended keeps what followed it
    Column("school_id", Integer, ForeignKey("schools.id", ondelete="CASCADE"), primary_key=True),
    Column("area", Text, primary_key=True),
    Column("until", Text, primary_key=True),  # local day of the change
    Index("ix_school_moves_area", "area"),
    rowid=False,
)
