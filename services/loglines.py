"""One event = one line of JSON on standard error, without secrets and without letters that could forge another line."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

import structlog
from pydantic import SecretBytes, SecretStr
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import Processor

HIDDEN = "***"
_SECRET = re.compile(r"(?i)password|passwd|token|secret|cookie|authorization|bearer|credential|totp|otpauth")
# What JSON leaves as it is and a terminal, an editor or a viewer of logs obeys: controls, line ends, bidi, lone halves.
_UNSEEN = re.compile("[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
                     "\ud800-\udfff\U000e0000-\U000e007f]")
NUMBERED = frozenset({"token"})  # the lease's token is a number that grows, and is told
DEEPEST = 8


def configure(out: TextIO = sys.stderr) -> None:
    """From now on structlog and the libraries' own logging write such lines to `out`."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars, structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        # Without local variables: a password may be one.
        structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False, max_frames=20)),
        hide_secrets,
    ]
    said: list[Processor] = [structlog.processors.JSONRenderer(ensure_ascii=False, default=_told), one_line]
    structlog.configure(
        processors=[*shared, *said], wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(out),
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *said], foreign_pre_chain=shared))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in ("uvicorn", "uvicorn.error", "dash", "dash.dash", "app"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True


def hide_secrets(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Secrets go by their type and by the name they are told under, however deep."""
    return {key: _hidden(key, value, DEEPEST) for key, value in event.items()}


def _hidden(key: str, value: Any, left: int) -> Any:
    if isinstance(value, SecretStr | SecretBytes):
        return HIDDEN
    if _SECRET.search(key) and not (key in NUMBERED and isinstance(value, int)):
        return HIDDEN if value not in (None, "", False) else value
    if left and isinstance(value, Mapping):
        return {one: _hidden(str(one), part, left - 1) for one, part in value.items()}
    if left and isinstance(value, list | tuple):
        return [_hidden("", part, left - 1) for part in value]
    return value


def one_line(_: Any, __: str, line: Any) -> str:
    """Every letter that is not seen, or that orders others about, is written as its number."""
    return _UNSEEN.sub(lambda found: "".join(f"\\u{unit:04x}" for unit in _units(found[0])), str(line))


def _units(letter: str) -> list[int]:
    told = letter.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(told[i:i + 2]) for i in range(0, len(told), 2)]


def _told(value: Any) -> str:
    """What JSON cannot say; its own text may hold anything, so only its type and a short form."""
    return f"<{type(value).__name__}>" if isinstance(value, bytes | bytearray) else str(value)[:500]
