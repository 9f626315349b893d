"""R22 and A4 at the door of the house: what leaves, where it may go, how long it may take."""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pydantic import SecretStr

from domain.notice import Channel
from services import _notify_apprise, _notify_post
from services._notify_post import NotSent, post
from services._notify_words import Message
from services.outlets import Outlets
from tests.rig.receivers import Hook, Mail

NEWS = Message(key="event-7-person-3", subject="[MÔ PHỎNG] Sự cố mới · mức cao · THPT Nguyễn Du mất kết nối", text="Từ 08:10\nhttps://so.vn/incidents/7",
               data={"events": [{"event": 7}, {"event": 9}]})


@pytest.fixture
def hook() -> Iterator[Hook]:
    """A webhook."""
    with Hook() as opened:
        assert isinstance(opened, Hook)
        yield opened


@pytest.fixture
def mail() -> Iterator[Mail]:
    """A mail server."""
    with Mail() as opened:
        assert isinstance(opened, Mail)
        yield opened


def to(receiver: Hook | Mail, **more: Any) -> Outlets:
    """Both open, to this receiver."""
    return replace(Outlets(smtp_host="127.0.0.1", smtp_port=receiver.port, smtp_mode="insecure", smtp_from="centre@so.vn",
                           hosts=frozenset({f"127.0.0.1:{receiver.port}"})), **more)


def test_a_mail_arrives_whole_with_its_key_as_message_id(mail: Mail) -> None:
    post(to(mail), Channel.EMAIL, "lan@so.vn", NEWS)
    (heard,) = mail.heard
    assert heard.headers["Message-ID"] == "<event-7-person-3@so.vn>"
    assert heard.headers["Idempotency-Key"] == "event-7-person-3"
    assert heard.events == (7, 9)
    assert heard.subject == NEWS.subject
    assert "https://so.vn/incidents/7" in heard.text
    assert heard.to == "lan@so.vn"


def test_a_webhook_gets_json_with_its_key_in_header_and_body(hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")  # no proxy of the environment
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    post(to(hook), Channel.WEBHOOK, f"http://127.0.0.1:{hook.port}/duty?room=1", NEWS)
    (heard,) = hook.heard
    assert heard.headers["idempotency-key"] == heard.key == "event-7-person-3"
    assert heard.headers["host"] == f"127.0.0.1:{hook.port}"
    assert (heard.to, heard.subject, heard.events) == ("/duty?room=1", NEWS.subject, (7, 9))


@pytest.mark.parametrize("mood", ["refuse", "hang", "close"])
@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.WEBHOOK])
def test_what_nobody_confirms_was_not_sent_and_is_said_within_the_bound(mood: str, channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, value in ((_notify_post, "STEP_S", 0.4), (_notify_post, "WHOLE_S", 0.8), (_notify_apprise, "STEP_S", 0.4)):
        monkeypatch.setattr(module, name, value)
    with (Mail if channel is Channel.EMAIL else Hook)((mood,)) as ear:
        began = time.monotonic()
        with pytest.raises(NotSent):
            post(to(ear), channel, "lan@so.vn" if channel is Channel.EMAIL else f"http://127.0.0.1:{ear.port}/", NEWS)
        assert time.monotonic() - began < 4


def test_an_answer_that_drips_is_cut_off_and_the_bounds_are_under_ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _notify_post.WHOLE_S < 10
    monkeypatch.setattr(_notify_post, "WHOLE_S", 1.0)
    with Hook(("drip",)) as ear:
        began = time.monotonic()
        with pytest.raises(NotSent):
            post(to(ear), Channel.WEBHOOK, f"http://127.0.0.1:{ear.port}/", NEWS)
        assert time.monotonic() - began < 4


def test_no_redirect_is_followed(hook: Hook) -> None:
    hook.status, hook.more = 302, f"location: http://127.0.0.1:{hook.port}/elsewhere\r\n".encode()
    with pytest.raises(NotSent, match="302"):
        post(to(hook), Channel.WEBHOOK, f"http://127.0.0.1:{hook.port}/", NEWS)
    assert len(hook.heard) == 1


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://[::1]:{port}/", "http://169.254.169.254/", "http://2130706433:{port}/",
                                 "file:///etc/passwd", "gopher://127.0.0.1:{port}/", "http://lan:secret@hooks.so.vn/", "http://", "http://hooks.so.vn:99999/", "//hooks.so.vn"])
def test_what_is_not_listed_is_not_asked(hook: Hook, url: str) -> None:
    with pytest.raises(NotSent):
        post(to(hook, hosts=frozenset({"hooks.so.vn"})), Channel.WEBHOOK, url.format(port=hook.port), NEWS)
    assert hook.count == 0


def test_a_listed_name_that_leads_to_this_machine_is_not_asked(hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_notify_post.socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("127.0.0.1", hook.port))])
    with pytest.raises(NotSent, match="this very machine"):
        post(to(hook, hosts=frozenset({"hooks.so.vn"})), Channel.WEBHOOK, f"http://hooks.so.vn:{hook.port}/", NEWS)
    assert hook.count == 0


def test_the_address_that_was_looked_at_is_the_one_that_is_asked(hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["127.0.0.1", "10.255.255.1"])  # the name leads elsewhere the second time
    monkeypatch.setattr(_notify_post.socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (next(answers), hook.port))])
    outlets = to(hook, hosts=frozenset({"hooks.so.vn", "127.0.0.1"}))
    with pytest.MonkeyPatch.context() as only:
        only.setattr("httpcore._backends.sync.socket.create_connection", _direct)
        post(outlets, Channel.WEBHOOK, f"http://hooks.so.vn:{hook.port}/", NEWS)
    assert hook.heard[0].headers["host"] == f"hooks.so.vn:{hook.port}"


def _direct(address: tuple[str, int], timeout: float | None = None, source_address: object = None) -> Any:
    """A connection that asks no resolver."""
    import socket

    line = socket.socket()
    line.settimeout(timeout)
    line.connect(address)
    return line


@pytest.mark.parametrize(("channel", "target", "marker"), [(Channel.TELEGRAM, "123456789", "api.telegram.org"), (Channel.ZALO, "abc-123", "zaloplatforms")])
def test_bots_get_the_text_with_its_key_and_never_the_token_in_it(channel: Channel, target: str, marker: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, dict[str, Any]]] = []

    class Answer:
        status_code, content, text = 200, b'{"ok": true, "result": {}}', "{}"

    def take(url: str, **words: Any) -> Answer:
        asked.append((url, words))
        return Answer()

    monkeypatch.setattr("requests.post", take)
    monkeypatch.setattr("requests.request", lambda _, url, **words: take(url, **words))
    token = SecretStr("123456789:AAabcdefghijklmnopqrstuvwxyz012345678")
    said = replace(NEWS, subject="THPT <b>Nguyễn Du</i>", text=f"{NEWS.text}\n\n{NEWS.key} <u>")
    post(Outlets(telegram_token=token, zalo_token=token), channel, target, said)
    ((url, words),) = asked
    assert marker in url
    assert words["allow_redirects"] is False
    body = str(words.get("data") or words.get("json"))
    assert "event-7-person-3" in body
    assert target in body
    assert "AAabc" not in body
    if channel is Channel.TELEGRAM:  # it reads HTML: what is not well formed is never delivered
        assert "<b>" not in body
        assert "<u>" not in body
        assert "&lt;b&gt;" in body


def test_a_channel_that_is_not_set_up_sends_nothing_and_says_so() -> None:
    for channel in Channel:
        with pytest.raises(NotSent, match="is not set up"):
            post(Outlets(), channel, "lan@so.vn", NEWS)
