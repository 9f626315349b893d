"""The test button: a source is asked once as it would be set, and the answer explained row by row. Nothing is kept."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from domain.errors import BadInput, IllegalMove, SourceError
from domain.person import Actor, Permission
from domain.push import reason_words
from services.centre import Centre
from services.register import Register
from services.source_saving import Wish, now, wanted
from services.source_settings import PAGE, Origin
from store import audit
from store.audit import Act

SECONDS = 20
HOUSE = Path(__file__).resolve().parent.parent
_AT_ONCE = threading.BoundedSemaphore(2)  # a hung system holds two threads, never all of the web process


def attempt(centre: Centre, register: Register, actor: Actor, key: str, wish: Wish) -> dict[str, Any]:
    """Ask once with what is typed, else with what is set. Raises NotAllowed, NotFound, BadInput, IllegalMove,
    StoreDown."""
    actor.must(Permission.SETTINGS)
    source, _, was = now(centre, key)
    if source.every is None:
        raise IllegalMove("Nguồn này đo liên tục, không hỏi thử từng lượt.", "This source never stops; there is no "
                          "single question to try.")
    typed = {} if was.origin is Origin.ENVIRONMENT else wanted(centre, source, was, wish)
    config = dict(typed or was.config)
    if typed or was.origin is Origin.PAGE:
        config[PAGE] = "1"
    if not all(config.get(need) for need in source.needs):
        raise BadInput("Nguồn này chưa có địa chỉ để hỏi.", "This source has no address to ask yet.",
                       code=source.needs[0] if source.needs else "every")
    config["map"] = wish.names
    if not _AT_ONCE.acquire(blocking=False):
        raise IllegalMove("Đang có người hỏi thử; hãy thử lại sau ít giây.", "Somebody else is testing; try again.")
    try:
        with centre.db.write() as conn:
            audit.record(centre.db, conn, actor, Act(what="source.tried", object=f"source:{key}"))
        return _told(_child(centre, register, key, config))
    finally:
        _AT_ONCE.release()


def _child(centre: Centre, register: Register, key: str, config: dict[str, str]) -> dict[str, Any]:
    order = {"key": key, "config": config | {"home": str(centre.home)}, "seconds": SECONDS,
             "targets": [school.code for school in register.schools],
             "hosts": sorted(centre.origins.hosts), "simulator": centre.origins.simulator}
    environment = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    environment |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MALLOC_ARENA_MAX"), "1")
    try:
        done = subprocess.run([sys.executable, "-m", "data_sources._trial"], input=json.dumps(order).encode(),
                              cwd=HOUSE, env=environment, capture_output=True, timeout=SECONDS + 10, check=False)
        told: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise SourceError(f"Không có câu trả lời trong {SECONDS} giây, hoặc câu trả lời quá nặng.",
                          f"No answer within {SECONDS} s, or one that is too heavy.", code="timeout") from None
    return told


def _told(found: dict[str, Any]) -> dict[str, Any]:
    """With a sentence for each reason."""
    for row in found["refused"]:
        words = reason_words(row["reason"])
        row |= {"vi": words.vi, "en": words.en}
    return found
