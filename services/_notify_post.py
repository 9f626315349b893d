"""One message out of the house by one way, within ten seconds, or `NotSent` with a sentence for the delivery log."""

import ipaddress
import json
import socket
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx

from domain.errors import CentreError
from domain.notice import Channel
from services._notify_words import Message
from services.outlets import Outlets

STEP_S, WHOLE_S = 5.0, 9.5  # one silence; one try from the first to the last byte
MOST = 16_384  # bytes of an answer that are read
Post = Callable[[Outlets, Channel, str, Message], None]


class NotSent(CentreError):
    """It did not go, or nobody said that it did."""

    code = "not_sent"


def post(outlets: Outlets, channel: Channel, target: str, message: Message) -> None:
    """Send. Raises NotSent."""
    if channel not in outlets.open:
        raise NotSent(f"Kênh {channel.words.vi} chưa được cài đặt ở trung tâm.", f"{channel} is not set up.")
    if channel is Channel.WEBHOOK:
        _webhook(outlets, target, message)
        return
    from services import _notify_apprise  # its libraries cost a second: only whoever sends loads them

    if not _notify_apprise.send(outlets, channel, target, message, WHOLE_S):
        raise NotSent(f"{channel.words.vi}: máy chủ không nhận hoặc không trả lời.", f"{channel} did not take it.")


def hook_parts(outlets: Outlets, url: str) -> tuple[str, str, int]:
    """scheme, host, port of a webhook an administrator allows. Raises NotSent."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise NotSent("Địa chỉ webhook không đọc được.", "The address cannot be read.") from None
    host = (parts.hostname or "").lower()
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.password:
        raise NotSent("Webhook cần địa chỉ http:// hoặc https:// không kèm mật khẩu.",
                      "A webhook is http:// or https:// without a password.")
    if not outlets.allows(host, port):
        raise NotSent(f"Máy {host} chưa được quản trị cho phép (NOTICE_HOSTS).", f"{host} is not in NOTICE_HOSTS.")
    return parts.scheme, host, port


def _webhook(outlets: Outlets, url: str, message: Message) -> None:
    """A JSON POST to the very address that was looked at: no redirect, no proxy, a bounded answer."""
    began = time.monotonic()
    _, host, port = hook_parts(outlets, url)
    address = _address(outlets, host, port)
    parts = urlsplit(url)
    literal = f"[{address}]" if ":" in address else address
    there = parts._replace(netloc=f"{literal}:{port}", fragment="").geturl()
    body = {"id": message.key, "subject": message.subject, "text": message.text, **message.data}
    headers = {"Host": parts.netloc, "Idempotency-Key": message.key, "Content-Type": "application/json",
               "User-Agent": "centre"}
    client = httpx.Client(trust_env=False, follow_redirects=False, timeout=STEP_S)
    clock = threading.Timer(max(0.1, WHOLE_S - (time.monotonic() - began)), client.close)
    clock.start()
    try:
        with client.stream("POST", there, content=json.dumps(body, ensure_ascii=False).encode(), headers=headers,
                           extensions={"sni_hostname": host}) as answer:
            status = answer.status_code
    except (httpx.HTTPError, httpx.InvalidURL, RuntimeError, OSError, ValueError) as error:
        raise NotSent(f"{host}: không kết nối được hoặc không trả lời.", f"{host}: {type(error).__name__}") from error
    finally:
        clock.cancel()
        client.close()
    if not 200 <= status < 300:
        raise NotSent(f"{host} trả lời {status}.", f"{host} answered {status}.")


def _address(outlets: Outlets, host: str, port: int) -> str:
    """Where the name leads; not to this machine, unless that very address is allowed. Raises NotSent."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NotSent(f"Không tìm thấy máy {host}.", f"{host} cannot be found.") from error
    for _, _, _, _, address in found:
        at = ipaddress.ip_address(str(address[0]).partition("%")[0])
        inward = at.is_loopback or at.is_link_local or at.is_unspecified or at.is_multicast or at.is_reserved
        if not inward or host == "localhost" or outlets.allows(str(at), port):
            return str(at)
    raise NotSent(f"Máy {host} dẫn vào chính máy này; không được phép.", f"{host} leads to this very machine.")
