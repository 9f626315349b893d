"""The C library's heap, told to be frugal: thirty lists pass through it, and what each needed is to be free again."""

import contextlib
import ctypes

_MMAP_THRESHOLD, _ARENA_MAX = -3, -8  # of malloc.h
_LARGE = 128 * 1024


def give_back() -> None:
    """What is free between what is in use goes back to the kernel: the parts of answers that were read and let go."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def frugal() -> None:
    """A column that is let go is given back at once, and all threads share two heaps: glibc's own growing limits keep
    half of what a poll needed for a moment. Where there is no glibc nothing happens."""
    with contextlib.suppress(AttributeError, OSError):
        tune = ctypes.CDLL(None).mallopt
        tune(_MMAP_THRESHOLD, _LARGE)
        tune(_ARENA_MAX, 2)
