"""By which ways people can be told: what the settings open. A channel that is not set up is offered to nobody."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from pydantic import SecretStr

from domain.notice import Channel

PORTS = {"starttls": 587, "ssl": 465, "insecure": 25}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlets:
    """`hosts`: "host" or "host:port" of webhooks an administrator allows."""

    smtp_host: str = ""
    smtp_port: int = 0
    smtp_mode: str = "starttls"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_from: str = ""
    telegram_token: SecretStr = SecretStr("")
    zalo_token: SecretStr = SecretStr("")
    hosts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, settings: object, hosts: Iterable[str]) -> "Outlets":
        """As the environment describes them: every field but `hosts` is a setting of the same name."""
        told = {field.name: getattr(settings, field.name) for field in fields(cls) if field.name != "hosts"}
        return cls(**told, hosts=frozenset(hosts))

    @property
    def port(self) -> int:
        """The mail server's."""
        return self.smtp_port or PORTS[self.smtp_mode]

    @property
    def sender(self) -> str:
        """From whom mail comes."""
        return self.smtp_from or f"centre@{self.smtp_host}"

    @property
    def open(self) -> tuple[Channel, ...]:
        """Channels people may choose."""
        there = {
            Channel.EMAIL: bool(self.smtp_host), Channel.TELEGRAM: bool(self.telegram_token.get_secret_value()),
            Channel.ZALO: bool(self.zalo_token.get_secret_value()), Channel.WEBHOOK: bool(self.hosts),
        }
        return tuple(channel for channel in Channel if there[channel])

    def allows(self, host: str, port: int) -> bool:
        """May a webhook go there? A bare name allows that host's every port."""
        return host.lower() in self.hosts or f"{host.lower()}:{port}" in self.hosts
