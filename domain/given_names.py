"""Names the house gave: trial roles, the centre as an owner. Records keep the Vietnamese, readers get their own."""

from domain.person import Role
from domain.wording import Words

DEMO_NAMES = {
    Role.OPERATOR: Words("Cán bộ trực (mô phỏng)", "Operator (simulated)"),
    Role.OFFICER: Words("Chuyên viên địa bàn (mô phỏng)", "Area officer (simulated)"),
    Role.MANAGER: Words("Lãnh đạo (mô phỏng)", "Manager (simulated)"),
    Role.ADMINISTRATOR: Words("Quản trị (mô phỏng)", "Administrator (simulated)"),
}
CENTRE_NAME = Words("Trung tâm điều hành", "The centre")
_GIVEN = {words.vi: words for words in (*DEMO_NAMES.values(), CENTRE_NAME)}


def given_words(name: str) -> Words:
    """A recorded name as readers of either language read it."""
    return _GIVEN.get(name) or Words(name, name)


def reader_name(name: str) -> str:
    """A recorded name as its reader reads it: names of people stay, given ones are in the reader's language."""
    return given_words(name).text
