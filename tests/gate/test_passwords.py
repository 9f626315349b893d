"""A password that is guessed first is refused with a sentence that helps; hashing never takes the machine's memory."""

import threading
import time
from statistics import median

import pytest

from domain.errors import BadInput
from services import _passwords
from services._passwords import hash_password, must_be_good, stale, verify, verify_dummy
from tests.gate.gatehouse import HASHED, PASSWORD


def test_it_is_argon2id_with_its_own_salt() -> None:
    assert HASHED.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert hash_password(PASSWORD) != HASHED
    assert verify(HASHED, PASSWORD)
    assert not stale(HASHED)
    assert stale(HASHED.replace("t=2", "t=1"))


@pytest.mark.parametrize("typed", ["", PASSWORD.upper(), PASSWORD + " ", PASSWORD[:-1], "\0", "x" * 100_000])
def test_only_the_very_same_is_right(typed: str) -> None:
    assert not verify(HASHED, typed)


@pytest.mark.parametrize("stored", [None, "", "x", "$argon2id$", "$2b$12$abc"])
def test_nobodys_hash_is_never_right(stored: str | None) -> None:
    assert not verify(stored, "")
    assert not verify(stored, "nobody has this password")
    assert not verify_dummy("nobody has this password")


def test_an_unknown_name_takes_as_long_as_a_known_one() -> None:
    def took(stored: str | None) -> float:
        began = time.perf_counter()
        verify(stored, "đoán mò lần thứ nhất")
        return time.perf_counter() - began

    pairs = [(took(HASHED), took(None)) for _ in range(15)]
    known, unknown = median(a for a, _ in pairs), median(b for _, b in pairs)
    assert 0.5 < unknown / known < 2.0


def test_two_hashes_at_once_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    most, inside, lock = 0, 0, threading.Lock()
    right = _passwords._HASHER

    class Watched:
        def hash(self, password: str) -> str:
            nonlocal most, inside
            with lock:
                inside += 1
                most = max(most, inside)
            try:
                return right.hash(password)
            finally:
                with lock:
                    inside -= 1

    monkeypatch.setattr(_passwords, "_HASHER", Watched())
    threads = [threading.Thread(target=hash_password, args=(PASSWORD,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2


@pytest.mark.parametrize("good", [PASSWORD, "correct horse battery", "Bàn ghế 12 con mèo", "t7!kQ2#vB9zL", "quét sân trường sớm mai", "admin của biển cả"])
def test_words_that_do_not_belong_together_are_good(good: str) -> None:
    must_be_good(good, login="lan.tran", name="Trần Thị Lan")


@pytest.mark.parametrize(("bad", "says"), [
    ("ngắn quá", "12 ký tự"), ("x" * 201, "dài quá"), ("lan.tran.2026!!", "tên"), ("TRẦN THỊ LAN 88", "tên"), ("tranthilan2026", "tên"),
    ("matkhau123456", "đoán đầu tiên"), ("Mật khẩu 2026!", "đoán đầu tiên"), ("P@ssw0rd123456", "đoán đầu tiên"), ("password1234", "đoán đầu tiên"), ("administrator1", "đoán đầu tiên"),
    ("aaaaaaaaaaaa", "đoán đầu tiên"), ("abababababab", "đoán đầu tiên"), ("123456789012", "đoán đầu tiên"), ("qwertyuiopas", "đoán đầu tiên"), ("112233112233", "đoán đầu tiên"), ("Vietnam@2026", "đoán đầu tiên"),
])
def test_the_sentence_says_what_to_change(bad: str, says: str) -> None:
    with pytest.raises(BadInput) as told:
        must_be_good(bad, login="lan.tran@sogd.vn", name="Trần Thị Lan")
    assert says in told.value.words.vi
    assert bad not in told.value.words.vi + told.value.words.en
