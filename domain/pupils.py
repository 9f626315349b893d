"""Does a sentence name one pupil? Read word by word: who is spoken of, by which name; what is a school or a place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from domain.wording import fold

_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[.;!?\n]")
_CLASS = re.compile(r"\d{1,2}[a-z]\d{0,2}")


def _set(*lines: str) -> frozenset[str]:
    """Words with a space between; a line with a | holds sayings of several words."""
    return frozenset(one.strip() for line in lines for one in (line.split("|") if "|" in line else line.split()))


# One of these before a name makes it a pupil's (or a parent's); the second set says so of a single given name too.
_PUPIL = _set("học sinh|hoc sinh|học viên|hoc vien|nữ sinh|nam sinh|thí sinh|phụ huynh|phu huynh", "hs phhs trẻ")
_CHILD = _set("em cháu bé chau")
_FAMILY = _set("phụ huynh|phu huynh|gia đình em|gia đình cháu|ba mẹ|ba em|ba cháu|ba của|cha em|cha cháu|má em",
               "bà ngoại|ông ngoại|người nhà", "phhs mẹ bố")
_FILLERS = _set("nam nữ trai gái tên là họ lớp khối tổ của và ten la lop")
_NOT_ALONE = _set("anh chị trẻ chúng bọn")  # "anh em VNPT", "trẻ em": nobody in particular
_NOT_A_NAME = _set(
    "trường tiểu trung thcs thpt th mn mầm mẫu gdtx gdnn chuyên quận huyện phường xã tp thành tỉnh khối lớp sở phòng",
    "bộ ban ủy việt vnpt viettel fpt mobifone vinaphone evn internet wifi đã đang sẽ không chưa cần xin khu đặc thủ",
    "bình củ nhà")
_FAMILIES = _set(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh trương trịnh đoàn tô tạ hà châu quách",
    "thái lưu lâm cao mai tôn kiều la thạch danh kim tăng lương đào vương âu quan triệu nghiêm phùng tống giang")
_MIDDLES = _set("văn thị hữu ngọc minh thanh quốc đức gia bảo hoàng tuấn kim xuân thùy thúy anh phương thu hồng quang",
                "đình duy khánh nhật mỹ tấn thế công")
_INITIALS = _set("Y H K")  # "Y Moan", "H'Hen": names of the highlands begin so
_PLACES = _set("ha noi|ho chi|ly son|lam dong|ha tinh|ha giang|ha nam|phan thiet|phan rang|cao lanh|cao bang|chau duc",
               "chau doc|chau thanh|hoang mai|kim son|vu thu|tan binh|tan phu|truong sa|hoang sa|ha long|ha dong",
               "duong minh|duong dong")
# Before a name: a school, a street, a ward …; or somebody of the staff.
_OF_A_PLACE = _set("trường thpt thcs th mn học non gdtx tx chuyên trung tâm phường đường phố xã quận huyện cầu viện",
                   "chợ hẻm tt sở kho ngã ấp khu điểm")
_STAFF = _set("anh chị ông bà thầy cô bác chú gvcn gv viên trưởng phó bs sĩ tá bộ đc chí thuật vệ thư toán trực")
_SERVICE = _set("bảo vệ kỹ thuật vnpt viettel fpt evn điện lực trực phòng it cán nhân viên giáo văn thư kế toán hiệu",
                "trưởng anh chị ông thầy cô trạm bệnh viện y tế công an tổng đài hotline nhà trường cứu hỏa sở gặp")
_COLLEAGUE = _set("bảo vệ|kỹ thuật|điện lực|phòng it|cán bộ|nhân viên|giáo viên|văn thư|kế toán",
                  "vnpt viettel fpt evn it")
_LINKS = _set("số sđt đt điện thoại di động là của lh liên hệ gọi tel phone mobile zalo email mail e gặp cho dt sdt so")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: as written, lower case, without marks; where it stands and where the next one begins."""

    text: str
    low: str
    bare: str
    start: int
    end: int
    after: int
    breaks: bool  # the sentence ends behind it
    joined: bool  # only a space between it and the next

    @property
    def capital(self) -> bool:
        """Written like a name; a single letter is an initial, which names nobody."""
        return self.text[0].isupper() and len(self.text) > 1


