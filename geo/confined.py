"""Files from strangers are parsed in a child process with little memory, little time and no environment.

The child is a fresh interpreter (nothing is inherited but the request on stdin) and answers JSON. A parser that
explodes takes only the child with it; the person reads a sentence.
"""

import importlib
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from domain.errors import BadInput

HOUSE = Path(__file__).resolve().parent.parent
MEMORY_MB = 512
SECONDS = 60
LARGEST_FILE = 200 * 1024 * 1024


def confined(task: str, request: dict[str, Any], *, seconds: int = SECONDS, memory_mb: int = MEMORY_MB) -> Any:
    """Run `task` ("module:function", request -> JSON value) in a limited child. Raises BadInput with the reason."""
    words = json.dumps({"task": task, "request": request, "seconds": seconds, "memory_mb": memory_mb})
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PROJ_NETWORK": "OFF",
    }
    # One thread: each thread's arena would count against the child's memory.
    environment |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MALLOC_ARENA_MAX"), "1")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "geo.confined"],
            input=words.encode(),
            cwd=HOUSE,
            env=environment,
            capture_output=True,
            timeout=seconds + 5,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_heavy("time") from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise _too_heavy("memory") from None
    if "error" in answer:
        vi, en = answer["error"]
        raise BadInput(vi, en)
    return answer["value"]


def _too_heavy(what: str) -> BadInput:
    limit = f"{SECONDS} s" if what == "time" else f"{MEMORY_MB} MB"
    return BadInput(
        f"Không đọc được tệp trong giới hạn {limit}: tệp hỏng, quá nặng hoặc cố ý gây hại. Chưa ghi gì.",
        f"The file could not be read within {limit}: it is damaged, too heavy or hostile. Nothing was written.",
    )


def _limit(seconds: int, memory_mb: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_DATA, (memory_mb << 20, memory_mb << 20))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _child() -> None:
    order = json.load(sys.stdin)
    module, _, name = order["task"].partition(":")
    _limit(order["seconds"], order["memory_mb"])
    # The answer alone may reach stdout, whatever a parser prints.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="surrogatepass")
    os.dup2(2, 1)
    try:
        answer: dict[str, Any] = {"value": getattr(importlib.import_module(module), name)(order["request"])}
    except BadInput as refused:
        answer = {"error": [refused.words.vi, refused.words.en]}
    except (MemoryError, RecursionError):
        words = _too_heavy("memory").words
        answer = {"error": [words.vi, words.en]}
    except Exception as error:  # noqa: BLE001 - a parser may raise anything; only its kind is told, never its data
        kind = type(error).__name__
        answer = {
            "error": [
                f"Không hiểu nội dung tệp ({kind}): tệp hỏng hoặc không đúng định dạng của phần mở rộng.",
                f"The file cannot be understood ({kind}): damaged, or not what its extension says.",
            ]
        }
    json.dump(answer, answers)
    answers.flush()
    os._exit(0)  # foreign libraries need no farewell, and one that hangs at exit would cost the whole time limit


if __name__ == "__main__":
    _child()
