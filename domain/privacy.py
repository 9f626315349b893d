"""No pupil's data enters: what a person writes is read before it is kept, and refused with the sort of thing found.

Aggregates are welcome ("3 học sinh nhập viện"), so are numbers of a service or of staff and names of schools, most of
which are names of persons. Refused: personal numbers, birth dates beside a person, whatever names one pupil, and how to
reach a pupil or a parent. The sentence never repeats what was found.
"""

import re
import unicodedata

from domain.errors import BadInput
from domain.pupils import held_by_family, names_pupil, words_of, written_of_person
from domain.wording import Words

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
CITIZEN_ID = re.compile(r"(?<![\d.,])\d{12}(?![\d.,]?\d)|(?<!\d)\d{3}[ .]\d{3}[ .]\d{3}[ .]\d{3}(?!\d)")
PHONE = re.compile(r"(?<![\d.])(?:\+84|84|0)[ .-]?(?:\d[ .-]?){8,9}\d?(?!\d)")
_DMY = r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])[/.-](?:19[3-9]\d|20[0-2]\d)(?!\d)"
BIRTH = re.compile(_DMY + r"|(?<!\d)(?:19[3-9]\d|20[0-2]\d)-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)")

# In a sentence, beside the forms above: with dashes, four by four, and any length after its own name.
_WRITTEN_ID = re.compile(
    r"(?<![\d+.,-])(?:(?!20[2-9]\d[01]\d[0-3]\d)\d{12}|\d{3}([ .-])\d{3}\1\d{3}\1\d{3}|\d{6}[ .-]\d{6}|"
    r"\d{4}([ .-])\d{4}\2\d{4}|\d{3}[ .-]\d[ .-]\d{2}[ .-]\d{6})(?!\d)")
_NAMED_ID = re.compile(
    r"\b(?:cccd|cmnd|can cuoc(?: cong dan)?|dinh danh(?: ca nhan)?|ma (?:dinh danh )?(?:hoc sinh|hs))\b"
    r"(?: cua)?(?: hoc sinh| em| hs)?(?: so| la)?\W{0,4}\d(?:[ .-]?\d){5,}")
_YEAR, _DAY = r"(?:19[5-9]|20[0-2])\d", r"\d{1,2}[/.-]\d{1,2}[/.-]"
_BORN = re.compile(  # "tuyển sinh 2026", "học sinh năm 2026" and their like are no births
    r"(?<!hoc )(?<!tuyen )(?<!thi )(?<!phat )(?<!ve )(?<!hy )(?<!vi )(?<!ky )(?<!nu )(?<!nam )(?<!tan )(?<!mon )"
    rf"\bsinh(?: ngay| nam)?\s*[:-]?\s*(?:{_DAY}(?:\d{{4}}|\d{{2}})|{_YEAR})\b"
    rf"|\b(?:ngay|nam) sinh\b.{{0,12}}\d{{4}}|\b(?:dob|ns|sn)\s*:?\s*(?:{_DAY})?{_YEAR}\b")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_MOBILE = re.compile(r"(?:\+?84|0)[35789]")

FOUND = {
    "cccd": Words("có số định danh cá nhân (12 chữ số)", "holds a 12-digit personal number"),
    "phone": Words("có số điện thoại", "holds a phone number"),
    "email": Words("có địa chỉ e-mail", "holds an e-mail address"),
    "birth": Words("có ngày sinh cạnh tên", "holds a birth date beside a name"),
    "pupil": Words("có thông tin của một học sinh", "holds details of a single pupil"),
}
_SORTS = FOUND | {
    "cccd": Words("có số định danh cá nhân", "holds a personal number"),
    "phone": Words("có số điện thoại của học sinh hoặc phụ huynh", "holds a pupil's or a parent's phone number"),
    "email": Words("có e-mail của học sinh hoặc phụ huynh", "holds a pupil's or a parent's e-mail address"),
    "birth": Words("có ngày sinh của một người", "holds somebody's birth date"),
    "pupil": Words("có tên của một học sinh", "names a single pupil"),
}


def refuse_pupil_data(text: str) -> None:
    """Raises BadInput (code pupil_data) when `text` tells of a single pupil: it says of which sort, never the value."""
    sort = pupil_data(text)
    if sort is not None:
        words = _SORTS[sort]
        raise BadInput(
            f"Nội dung này {words.vi}. Trung tâm không giữ thông tin riêng của học sinh: hãy bỏ phần đó rồi gửi lại "
            "(số lượng thì ghi được).",
            f"This text {words.en}. The centre keeps nothing about single pupils: take it out and send again "
            "(counts are welcome).", code="pupil_data")


def pupil_data(text: str) -> str | None:
    """Which sort of a pupil's data `text` holds (key of FOUND), None = none."""
    told = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    words = words_of(told)
    flat = re.sub(r"\s+", " ", "".join(word.bare + told[word.end:word.after] for word in words))
    if _WRITTEN_ID.search(told) or _NAMED_ID.search(flat):
        return "cccd"
    if _BORN.search(flat) or any(written_of_person(words, found.start()) for found in BIRTH.finditer(told)):
        return "birth"
    for found in PHONE.finditer(told):
        mobile = _MOBILE.match(re.sub(r"[ .-]", "", found.group())) is not None
        if held_by_family(words, told, found.start(), found.end(), near=not mobile):
            return "phone"
    if any(held_by_family(words, told, *found.span(), near=True) for found in EMAIL.finditer(told)):
        return "email"
    return "pupil" if names_pupil(words) else None
