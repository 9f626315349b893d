"""One paper made by a process of its own: bytes in, bytes out, and how far it is; whatever breaks is a sentence.

The child inherits nothing: no settings, no secrets, no open file but its three pipes. It may say `progress 0.4` on its
standard error; everything else it says there goes to the log, cut.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from domain.errors import CentreError
from domain.wording import Words

CAGE = Path(__file__).with_name("_paper_cage.py")
CPU_S, WALL_S, MEGABYTES = 60, 300.0, 3072  # it gives way to everybody: the wall is far, the processor near
MOST_BYTES = 64 * 1024 * 1024
STEP_S = 0.2
TAIL = 2000  # letters kept of what a child complains about
KILLED = frozenset({-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGABRT})
STARVED = ("MemoryError", "memory allocation", "Cannot allocate memory", "failed to map segment")
log = structlog.get_logger()

SLOW = Words("Làm giấy tờ quá lâu: đã dừng sau {s} giây.", "It took too long: stopped after {s} seconds.")
HEAVY = Words("Giấy tờ này cần quá nhiều bộ nhớ hoặc thời gian máy.", "This paper needs too much memory or time.")
BROKE = Words("Chương trình làm giấy tờ gặp lỗi; đã ghi nhật ký.", "The maker broke; it is in the log.")
EMPTY = Words("Chương trình làm giấy tờ không đưa ra gì.", "The maker gave nothing.")
LARGE = Words("Giấy tờ lớn hơn 64 MB.", "The paper is over 64 MB.")


class NotMade(CentreError):
    """There is no paper; the sentence says why."""

    code = "paper_failed"

    def __init__(self, words: Words, **blanks: object) -> None:
        super().__init__(words.vi.format(**blanks), words.en.format(**blanks))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one paper may cost."""

    cpu_s: int = CPU_S
    wall_s: float = WALL_S
    megabytes: int = MEGABYTES


def make(words: Sequence[str], snapshot: bytes, *, limits: Limits | None = None,
         step: Callable[[float | None], bool] = lambda _: True) -> bytes:
    """`python -m reports words…`. `step(progress)` is asked every moment; False = nobody wants it any more. Raises
    NotMade."""
    bound = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="paper-") as scratch:
        child = _start(words, scratch, bound)
        talk = _Talk(child, snapshot)
        try:
            stopped = _watch(child, talk, bound, step)
        finally:
            _end(child)
            talk.join()
    if stopped is not None:
        raise stopped
    if child.returncode != 0 or not talk.made:
        log.warning("paper not made", words=list(words), code=child.returncode, said=talk.said[-TAIL:])
        heavy = child.returncode in KILLED or any(sign in talk.said for sign in STARVED)
        raise NotMade(HEAVY if heavy else BROKE if child.returncode else EMPTY)
    return talk.made


def _start(words: Sequence[str], scratch: str, bound: Limits) -> subprocess.Popen[bytes]:
    environment = {
        "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": scratch, "TMPDIR": scratch,
        "MPLCONFIGDIR": scratch, "PYTHONHASHSEED": "0", "MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "2"}
    return subprocess.Popen(
        [sys.executable, str(CAGE), str(os.getpid()), str(bound.cpu_s), str(bound.megabytes), *words],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=CAGE.parent.parent,
        start_new_session=True, close_fds=True)


def _watch(child: subprocess.Popen[bytes], talk: "_Talk", bound: Limits, step: Callable[[float | None], bool],
           ) -> NotMade | None:
    """Until it ends, or is too much, or is not wanted."""
    deadline = time.monotonic() + bound.wall_s
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(STEP_S)
            return None
        if time.monotonic() > deadline:
            return NotMade(SLOW, s=round(bound.wall_s))
        if talk.large:
            return NotMade(LARGE)
        if not step(talk.progress):
            return NotMade(BROKE)


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    child.wait()


class _Talk:
    """The three pipes, each read or written by a thread of its own: none of them can hang the others."""

    def __init__(self, child: subprocess.Popen[bytes], snapshot: bytes) -> None:
        self.made, self.said, self.large = b"", "", False
        self.progress: float | None = None
        self._child, self._snapshot = child, snapshot
        self._threads = [threading.Thread(target=one, daemon=True) for one in (self._tell, self._take, self._listen)]
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        """When the child is gone its pipes end, and so do they."""
        for thread in self._threads:
            thread.join(5.0)

    def _tell(self) -> None:
        stream = self._child.stdin
        assert stream is not None
        with contextlib.suppress(OSError), stream:
            stream.write(self._snapshot)

    def _take(self) -> None:
        stream, found = self._child.stdout, bytearray()
        assert stream is not None
        with stream:
            while some := stream.read(1 << 16):
                found += some
                if len(found) > MOST_BYTES:
                    self.large = True
                    return
        self.made = bytes(found)

    def _listen(self) -> None:
        stream = self._child.stderr
        assert stream is not None
        with stream:
            while some := stream.readline(TAIL):
                line = some.decode("utf-8", "replace")
                word, _, value = line.strip().partition(" ")
                if word == "progress":
                    with contextlib.suppress(ValueError):
                        self.progress = min(1.0, max(0.0, float(value)))
                else:
                    self.said = (self.said + line)[-2 * TAIL:]