def words_of(text: str) -> list[Word]:
    """The words of a text in order."""
    found = list(_WORD.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    return [_word(text, match, after) for match, after in zip(found, ends, strict=False)]


def _word(text: str, match: re.Match[str], after: int) -> Word:
    gap, low = text[match.end():after], match.group().lower()
    return Word(match.group(), low, fold(match.group()), match.start(), match.end(), after,
                _BREAK.search(gap) is not None, gap.strip(" ") == "")


def names_pupil(words: Sequence[Word]) -> bool:
    """Is one pupil, or one parent, called by name?"""
    return any(_marked(words, i) or _classed(words, i) for i in range(len(words)))


def _marked(words: Sequence[Word], i: int) -> bool:
    """"em Nguyễn Văn An", "HS lớp 5A tên An": does a name follow the word(s) for a pupil at `i`?"""
    length = _marker(words, i, _PUPIL | _CHILD)
    if not length or words[i + length - 1].breaks and words[i + length - 1].low != "hs":
        return False
    if i and (words[i - 1].low in _NOT_ALONE and words[i].low == "em" or _in_a_name(words, i)):
        return False
    j, called = i + length, words[i].low in _CHILD
    while j < len(words) and (words[j].low in _FILLERS or _is_class(words, j)):
        called = called or words[j].bare == "ten"
        if words[j].breaks:
            return False
        j += 1
    return _whole_name(words, j) or _called(words, j, alone=called)


def _in_a_name(words: Sequence[Word], i: int) -> bool:
    """"Mầm non Bé Ngoan" is a school."""
    before = i
    while before and words[before].text[0].isupper() and words[before - 1].joined:
        before -= 1
        if words[before].low in _OF_A_PLACE:
            return True
    return False


def _whole_name(words: Sequence[Word], j: int) -> bool:
    """"nguyen van an": a family's name, a middle name and one more, however they are written."""
    if j + 2 >= len(words) or not (words[j].joined and words[j + 1].joined) or _of_staff(words, j + 3):
        return False
    return _one_of(words[j], _FAMILIES) and _one_of(words[j + 1], _MIDDLES)


def _called(words: Sequence[Word], j: int, *, alone: bool) -> bool:
    run = _run(words, j)
    if alone and j + 1 < len(words) and words[j].text in _INITIALS and words[j + 1].capital:
        return True
    if run == 0 or words[j].low in _NOT_A_NAME or _of_staff(words, j + run) or _pair(words, j) in _PLACES:
        return False
    if alone:
        return not words[j].text.isupper() or _one_of(words[j], _FAMILIES)
    return run >= 2 and _one_of(words[j], _FAMILIES) or run >= 3 and not words[j].text.isupper()


def _one_of(word: Word, names: frozenset[str]) -> bool:
    """With its own marks, or written without any: "phản ánh" is nobody called Phan."""
    return word.low in names or word.low == word.bare and word.bare in _unmarked(names)


@cache
def _unmarked(names: frozenset[str]) -> frozenset[str]:
    return frozenset(fold(name) for name in names)


def _classed(words: Sequence[Word], i: int) -> bool:
    """"Nguyễn Văn An lớp 5A", "Nguyễn Văn An, học sinh …": a name that a class follows, and no school's."""
    run = _person_at(words, i)
    if run == 0 or i + run >= len(words) or words[i + run - 1].breaks:
        return False
    j = i + run
    return words[j].bare == "lop" or _is_class(words, j) or bool(_marker(words, j, _PUPIL) and not words[j - 1].joined)


def _person_at(words: Sequence[Word], i: int) -> int:
    """How many words the name has that begins at `i` with a family's name; 0 = no name, or a school's, or of staff."""
    run = _run(words, i)
    if run < 2 or not _one_of(words[i], _FAMILIES) or _pair(words, i) in _PLACES:
        return 0
    before = i - 1
    while before >= 0 and words[before].joined and before >= i - 4:
        if words[before].low in _OF_A_PLACE or words[before].low in _STAFF:
            return 0
        if not words[before].capital:
            break
        before -= 1
    return run


def _run(words: Sequence[Word], i: int) -> int:
    length = 0
    while i + length < len(words) and length < 6 and words[i + length].text[0].isupper():
        if length == 0 and not words[i].capital:
            return 0
        length += 1
        if not words[i + length - 1].joined:
            break
    return length


def _of_staff(words: Sequence[Word], j: int) -> bool:
    """"em Minh kỹ thuật VNPT" is a colleague."""
    return j < len(words) and not words[j - 1].breaks and _marker(words, j, _COLLEAGUE) > 0


def _pair(words: Sequence[Word], i: int) -> str:
    return " ".join(word.bare for word in words[i:i + 2])


def _is_class(words: Sequence[Word], j: int) -> bool:
    after = j > 0 and words[j - 1].bare in {"lop", "khoi"} and words[j].low.isdigit()
    return after or _CLASS.fullmatch(words[j].low) is not None


def _marker(words: Sequence[Word], i: int, among: frozenset[str]) -> int:
    """How many words at `i` make one of `among`; 0 = none."""
    one = words[i].low
    two = f"{one} {words[i + 1].low}" if i + 1 < len(words) and not words[i].breaks else ""
    return 2 if two in among else 1 if one in among else 0


def written_of_person(words: Sequence[Word], at: int) -> bool:
    """Is the date that begins at `at` written behind a person: a pupil, or a name that is no school's?"""
    last = next((i for i in range(len(words) - 1, -1, -1) if words[i].end <= at), -1)
    i = last
    while i >= 0 and i > last - 8 and not words[i].breaks:
        if _marker(words, i, _PUPIL | _CHILD):
            return not (i and words[i - 1].low.isdigit())
        run = _person_at(words, i)
        if run and i + run > last:
            return True
        if not (words[i].capital or words[i].low in _FILLERS or _is_class(words, i) or words[i].low == "sinh"):
            return False
        i -= 1
    return False


def held_by_family(words: Sequence[Word], text: str, start: int, end: int, *, near: bool) -> bool:
    """Is the number or address at `start`-`end` said to be a pupil's or a parent's? `near`: only right beside it."""
    before = [i for i in range(len(words)) if words[i].end <= start and not _cut(text, words[i].end, start)]
    for i in reversed(before[-10:]):
        length = _marker(words, i, _FAMILY) or _holder(words, i)
        if length:
            return not (i and words[i - 1].low.isdigit()) and not (near and _far(words, i + length, before[-1] + 1))
        if words[i].low in _SERVICE and words[i].low not in _LINKS:
            break
    after = [i for i in range(len(words)) if words[i].start >= end and not _cut(text, end, words[i].start)]
    for i in after[:5]:
        if _marker(words, i, _FAMILY) or _holder(words, i):
            return True
        if words[i].low not in _LINKS:
            break
    return False


def _holder(words: Sequence[Word], i: int) -> int:
    """A pupil spoken of as one: "học sinh", or "em", "cháu" with a name behind."""
    child = words[i].low in _CHILD and i + 1 < len(words) and words[i].joined and words[i + 1].capital
    return 1 if child and not _of_staff(words, i + 2) else _marker(words, i, _PUPIL)


def _far(words: Sequence[Word], since: int, until: int) -> bool:
    return any(not (word.low in _LINKS or word.low in _FILLERS or word.capital) for word in words[since:until])


def _cut(text: str, since: int, until: int) -> bool:
    return re.search(r"[;!?\n]|\.\s", text[since:until]) is not None
