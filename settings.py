"""All the environment may say, typed and checked at the door. Nobody else reads the environment."""

import os
from ipaddress import ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

# The simulator answers for every source that needs url and token, at /upstream/<key>/schools; these ask elsewhere.
SIMULATED = {
    "epayment": "/upstream/payments/schools",
    "helpdesk": "/upstream/helpdesk/tickets?state=open",
    "solved": "/upstream/helpdesk/tickets?state=closed",
}
SIMULATED_NEEDS = ("url", "token")


class Settings(BaseSettings):
    """One attribute = one environment variable of the same name in capitals; docs/operations.md explains each."""

    model_config = SettingsConfigDict(env_file=None, extra="ignore", frozen=True, hide_input_in_errors=True)

    port: int = Field(8050, ge=1, le=65535, description="port of the web server")
    host: str = Field("127.0.0.1", description="address the web server listens on")
    centre_home: Path = Field(Path("var"), description="database, embedded server, exports")
    database_url: str = Field("", description="postgresql://… in production; empty = SQLite in CENTRE_HOME")
    redis_url: str = Field("", description="redis://… in production; empty = the embedded Valkey server")
    sim: bool = Field(True, description="0 = a centre without simulator")
    sim_schools: int = Field(2380, ge=1, le=60000, description="how many schools the simulated province has")
    sim_port: int = Field(8060, ge=1, le=65535, description="port of the simulator")
    sim_seed: int = Field(1975, description="seed of the simulated province")
    sim_weeks: int = Field(76, ge=0, le=160, description="earlier weeks the simulated province is asked for; 0 = none")
    sim_token: SecretStr = Field(SecretStr("sim-token"), description="token of the simulated upstream systems")
    sentinels: str = Field("", description="host:port,… that answer as long as the centre's own line is well")
    tile_url: str = Field("", description="basemap tiles https://…/{z}/{x}/{y}.png; empty = no basemap")
    centre_title: str = Field("Sở Giáo dục và Đào tạo", description="the department's name on screen")
    centre_place: str = Field("", description="where papers are signed; empty = the province's name")
    report_coverage: float = Field(80, ge=0, le=100, description="percent of schools under which papers carry a mark")
    public_url: str = Field("", description="https://… people type; turns on Secure cookies and HSTS")
    trusted_hosts: str = Field("", description="further Host names that are ours, with commas between")
    trusted_proxies: str = Field("", description="addresses whose X-Forwarded-For and -Proto count, with commas")
    oidc_issuer: str = Field("", description="https://… of the OpenID Connect provider; empty = passwords only")
    oidc_client_id: str = Field("", description="the centre's name at the provider")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="its secret there")
    oidc_label: str = Field("", description="what the button to the provider says")
    smtp_host: str = Field("", description="mail server that carries notices; empty = no e-mail")
    smtp_port: int = Field(0, ge=0, le=65535, description="its port; 0 = 587, 465 or 25 by SMTP_MODE")
    smtp_mode: Literal["starttls", "ssl", "insecure"] = Field("starttls", description="how mail is protected")
    smtp_user: str = Field("", description="who we are there; empty = without signing in")
    smtp_password: SecretStr = Field(SecretStr(""), description="its password")
    smtp_from: str = Field("", description="sender of notices; empty = centre@ SMTP_HOST")
    telegram_token: SecretStr = Field(SecretStr(""), description="token of the centre's Telegram bot; empty = none")
    zalo_token: SecretStr = Field(SecretStr(""), description="token of the centre's Zalo bot; empty = none")
    notice_hosts: str = Field("", description="host or host:port of webhooks people may name, with commas")
    source_hosts: str = Field("", description="host or host:port of systems administrators may name, with commas")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(("postgresql://", "sqlite:///")):
            raise ValueError("DATABASE_URL: postgresql://… hoặc sqlite:///… (postgresql:// or sqlite:/// only)")
        return value

    @field_validator("redis_url")
    @classmethod
    def _known_cache(cls, value: str) -> str:
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("REDIS_URL: redis://…, rediss://… hoặc unix://… (redis, rediss or unix only)")
        return value

    @field_validator("public_url")
    @classmethod
    def _an_origin(cls, value: str) -> str:
        parts = urlsplit(value)
        plain = f"{parts.scheme}://{parts.netloc}"
        if value and (parts.scheme not in ("http", "https") or not parts.hostname or value.rstrip("/") != plain):
            raise ValueError("PUBLIC_URL: https://tên-miền, không có đường dẫn (https://host without a path)")
        return value.rstrip("/").lower()

    @field_validator("trusted_proxies")
    @classmethod
    def _addresses(cls, value: str) -> str:
        for part in listed(value):
            try:
                ip_network(part)
            except ValueError:
                raise ValueError(f"TRUSTED_PROXIES: {part} không phải địa chỉ IP (is not an IP address)") from None
        return value

    @field_validator("smtp_from")
    @classmethod
    def _a_sender(cls, value: str) -> str:
        if value and not (value.count("@") == 1 and value.strip("@") == value and " " not in value):
            raise ValueError("SMTP_FROM: một địa chỉ như centre@so.edu.vn (one address like centre@so.edu.vn)")
        return value

    @field_validator("notice_hosts", "source_hosts")
    @classmethod
    def _hosts(cls, value: str, info: ValidationInfo) -> str:
        for part in listed(value):
            if "/" in part or "@" in part or not urlsplit(f"//{part}").hostname:
                name = str(info.field_name).upper()
                raise ValueError(f"{name}: {part} không phải tên máy (is not a host or host:port)")
        return value.lower()

    @field_validator("oidc_issuer")
    @classmethod
    def _a_provider(cls, value: str) -> str:
        parts = urlsplit(value)
        near = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
        if value and not (parts.hostname and (parts.scheme == "https" or near)):
            raise ValueError("OIDC_ISSUER: https://… (http:// chỉ trên chính máy này; http only on this machine)")
        return value

    @model_validator(mode="after")
    def _known_to_the_provider(self) -> "Settings":
        if self.oidc_issuer and not self.oidc_client_id:
            raise ValueError("OIDC_ISSUER cần OIDC_CLIENT_ID (OIDC_ISSUER needs OIDC_CLIENT_ID)")
        return self

    @property
    def home(self) -> Path:
        """CENTRE_HOME, absolute."""
        return self.centre_home.resolve()

    @property
    def database(self) -> str:
        """The database that is really used."""
        return self.database_url or f"sqlite:///{self.home / 'centre.db'}"

    @property
    def simulator_url(self) -> str:
        """Where the simulator answers; loopback only."""
        return f"http://127.0.0.1:{self.sim_port}"


