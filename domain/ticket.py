"""What a school told a helpdesk: a stranger's list, read whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.incident import Category
from domain.indicator import Severity
from domain.wording import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One ticket that is open there. `ref`: its number there; `opened_at`: epoch seconds UTC by the centre's clock."""

    ref: str
    school: str
    category: str
    severity: Severity
    title: str
    opened_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTickets:
    """Every open ticket of one source at `taken_at`; whatever is not among them is closed there."""

    source: str
    taken_at: float
    tickets: tuple[Ticket, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """One ticket that was closed there. `taken_at`: when somebody of the helpdesk took it, None = it is not said."""

    ref: str
    school: str
    severity: Severity
    opened_at: float
    taken_at: float | None
    solved_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SolvedTickets:
    """Every ticket the helpdesk `source` closed in the last month, by its own book at `taken_at`."""

    source: str
    taken_at: float
    tickets: tuple[Solved, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A helpdesk's category in our words. `rules`: measured incidents that are the same thing."""

    category: Category
    words: Words
    rules: tuple[str, ...] = ()


NETWORK = "network"
TOPICS: Mapping[str, Topic] = {
    NETWORK: Topic(Category.NETWORK, Words("Mạng, Internet", "Network"), ("connectivity", "connectivity.silent")),
    "labs": Topic(Category.OTHER, Words("Phòng máy, thiết bị", "Computer rooms, devices"), ("labs", "labs.silent")),
    "epayment": Topic(Category.SOFTWARE, Words("Thanh toán không dùng tiền mặt", "E-payment")),
    "software": Topic(Category.SOFTWARE, Words("Phần mềm, nền tảng", "Software")),
    "account": Topic(Category.SOFTWARE, Words("Tài khoản, đăng nhập", "Accounts, logging in")),
}
OTHER = "other"
_OTHER = Topic(Category.OTHER, Words("Việc khác", "Other"))


def topic(category: str) -> Topic:
    """What a helpdesk's category means here; one we do not know is "other"."""
    return TOPICS.get(category, _OTHER)


def known(category: str) -> str:
    """A category as rules are named after it."""
    return category if category in TOPICS else OTHER
