"""One picture from a stranger, read in a process of its own: little memory, little time, no file to write.

Run as a program: bytes on stdin; on stdout a line of JSON ({media_type, width, height} or {refused}) and the picture
made anew. Nothing of the original but its pixels goes on: no place, no camera, no comment, nothing behind its end.
"""

import io
import json
import resource
import sys
from typing import Any

from PIL import Image, ImageOps

MOST_PIXELS, EDGE = 40_000_000, 2560
MEMORY, SECONDS = 1_200_000_000, 10
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
HIDDEN = (b"<script", b"<svg", b"<html", b"<?php", b"%pdf-", b"pk\x03\x04")


class Refused(Exception):  # noqa: N818
    """The key of its sentence (services.pictures.REFUSALS)."""


def remade(data: bytes) -> tuple[dict[str, Any], bytes]:
    """What is kept of a picture. Raises Refused."""
    kind = _kind(data)
    if _hides(kind, data):
        raise Refused("hidden")
    Image.MAX_IMAGE_PIXELS = None  # the size is judged below, before a single pixel is read
    try:
        with Image.open(io.BytesIO(data), formats=(kind,)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused("pixels")
            picture.draft("RGB", (EDGE, EDGE))
            picture.load()
            upright = ImageOps.exif_transpose(picture)
    except Refused:
        raise
    except MemoryError:
        raise Refused("heavy") from None
    except Exception:  # a decoder's own errors are of any kind
        raise Refused("broken") from None
    upright.thumbnail((EDGE, EDGE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return _written(_flat(upright), kind)


def _kind(data: bytes) -> str:
    """By its first bytes, whatever it calls itself."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    raise Refused("foreign")


def _hides(kind: str, data: bytes) -> bool:
    """Does another file ride behind the picture's end?"""
    if kind == "WEBP":
        return len(data) > int.from_bytes(data[4:8], "little") + 9
    end = data.rfind(b"IEND\xaeB`\x82") + 8 if kind == "PNG" else data.rfind(b"\xff\xd9") + 2
    tail = data[end:].lower() if end > 8 else b""
    return bool(tail.strip(b"\0")) if kind == "PNG" else any(mark in tail for mark in HIDDEN)


def _flat(picture: Image.Image) -> Image.Image:
    """Three colours; what was clear becomes white."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        ground = Image.new("RGB", clear.size, "white")
        ground.paste(clear, mask=clear.getchannel("A"))
        return ground
    return picture.convert("RGB")


def _written(picture: Image.Image, kind: str) -> tuple[dict[str, Any], bytes]:
    clean = Image.frombytes("RGB", picture.size, picture.tobytes())  # carries no info dictionary over
    out = io.BytesIO()
    clean.save(out, kind, **({"optimize": True} if kind == "PNG" else {"quality": 85}))
    if kind == "PNG" and out.tell() > 2_000_000:  # a photograph that was saved as a drawing
        kind, out = "JPEG", io.BytesIO()
        clean.save(out, kind, quality=85)
    return {"media_type": FORMATS[kind], "width": clean.width, "height": clean.height}, out.getvalue()


def main() -> None:
    """Read, judge, answer."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        head, body = remade(sys.stdin.buffer.read())
    except Refused as refused:
        head, body = {"refused": str(refused)}, b""
    except MemoryError:
        head, body = {"refused": "heavy"}, b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)


if __name__ == "__main__":
    main()
