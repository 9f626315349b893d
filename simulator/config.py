"""What the environment may say to the simulator, read once at the start."""
from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Settings of one simulator process."""

    schools: int = 2380
    port: int = 8060
    seed: int = 1975
    token: str = "sim-token"
    home: Path = Path("var/simulator")
    storm: bool = True
    # How many times faster than usual storms come and schools flap: for trials and tests.
    pace: int = 1
    # Answer a status request after the line's own latency, as a distant school would; 0 answers at once.
    latency: bool = True
    # Local start moment of simulated time, e.g. 2026-11-23T08:00; empty = the real clock.
    clock: str | None = None


class BadSetting(Exception):
    """A setting nobody can work with; carries a sentence for the person who set it."""


def _whole(env: Mapping[str, str], key: str, default: int, least: int, most: int) -> int:
    text = env.get(key, "").strip() or str(default)
    try:
        value = int(text)
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise BadSetting(f"{key}={text!r}: cần số nguyên từ {least} đến {most} (a whole number {least}..{most})")
    return value


def _moment(text: str) -> str | None:
    try:
        return text if text and datetime.fromisoformat(text) else None
    except ValueError:
        raise BadSetting(f"SIM_CLOCK={text!r}: cần thời điểm như 2026-11-23T08:00 (an ISO moment)") from None


def read_config(env: Mapping[str, str] = os.environ) -> Config:
    """The settings, or BadSetting with a Vietnamese and English sentence."""
    return Config(
        schools=_whole(env, "SIM_SCHOOLS", 2380, 1, 60_000),
        port=_whole(env, "SIM_PORT", 8060, 1, 65_535),
        seed=_whole(env, "SIM_SEED", 1975, 0, 2**31),
        token=env.get("SIM_TOKEN") or "sim-token",
        home=Path(env.get("CENTRE_HOME") or "./var") / "simulator",
        storm=env.get("SIM_STORM", "1") != "0",
        pace=_whole(env, "SIM_PACE", 1, 1, 100),
        latency=env.get("SIM_LATENCY", "1") != "0",
        clock=_moment(env.get("SIM_CLOCK") or ""),
    )
