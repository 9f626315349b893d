"""Mail, Telegram and Zalo by apprise. Imported only by whoever sends: its plugins are slow to load.

Its plugins are built directly, never from a URL: nothing a person typed is read as an option. Its own log is off: it
names addresses.
"""

import contextlib
import logging
import smtplib
import socket
import threading
from email import message_from_string
from html import escape
from typing import Any

from apprise import AppriseAsset, NotifyFormat
from apprise.attachment.memory import AttachMemory
from apprise.exception import AppriseException
from apprise.plugins.email import NotifyEmail
from apprise.plugins.email.smtp import AppriseSMTPController
from apprise.plugins.telegram import NotifyTelegram
from apprise.plugins.zalo import NotifyZalo

from domain.notice import Channel
from services._notify_words import Message
from services.outlets import Outlets

STEP_S = 4.0  # one silence of the other side
logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)


class _Mail(NotifyEmail):  # type: ignore[misc]
    """apprise adds a Message-ID of its own beside ours and bounds each silence only: here the key is the Message-ID,
    and the whole talk is bounded."""

    key, events, whole_s = "", "", 0.0
    files: tuple[tuple[str, str, bytes], ...] = ()

    def send(self, body: str, title: str = "", **_: Any) -> bool:
        """True when the server said that it has it."""
        talk = AppriseSMTPController(
            host=self.smtp_host, port=self.port, secure_mode=self.secure_mode, user=self.user, password=self.password,
            verify_certificate=True, socket_connect_timeout=STEP_S)
        clock = threading.Timer(self.whole_s, _cut, (talk,))
        clock.start()
        try:
            with talk as smtp:
                for mail in NotifyEmail.prepare_emails(
                        subject=title, body=body, notify_format=NotifyFormat.TEXT, from_addr=self.from_addr,
                        to=self.targets, smtp_host=self.smtp_host, tzinfo=self.tzinfo, attach=self._attached(),
                        headers={"Idempotency-Key": self.key, "X-Centre-Events": self.events,
                                 "Auto-Submitted": "auto-generated"}):
                    if not smtp.sendmail(self.from_addr[1], mail.to_addrs, self._named(mail.body)):
                        return False
            return True
        except (OSError, smtplib.SMTPException, RuntimeError, ValueError, AppriseException):
            return False
        finally:
            clock.cancel()

    def _attached(self) -> list[AttachMemory] | None:
        told = ((body, name, media.partition(";")[0]) for name, media, body in self.files)
        return [AttachMemory(body, name=name, mimetype=media) for body, name, media in told] or None

    def _named(self, text: str) -> str:
        mail = message_from_string(text)
        del mail["Message-ID"]
        mail["Message-ID"] = f"<{self.key}@{self.from_addr[1].rpartition('@')[2]}>"
        behind = [part for part in mail.walk() if not part.is_multipart()][1:] if self.files else []
        for part, (name, _, _) in zip(behind, self.files, strict=True):  # apprise's own names no file
            del part["Content-Disposition"]
            part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
        return mail.as_string()


def send(outlets: Outlets, channel: Channel, target: str, message: Message, whole_s: float) -> bool:
    """True when the other side said that it has it."""
    try:
        plugin = _plugin(outlets, channel, target, message, whole_s)
        if channel is Channel.EMAIL:
            return bool(plugin.notify(body=message.text, title=message.subject, body_format=NotifyFormat.TEXT))
        said = f"{message.subject}\n\n{message.text}"  # a bot's title would be taken for markup as it is
        if channel is Channel.TELEGRAM:  # it reads HTML, and refuses what is not well formed
            return bool(plugin.notify(body=escape(said, quote=False), body_format=NotifyFormat.HTML))
        return bool(plugin.notify(body=said, body_format=NotifyFormat.TEXT))
    except (AppriseException, TypeError, ValueError):  # what it says of an address or a token it cannot use
        return False


def _plugin(outlets: Outlets, channel: Channel, target: str, message: Message, whole_s: float) -> Any:
    asset = AppriseAsset(app_id="centre", http_redirects=False, storage_mode="memory", allow_templates=False)
    if channel is Channel.TELEGRAM:
        return NotifyTelegram(outlets.telegram_token.get_secret_value(), [target], detect_owner=False, asset=asset)
    if channel is Channel.ZALO:
        return NotifyZalo(outlets.zalo_token.get_secret_value(), [target], asset=asset)
    mail = _Mail(
        host=outlets.smtp_host, smtp_host=outlets.smtp_host, port=outlets.port, secure_mode=outlets.smtp_mode,
        user=outlets.smtp_user or None, password=outlets.smtp_password.get_secret_value() or None,
        secure=outlets.smtp_mode != "insecure", from_addr=outlets.sender, targets=[target], asset=asset)
    mail.key, mail.whole_s, mail.files = message.key, whole_s, message.files
    mail.events = " ".join(str(one["event"]) for one in message.data.get("events", ()))
    return mail


def _cut(talk: AppriseSMTPController) -> None:
    """Whoever still waits for the server hears that it is gone."""
    line = getattr(talk._socket, "sock", None)
    if line is not None:
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
