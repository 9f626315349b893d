#!/usr/bin/env python3
"""The centre's reference agent: measures a school's line and rooms, and sends figures; one file, standard library only.

    CENTRE_URL=https://… CENTRE_KEY=ttdg_… ./centre_agent.py --school 79000001 --ping 203.0.113.7:443 \\
        --download https://…/10MB --upload https://…/sink --room P12=10.0.12.1:445 --every 900
    ./centre_agent.py --source labs --rows rows.json          # or any rows of any source, from a file

With CENTRE_SENDER (the sender's number) every request is signed and the key itself never travels. What could not be
sent waits in the spool folder and goes first next time, oldest first; each sending carries its own key, so that a
doubtful answer can be followed by the same sending again and still counts once.
"""

import argparse
import hmac
import json
import os
import secrets
import socket
import statistics
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

TRIES, PATIENCE_S, MOST_BYTES = 10, 5.0, 60_000
MOST_SPOOLED = 2_000  # sendings; the oldest go when there are more
AGAIN = frozenset({408, 429, 500, 502, 503, 504})
Row = dict[str, Any]


def ping(place: str, tries: int = TRIES) -> tuple[float | None, float, float | None]:
    """(latency ms, loss %, jitter ms) of TCP handshakes with host:port; no answer at all is None, never 0."""
    host, _, port = place.rpartition(":")
    took: list[float] = []
    for _ in range(tries):
        began = time.perf_counter()
        try:
            with socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE_S / 2):
                took.append((time.perf_counter() - began) * 1000)
        except OSError:
            pass
    loss = 100.0 * (tries - len(took)) / tries
    jitter = statistics.mean(abs(a - b) for a, b in zip(took, took[1:], strict=False)) if len(took) > 1 else None
    return (statistics.median(took) if took else None), loss, jitter


def answers(place: str) -> bool:
    """Does anything in that room answer? A refused connection is an answer too."""
    host, _, port = place.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE_S / 2):
            return True
    except ConnectionRefusedError:
        return True
    except OSError:
        return False


def download(url: str, seconds: float = PATIENCE_S) -> float | None:
    """Mbit/s of reading `url` for some seconds; None = it could not be read."""
    began, count = time.perf_counter(), 0
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:
            while time.perf_counter() - began < seconds and (part := answer.read(65_536)):
                count += len(part)
    except (OSError, ValueError):
        return None
    return count * 8 / 1e6 / max(time.perf_counter() - began, 1e-6) if count else None


def upload(url: str, size: int = 2_000_000) -> float | None:
    """Mbit/s of writing `size` bytes to `url`; None = it was not taken."""
    body, began = secrets.token_bytes(size), time.perf_counter()
    try:
        asked = urllib.request.Request(url, body, {"Content-Type": "application/octet-stream"})
        with urllib.request.urlopen(asked, timeout=PATIENCE_S * 4) as answer:
            answer.read(1)
    except (OSError, ValueError):
        return None
    return size * 8 / 1e6 / max(time.perf_counter() - began, 1e-6)


def measure(given: argparse.Namespace) -> Row | None:
    """One row of the source netspeed; None while something could not be measured: what is not known is not sent."""
    at = datetime.now(UTC).isoformat()
    _, loss, jitter = ping(given.ping)
    down, up = download(given.download), upload(given.upload)
    if down is None or up is None or jitter is None:
        return None
    rooms = dict(one.split("=", 1) for one in given.room)
    return {"school": given.school, "as_of": at, "download_mbps": round(down, 2), "upload_mbps": round(up, 2),
            "loss_pct": loss, "jitter_ms": round(jitter, 2), "rooms": max(given.rooms, len(rooms)),
            "rooms_online": sum(answers(place) for place in rooms.values())}