def listed(words: str) -> tuple[str, ...]:
    """Parts between commas."""
    return tuple(part.strip() for part in words.split(",") if part.strip())


def source_given(key: str, names: tuple[str, ...]) -> dict[str, str]:
    """What SOURCE_<KEY>_<NAME> say of a source; what is not said is not there."""
    said = {name: os.environ.get(f"SOURCE_{key}_{name}".upper(), "") for name in names}
    return {name: value for name, value in said.items() if value}


def source_simulated(settings: Settings, key: str, needs: tuple[str, ...]) -> dict[str, str]:
    """Where the simulator answers for a source; empty where it does not."""
    if not settings.sim or needs != SIMULATED_NEEDS:
        return {}
    url = settings.simulator_url + SIMULATED.get(key, f"/upstream/{key}/schools")
    return {"url": url, "token": settings.sim_token.get_secret_value()}


def source_past(settings: Settings, key: str, day: str) -> dict[str, str] | None:
    """Where the simulator says what one of its systems knew on an earlier day; None = it is not asked about that."""
    own = source_simulated(settings, key, SIMULATED_NEEDS)
    if not own or key in ("helpdesk", "solved") or source_given(key, SIMULATED_NEEDS):
        return None
    return {**own, "url": f"{settings.simulator_url}/upstream/{key}/history/{day}"}


def source_config(settings: Settings, key: str, needs: tuple[str, ...]) -> dict[str, str] | None:
    """A source's `needs` from SOURCE_<KEY>_<NEED>, else the simulator's; None = not configured."""
    found = {**source_simulated(settings, key, needs), **source_given(key, needs)}
    return {need: found[need] for need in needs} if all(need in found for need in needs) else None
