"""A report by mail over a real socket: its files ride along whole, under their names, once a try, with the key of its letter."""

import pytest
from pydantic import SecretStr

from domain.notice import Channel
from services import _notify_post
from services._notify_post import NotSent
from services._notify_words import Message
from services.outlets import Outlets
from tests.rig.receivers import Mail

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 4000
REPORT = Message(key="paper-7", subject="[MÔ PHỎNG] Tình hình điều hành ngày 23/11/2026", text="• 12 trường mất kết nối.\n\n/reports/AC-2026-000001",
                 files=(("Tình hình 23-11-2026 (AC-2026-000001).pdf", "application/pdf", PDF), ("Tình hình (AC-2026-000001).csv", "text/csv; charset=utf-8", "mã;tên\n".encode())))


def outlets(port: int) -> Outlets:
    """A relay on this machine."""
    return Outlets(smtp_host="127.0.0.1", smtp_port=port, smtp_mode="insecure", smtp_from="centre@so.vn", smtp_password=SecretStr(""))


def test_files_arrive_whole_under_their_names() -> None:
    with Mail() as server:
        _notify_post.post(outlets(server.port), Channel.EMAIL, "lan@so.vn", REPORT)
        (heard,) = server.heard
    assert (heard.key, heard.subject, heard.to) == ("paper-7", REPORT.subject, "lan@so.vn")
    assert "12 trường mất kết nối" in heard.text
    assert heard.files == tuple((name, body) for name, _, body in REPORT.files)


def test_a_server_that_refuses_is_told_and_the_same_key_goes_again() -> None:
    with Mail(("refuse", "ok")) as server:
        with pytest.raises(NotSent):
            _notify_post.post(outlets(server.port), Channel.EMAIL, "lan@so.vn", REPORT)
        _notify_post.post(outlets(server.port), Channel.EMAIL, "lan@so.vn", REPORT)
        assert [(one.key, one.answered) for one in server.heard] == [("paper-7", True)]
