"""Who acts here, what each role may do, and how far it reaches. Nobody may do what is not listed."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from domain.errors import NotAllowed
from domain.school import SchoolKind
from domain.wording import Words


class Role(StrEnum):
    """Vai trò. A person has one; a screen, a client and the public each are one."""

    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    OPERATOR = "operator"
    OFFICER = "officer"
    SCHOOL_CONTACT = "school_contact"
    SCREEN = "screen"
    PUBLIC = "public"

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _ROLES[self]


PERSON_ROLES = (Role.ADMINISTRATOR, Role.MANAGER, Role.OPERATOR, Role.OFFICER, Role.SCHOOL_CONTACT)
SECOND_FACTOR = frozenset({Role.ADMINISTRATOR, Role.MANAGER})  # outside the simulated province's one-click roles
_ROLES = {
    Role.ADMINISTRATOR: Words("Quản trị", "Administrator"),
    Role.MANAGER: Words("Lãnh đạo", "Manager"),
    Role.OPERATOR: Words("Cán bộ trực", "Operator"),
    Role.OFFICER: Words("Chuyên viên địa bàn", "Area officer"),
    Role.SCHOOL_CONTACT: Words("Cán bộ nhà trường", "School contact"),
    Role.SCREEN: Words("Màn hình lớn", "Wall screen"),
    Role.PUBLIC: Words("Công chúng", "Public"),
}


class Permission(StrEnum):
    """What a page, a callback or a route asks for. One that asks for nothing does not exist."""

    OPEN = "open"  # anybody: entering, health, the files the entering pages need
    ENTERING = "entering"  # a session, even one that still lacks its second factor
    MAP = "map"  # map, feed, outlines: the reach decides what is on them
    SCHOOL = "school"
    WALL = "wall"
    BEAT = "beat"  # a wall screen says that it lives
    SOURCES = "sources"
    SETTINGS = "settings"  # address, token, interval and field names of a source; release what was held back
    METRICS = "metrics"
    INCIDENTS = "incidents"  # the list, the stories, the book of shifts
    RECORD = "record"  # confirm or dispute what the centre keeps of a school within one's reach
    RESPOND = "respond"  # acknowledge, assign, note, silence, resolve … within one's reach
    NOTICES = "notices"  # one's own: by which way, how loud, when not
    CALENDAR = "calendar"
    BANDS = "bands"  # from when an indicator is normal, needs attention, alarms; and its target
    REPORTS = "reports"  # freeze, open, download and compare snapshots of one's own reach
    SCHEDULES = "schedules"  # which reports make themselves, and for whom
    PEOPLE = "people"
    SCREENS = "screens"
    KEYS = "keys"
    AUDIT = "audit"


_READS = frozenset({Permission.MAP, Permission.SCHOOL, Permission.WALL})
_ANSWERS = frozenset({Permission.INCIDENTS, Permission.RESPOND, Permission.NOTICES, Permission.REPORTS,
                      Permission.RECORD})
_WATCHES = _READS | {Permission.SOURCES, Permission.METRICS}
_SIGNED_IN = frozenset({Permission.OPEN, Permission.ENTERING})
MAY: dict[Role, frozenset[Permission]] = {
    Role.PUBLIC: frozenset({Permission.OPEN}),
    Role.SCREEN: frozenset({Permission.OPEN, Permission.MAP, Permission.WALL, Permission.BEAT}),
    Role.SCHOOL_CONTACT: _SIGNED_IN | {Permission.MAP, Permission.SCHOOL, Permission.RECORD},
    Role.OFFICER: _SIGNED_IN | _READS | _ANSWERS,
    Role.OPERATOR: _SIGNED_IN | _WATCHES | _ANSWERS,
    Role.MANAGER: _SIGNED_IN | _WATCHES | _ANSWERS | {Permission.SCHEDULES},
    Role.ADMINISTRATOR: frozenset(Permission) - {Permission.BEAT},
}
CLIENT_MAY = _WATCHES | {Permission.OPEN, Permission.INCIDENTS, Permission.RESPOND, Permission.REPORTS}
# a key reads with its role's eyes and answers incidents; it never enters and never administers


class ActorKind(StrEnum):
    """What holds the credential."""

    PERSON = "person"
    SCREEN = "screen"
    CLIENT = "client"
    SYSTEM = "system"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Areas × kinds. `area` "" = the whole province; `kinds` empty = all kinds; `school` = just that one school."""

    area: str = ""
    kinds: frozenset[SchoolKind] = frozenset()
    school: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The union of its parts; no part = nothing at all."""

    parts: frozenset[Part] = frozenset()

    @property
    def everything(self) -> bool:
        """The whole province, every kind."""
        return Part() in self.parts

    @property
    def key(self) -> str:
        """The same for the same reach: caches are kept under it."""
        if self.everything:
            return "all"
        told = sorted(f"{p.area}|{' '.join(sorted(p.kinds))}|{p.school}" for p in self.parts)
        return blake2b("\n".join(told).encode(), digest_size=12).hexdigest()


EVERYTHING = Scope(parts=frozenset({Part()}))
NOTHING = Scope()


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks now. `half`: signed in, second factor still missing. `session`: a short handle, never the id itself."""

    kind: ActorKind = ActorKind.NOBODY
    id: int = 0
    name: str = ""
    role: Role = Role.PUBLIC
    scope: Scope = NOTHING
    half: bool = False
    demo: bool = False
    session: str = ""
    request: str = ""
    address: str = ""

    @property
    def permissions(self) -> frozenset[Permission]:
        """What may be asked for with this credential."""
        if self.half:
            return _SIGNED_IN
        given = MAY[self.role]
        return given & CLIENT_MAY if self.kind is ActorKind.CLIENT else given

    def may(self, permission: Permission) -> bool:
        """Listed, or not allowed."""
        return permission in self.permissions

    def must(self, permission: Permission) -> None:
        """Raises NotAllowed; its sentence never says what it is that may not be done."""
        if not self.may(permission):
            raise NotAllowed("Bạn không có quyền làm việc này.", "You may not do this.")


NOBODY = Actor()
SYSTEM = Actor(kind=ActorKind.SYSTEM, name="centre", role=Role.ADMINISTRATOR, scope=EVERYTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """What the frame of every page says about the actor. `areas`: names to read, none = nothing is reached."""

    name: str
    role: Role
    permissions: frozenset[Permission] = frozenset()
    areas: tuple[str, ...] = ()
    demo: bool = False

    @property
    def is_screen(self) -> bool:
        """A wall carries no menus."""
        return self.role is Role.SCREEN
