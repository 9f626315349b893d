"""Passwords: argon2id, two at a time, and the sentences that say why one is refused.

The cost is OWASP's second argon2id choice (19 MiB, 2 passes). At most two hashes run at once in a process: guesses
queue behind each other and never take the machine's memory from the wall.
"""

import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from domain.errors import BadInput
from domain.wording import fold

LEAST = 12
MOST = 200  # a longer one only feeds the hasher
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_AT_ONCE = threading.BoundedSemaphore(2)
_DUMMY = _HASHER.hash(secrets.token_urlsafe(32))
_COMMON = (  # what is tried first, here and elsewhere; compared without marks, case, spaces and trailing figures
    "password", "matkhau", "matkhaumoi", "administrator", "qwertyuiop", "qwerty", "asdfghjkl", "zxcvbnm", "iloveyou",
    "letmein", "welcome", "admin", "quantri", "giaoduc", "truonghoc", "sogiaoduc", "sogddt", "thanhpho", "hochiminh",
    "saigon", "hanoi", "vietnam", "xinchao", "anhyeuem", "emyeuanh", "khongbiet", "changeme", "football",
)
_LOOKALIKES = str.maketrans("@4310$5!", "aaelossi")  # p@ssw0rd is password


def hash_password(password: str) -> str:
    """What is stored: argon2id with its own salt and cost."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def verify(stored: str | None, password: str) -> bool:
    """Is it the one? Nobody's hash (None) costs the same time and is never right."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(stored or _DUMMY, password) and bool(stored)
        except (VerificationError, InvalidHashError):
            return False


def verify_dummy(password: str = "") -> bool:
    """Takes as long as a real one and is always False: an unknown name answers no faster than a known one."""
    return verify(None, password)


def stale(stored: str) -> bool:
    """It was hashed at another cost: hash it again at the next good login."""
    return _HASHER.check_needs_rehash(stored)


def must_be_good(password: str, *, login: str = "", name: str = "", code: str = "password") -> None:
    """Raises BadInput whose sentence says what to change; `code`: the field it was typed into."""
    if len(password) < LEAST:
        raise BadInput(f"Mật khẩu cần ít nhất {LEAST} ký tự; bạn mới nhập {len(password)}.",
                       f"The password needs at least {LEAST} characters; you typed {len(password)}.", code=code)
    if len(password) > MOST:
        raise BadInput(f"Mật khẩu dài quá {MOST} ký tự; hãy rút ngắn.",
                       f"The password is longer than {MOST} characters; shorten it.", code=code)
    plain = _plain(password)
    own = [part for text in (login.partition("@")[0], name) if len(part := _plain(text)) >= 3]
    if any(part in plain for part in own):
        raise BadInput("Mật khẩu không được chứa tên hoặc tên đăng nhập của bạn; hãy chọn những từ khác.",
                       "The password must not contain your name or login; choose other words.", code=code)
    if _guessable(plain):
        raise BadInput("Mật khẩu này nằm trong số bị đoán đầu tiên; hãy ghép vài từ không liên quan.",
                       "This password is among the first to be guessed; join a few unrelated words.", code=code)


def _plain(text: str) -> str:
    return fold(text).replace(" ", "")


def _guessable(plain: str) -> bool:
    bare = plain.rstrip("0123456789!@#$%&*._-+?")
    words = {"".join(c for c in one if c.isalpha()) for one in (bare, bare.translate(_LOOKALIKES))}
    runs = "01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm"
    return len(set(plain)) < 5 or not words.isdisjoint(_COMMON) or any(plain in run for run in runs) or (
        words == {""} and len(set(plain)) < 8)
