"""What the watch says of what it opens."""

from datetime import UTC, datetime

from domain.errors import NotFound
from domain.indicator import Severity
from domain.wording import Words, carrier_name, moment, number
from services.register import Register

_UP = {Severity.LOW: Severity.MEDIUM, Severity.MEDIUM: Severity.HIGH}


def graver(severity: Severity) -> Severity:
    """One step up."""
    return _UP.get(severity, Severity.CRITICAL)


def milder(severity: Severity) -> Severity:
    """One step down: who comes and goes is there half of the time."""
    return {Severity.CRITICAL: Severity.HIGH, Severity.HIGH: Severity.MEDIUM}.get(severity, Severity.LOW)


def wide_says(count: int, places: str, carrier: str, *, flapping: bool = False) -> Words:
    """The sentence of a wide incident. `carrier` "" = all carriers alike."""
    many = count != 1
    vi = (f"{number(count, lang='vi')} trường ở {places}{' cùng' if many else ''} "
          f"{'chập chờn' if flapping else 'mất kết nối'}")
    en = (f"{number(count, lang='en')} school{'s' if many else ''} in {places} "
          f"{'keep losing their line' if flapping else 'went offline'}{' together' if many else ''}")
    if carrier:
        vi, en = f"{vi}, nhà mạng {carrier_name(carrier)}", f"{en}, carrier {carrier_name(carrier)}"
    return Words(vi, en)


def place_of(register: Register, subject: str) -> tuple[str, str, str]:
    """(code of the area, its name, carrier or "") of area:CODE, area:CODE/carrier, carrier:KEY."""
    head, _, rest = subject.partition(":")
    code, _, carrier = ("", "", rest) if head == "carrier" else rest.partition("/")
    province = register.province
    if not code:
        return (province.code, province.name, carrier) if province is not None else ("", "–", carrier)
    try:
        return code, register.area(code).name, carrier
    except NotFound:
        return code, code, carrier


def school_says(says: Words, school: str, since: float) -> Words:
    """A rule's sentence about one school."""
    at = datetime.fromtimestamp(since, UTC)
    return Words(*(says.say(lang).format(school=school, since=moment(at, lang)) for lang in ("vi", "en")))


FLAPPING = Words("{school} chập chờn từ {since}", "{school} up and down since {since}")
SILENT = Words("{school} mất tín hiệu từ {since}", "{school} not heard of since {since}")
BLIND = Words("Trung tâm mất tầm nhìn: đường truyền của chính trung tâm không thông",
              "The centre is blind: its own line is down")


def partial_says(label: Words, silent: int, known: int) -> Words:
    """Most schools of one source fell silent at once: the source answers only in part."""
    return Words(f"Nguồn chỉ trả lời một phần ({label.vi}): {number(silent, lang='vi')} / "
                 f"{number(known, lang='vi')} trường không còn số đo",
                 f"A source answers only in part ({label.en}): {number(silent, lang='en')} of "
                 f"{number(known, lang='en')} schools without readings")