class Sender:
    """Sends what lies in the spool. `sender` "" = with the key itself, else signed."""

    def __init__(self, url: str, key: str, sender: str, spool: Path) -> None:
        self.url, self.key, self.sender, self.spool = url.rstrip("/"), key, sender, spool
        spool.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, source: str, rows: list[Row]) -> None:
        """Into the spool, in parts the centre takes; its name is its key and its place in the order."""
        part: list[Row] = []
        for row in [*rows, None]:
            if part and (row is None or len(json.dumps([*part, row])) > MOST_BYTES):
                name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
                fresh = self.spool / f".{name}"
                fresh.write_text(json.dumps({"source": source, "rows": part}), "utf-8")
                fresh.replace(self.spool / f"{name}.json")  # whole or not at all
                part = []
            part += [row] if row is not None else []
        for old in sorted(self.spool.glob("*.json"))[:-MOST_SPOOLED]:
            old.unlink()

    def flush(self) -> int:
        """Send the oldest first until one does not go; how many still wait. What the centre will never take is set
        aside as *.refused, with its answer."""
        waits = sorted(self.spool.glob("*.json"))
        for done, one in enumerate(waits):
            told = json.loads(one.read_text("utf-8"))
            status, said = self.send(told["source"], {"rows": told["rows"]}, one.stem)
            if status == 202:
                one.unlink()
            elif status == 0 or status in AGAIN or status in (401, 403):  # a key can be mended; the rows stay good
                say(f"waits: {status} {said}")
                return len(waits) - done
            else:
                one.with_suffix(".answer").write_text(f"{status} {said}", "utf-8")
                one.replace(one.with_suffix(".refused"))
                say(f"refused: {status} {said}")
        return 0

    def send(self, source: str, body: Row, key: str) -> tuple[int, str]:
        """(status, answer); 0 = no answer."""
        path, told = f"/api/v1/ingest/{source}", json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": key,
                   "Authorization": self.proof("POST", path, key, told)}
        asked = urllib.request.Request(self.url + path, told, headers, method="POST")
        try:
            with urllib.request.urlopen(asked, timeout=PATIENCE_S * 3) as answer:
                return answer.status, answer.read(2000).decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read(2000).decode("utf-8", "replace")
        except OSError as error:
            return 0, type(error).__name__

    def proof(self, method: str, path: str, key: str, body: bytes) -> str:
        """The key, or a signature over everything that gives the request its meaning."""
        if not self.sender:
            return f"Bearer {self.key}"
        at, nonce = str(int(time.time())), secrets.token_urlsafe(16)
        told = "\n".join((method, path, at, nonce, key, sha256(body).hexdigest()))
        sign = hmac.new(self.key.encode(), told.encode(), sha256).hexdigest()
        return f"Centre-HMAC sender={self.sender},time={at},nonce={nonce},signature={sign}"


def say(text: str) -> None:
    """One line for whoever reads the log; never a key."""
    sys.stderr.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {text}\n")


def arguments(words: list[str]) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--school", default="", help="the school's code")
    parser.add_argument("--ping", default="", help="host:port whose handshakes are timed")
    parser.add_argument("--download", default="", help="address of something large")
    parser.add_argument("--upload", default="", help="address that takes a POST")
    parser.add_argument("--room", action="append", default=[], help="NAME=host:port of a device in a room; repeat")
    parser.add_argument("--rooms", type=int, default=0, help="how many rooms there are, if more than are named")
    parser.add_argument("--source", default="netspeed", help="the source that rows are sent for")
    parser.add_argument("--rows", type=Path, help="a JSON list of rows to send instead of measuring")
    parser.add_argument("--every", type=float, default=0, help="seconds between two measurements; 0 = once")
    parser.add_argument("--spool", type=Path, default=Path("centre-spool"), help="folder of what waits")
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    """0 = everything was sent, 1 = something waits or could not be measured, 2 = not configured."""
    given = arguments(words)
    url, key = os.environ.get("CENTRE_URL", ""), os.environ.get("CENTRE_KEY", "")
    if any(one and not one.startswith(("http://", "https://")) for one in (url, given.download, given.upload)):
        say("addresses begin with http:// or https://")
        return 2
    if not url or not key or not (given.rows or (given.school and given.ping and given.download and given.upload)):
        say("set CENTRE_URL and CENTRE_KEY, and give --rows, or --school, --ping, --download and --upload")
        return 2
    sender = Sender(url, key, os.environ.get("CENTRE_SENDER", ""), given.spool)
    while True:
        began = time.monotonic()
        row = None if given.rows else measure(given)
        rows = json.loads(given.rows.read_text("utf-8")) if given.rows else [row] if row else []
        if rows:
            sender.put(given.source, rows)
        else:
            say("not measured: the line or one of the addresses does not answer")
        left = sender.flush()
        if not given.every or given.rows:
            return 1 if left or not rows else 0
        time.sleep(max(1.0, given.every + secrets.randbelow(1000) / 1000 - (time.monotonic() - began)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
