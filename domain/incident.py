"""An incident's life: its kinds, its states, who may move it where. The database refuses the same moves by trigger."""

from collections.abc import Mapping
from enum import StrEnum

from domain.errors import IllegalMove
from domain.wording import Words


class Kind(StrEnum):
    """What an incident is about."""

    SINGLE = "single"  # one school
    WIDE = "wide"  # most of an area, of a carrier, or of both
    SOURCE = "source"  # an upstream platform
    SILENT = "silent"  # a school that was heard of and is no longer
    FLAPPING = "flapping"  # up and down and up
    BLIND = "blind"  # the centre itself
    MANUAL = "manual"  # told by a person: a call, a flood, a ticket

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _KINDS[self]


_KINDS = {
    Kind.SINGLE: Words("Sự cố một trường", "Single school"),
    Kind.WIDE: Words("Sự cố diện rộng", "Wide incident"),
    Kind.SOURCE: Words("Nguồn dữ liệu lỗi", "Failing source"),
    Kind.SILENT: Words("Mất tín hiệu", "Silent"),
    Kind.FLAPPING: Words("Chập chờn", "Flapping"),
    Kind.BLIND: Words("Trung tâm mất tầm nhìn", "Centre blind"),
    Kind.MANUAL: Words("Sự cố báo tay", "Reported by hand"),
}


class State(StrEnum):
    """Where an incident stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    CLOSED = "closed"

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _STATES[self]


_STATES = {
    State.OPEN: Words("mới", "open"),
    State.ACKNOWLEDGED: Words("đã tiếp nhận", "acknowledged"),
    State.IN_PROGRESS: Words("đang xử lý", "in progress"),
    State.RESOLVED: Words("đã khắc phục", "resolved"),
    State.CLOSED: Words("đã đóng", "closed"),
}
LIVE = frozenset({State.OPEN, State.ACKNOWLEDGED, State.IN_PROGRESS})
LEGAL: Mapping[State, frozenset[State]] = {
    State.OPEN: frozenset({State.ACKNOWLEDGED, State.IN_PROGRESS, State.RESOLVED}),
    State.ACKNOWLEDGED: frozenset({State.OPEN, State.IN_PROGRESS, State.RESOLVED}),  # OPEN: its time ran out
    State.IN_PROGRESS: frozenset({State.RESOLVED}),
    State.RESOLVED: frozenset({State.CLOSED, State.OPEN}),
    State.CLOSED: frozenset({State.OPEN}),
}


SEEN_ALWAYS = frozenset({Kind.WIDE, Kind.SOURCE, Kind.BLIND})
SEVERITIES = ("low", "medium", "high", "critical")  # from the mildest on
ACK_HOURS, MOST_ACK_HOURS = 4.0, 24.0  # an acknowledgement holds so long, then it comes back loudly
REOPEN_S = 24 * 3600.0  # how long after its end people may reopen it, where the rule says nothing else
CLOSE_S = 24 * 3600.0  # a resolved one that nobody came back to is closed


def hushed(kind: str, severity: str, quiet: bool) -> bool:
    """Recorded without being shown among what presses: quiet, and neither wide, a source's, the centre's own nor
    critical: those are seen at any hour, only their sound is off."""
    return quiet and kind not in SEEN_ALWAYS and severity != "critical"


def must_move(now: State, then: State) -> None:
    """Raises IllegalMove unless the life allows `now` -> `then`."""
    if then not in LEGAL[now]:
        raise IllegalMove(f"Sự cố {now.words.vi}: không chuyển thành “{then.words.vi}” được.",
                          f"The incident is {now.words.en}: it cannot become {then.words.en}.")


class Cause(StrEnum):
    """Why it happened, as said when it is resolved."""

    POWER = "power"
    CABLE = "cable"
    CARRIER = "carrier"
    EQUIPMENT = "equipment"
    CONFIGURATION = "configuration"
    PLATFORM = "platform"
    WEATHER = "weather"
    PLANNED = "planned"
    FALSE_ALARM = "false_alarm"
    ITSELF = "itself"
    OTHER = "other"
    UNKNOWN = "unknown"

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _CAUSES[self]


_CAUSES = {
    Cause.POWER: Words("Mất điện", "Power"),
    Cause.CABLE: Words("Đứt cáp", "Cut cable"),
    Cause.CARRIER: Words("Nhà mạng", "Carrier"),
    Cause.EQUIPMENT: Words("Thiết bị tại trường", "Equipment at the school"),
    Cause.CONFIGURATION: Words("Cấu hình", "Configuration"),
    Cause.PLATFORM: Words("Nền tảng dùng chung", "Shared platform"),
    Cause.WEATHER: Words("Thiên tai, thời tiết", "Weather"),
    Cause.PLANNED: Words("Việc đã báo trước", "Planned work"),
    Cause.FALSE_ALARM: Words("Báo nhầm", "False alarm"),
    Cause.ITSELF: Words("Tự phục hồi", "Recovered by itself"),
    Cause.OTHER: Words("Khác", "Other"),
    Cause.UNKNOWN: Words("Chưa rõ", "Unknown"),
}


class Category(StrEnum):
    """What a person reports by hand."""

    NETWORK = "network"
    POWER = "power"
    FLOOD = "flood"
    STORM = "storm"
    FIRE = "fire"
    FOOD = "food"
    HEALTH = "health"
    SECURITY = "security"
    BUILDING = "building"
    SOFTWARE = "software"
    OTHER = "other"

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _CATEGORIES[self]


_CATEGORIES = {
    Category.NETWORK: Words("Mạng, Internet", "Network"),
    Category.POWER: Words("Mất điện", "Power"),
    Category.FLOOD: Words("Ngập lụt", "Flood"),
    Category.STORM: Words("Bão, giông lốc", "Storm"),
    Category.FIRE: Words("Cháy nổ", "Fire"),
    Category.FOOD: Words("Ngộ độc thực phẩm", "Food poisoning"),
    Category.HEALTH: Words("Dịch bệnh, y tế", "Health"),
    Category.SECURITY: Words("An ninh, trật tự", "Security"),
    Category.BUILDING: Words("Cơ sở vật chất", "Building"),
    Category.SOFTWARE: Words("Phần mềm, nền tảng", "Software"),
    Category.OTHER: Words("Việc khác", "Other"),
}
