"""Lan sends a photo of a cut cable with her note: its pixels stay, nothing else of it does, and no bomb goes off."""

import base64
import io
import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from domain.errors import BadInput, CentreError, NotFound
from domain.person import SYSTEM, Part, Role
from domain.wording import Words
from services import pictures, respond
from store import incidents
from tests.gate.conftest import gatehouse  # noqa: F401  (a fixture)
from tests.gate.gatehouse import EVERYWHERE, Gatehouse
from tests.promises.office import code

SECRET = b"10.7769 N 106.7009 E by Nguyen Van An"


def photo(kind: str = "JPEG", size: tuple[int, int] = (640, 480), **how: Any) -> bytes:
    """A grey wall with a red cable."""
    picture = Image.new("RGB", size, "#8a8f94")
    picture.paste("#c02020", (0, size[1] // 2, size[0], size[1] // 2 + 9))
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def with_gps() -> bytes:
    """As a phone takes it: turned, with its place and its owner."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[2] = (10.0, 46.0, 36.84)
    return photo(exif=exif, comment=SECRET)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that says it is this large; its pixels are all there."""
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    pressed = zlib.compressobj(9)
    rows = b"".join(pressed.compress(b"\0" * ((width + 7) // 8 + 1)) for _ in range(height)) + pressed.flush()
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
            + chunk(b"IDAT", rows) + chunk(b"IEND", b""))


def commented_png(length: int) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", SECRET.decode() + "x" * length, zip=True)
    return photo("PNG", pnginfo=info)


@pytest.mark.parametrize(("data", "media"), [(photo(), "image/jpeg"), (photo("PNG"), "image/png"), (photo("WEBP"), "image/webp"),
                                             (with_gps(), "image/jpeg"), (commented_png(10), "image/png")])
def test_pixels_stay_and_nothing_else(data: bytes, media: str) -> None:
    kept = pictures.checked(data)
    assert kept["media_type"] == media
    assert SECRET not in kept["body"]
    with Image.open(io.BytesIO(kept["body"])) as picture:
        assert not picture.getexif()
        assert {"exif", "comment", "Author", "xmp", "icc_profile"} & set(picture.info) == set()
        assert (picture.width, picture.height) == (kept["width"], kept["height"])


def test_a_phones_turn_is_made_real_and_a_large_one_small() -> None:
    assert (pictures.checked(with_gps())["width"], pictures.checked(with_gps())["height"]) == (480, 640)
    large = pictures.checked(photo(size=(6000, 4000)))
    assert (large["width"], large["height"]) == (2560, 1707)


def test_something_clear_gets_a_white_ground() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(pictures.checked(out.getvalue())["body"])) as picture:
        assert picture.getpixel((0, 0)) == (255, 255, 255)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "a drawing with a script": (lambda: SVG, "foreign"),
    "a page that begins like a GIF": (lambda: b"GIF89a/*" + SVG, "foreign"),
    "a GIF": (lambda: photo("GIF"), "foreign"),
    "a BMP": (lambda: photo("BMP"), "foreign"),
    "a PDF": (lambda: b"%PDF-1.7\n" + photo(), "foreign"),
    "nothing": (lambda: b"", "foreign"),
    "a PNG with an archive behind": (lambda: photo("PNG") + b"PK\x03\x04" + b"z" * 90, "hidden"),
    "a WebP with a page behind": (lambda: photo("WEBP") + b"<html><script>1</script>", "hidden"),
    "a JPEG with a page behind": (lambda: photo() + b"<HTML><Script>alert(1)</script>", "hidden"),
    "a JPEG cut in half": (lambda: photo(size=(2000, 2000), quality=95)[:9000], "broken"),
    "a PNG cut in half": (lambda: photo("PNG")[:300], "broken"),
    "a head and noise": (lambda: b"\xff\xd8\xff" + bytes(range(256)) * 40, "broken"),
    "a PNG of 30,000 x 30,000": (lambda: bomb(30_000, 30_000), "pixels"),
    "a PNG of 2,147,483,647 x 1": (lambda: bomb(9, 1).replace(struct.pack(">II", 9, 1), struct.pack(">II", 2**31 - 1, 1)), "broken"),
    "a comment of 80 MB": (lambda: commented_png(80_000_000), "broken"),
    "six megabytes": (lambda: photo() + b"\0" * 6_000_000, "large"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_plain_picture_is_refused_with_a_sentence(name: str) -> None:
    make, why = BAD[name]
    data, began = make(), time.monotonic()
    with pytest.raises(BadInput) as refused:
        pictures.checked(data)
    assert refused.value.code in {f"picture_{why}", *(["picture_heavy"] if why == "broken" else [])}
    assert refused.value.words == pictures.REFUSALS[refused.value.code.removeprefix("picture_")]
    assert time.monotonic() - began < 15


def test_mutant_that_counts_no_pixels_dies_of_its_limits_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant = tmp_path / "reader.py"
    mutant.write_text(pictures.READER.read_text("utf-8").replace("MOST_PIXELS, EDGE = 40_000_000", "MOST_PIXELS, EDGE = 10**12"))
    monkeypatch.setattr(pictures, "READER", mutant)
    with pytest.raises(BadInput) as refused:
        pictures.checked(bomb(30_000, 30_000))
    assert refused.value.code == "picture_heavy"


def test_mutant_that_copies_the_file_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_read_apart", lambda data: ({"media_type": "image/jpeg", "width": 1, "height": 1}, data))
    with pytest.raises(AssertionError):
        test_pixels_stay_and_nothing_else(with_gps(), "image/jpeg")


# --- with a note ---


def opened(house: Gatehouse, *numbers: int) -> int:
    with house.centre.db.write() as conn:
        made = incidents.open_incident(
            house.centre.db, conn, kind="wide", rule="connectivity", subject="area:760/viettel", severity="high", area="760",
            says=Words("Mất mạng", "Down"), started_at=house.clock(), at=house.clock(), members=[code(n) for n in numbers])
    assert made is not None
    return made


def sent(data: bytes) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(data).decode()


def test_lan_sends_a_photo_with_her_note_once_however_often_it_is_sent(gatehouse: Gatehouse) -> None:  # noqa: F811
    lan, number = gatehouse.actor(gatehouse.person("Lan")), opened(gatehouse, 0, 1)
    for _ in range(2):
        pictures.add(gatehouse.centre, lan, number, sent(with_gps()), text="Cáp đứt trước cổng", client="lan-1")
    assert gatehouse.rows("SELECT what, text FROM incident_events WHERE what = 'noted'") == [("noted", "Cáp đứt trước cổng")]
    (ident,) = [row[0] for row in gatehouse.rows("SELECT id FROM incident_pictures")]
    shown = pictures.read(gatehouse.centre, lan, number, ident)
    assert shown.media_type == "image/jpeg"
    assert SECRET not in shown.body


def test_a_picture_that_is_refused_leaves_no_note(gatehouse: Gatehouse) -> None:  # noqa: F811
    lan, number = gatehouse.actor(gatehouse.person("Lan")), opened(gatehouse, 0)
    for data, text in ((SVG, "x y z"), (photo(), "em Nguyễn Văn An bị ngất")):
        with pytest.raises(CentreError):
            pictures.add(gatehouse.centre, lan, number, sent(data), text=text)
    assert gatehouse.rows("SELECT count(*) FROM incident_events WHERE what = 'noted'") == [(0,)]
    assert gatehouse.rows("SELECT count(*) FROM incident_pictures") == [(0,)]


def test_whose_schools_it_does_not_speak_for_finds_no_picture(gatehouse: Gatehouse) -> None:  # noqa: F811
    lan, number = gatehouse.actor(gatehouse.person("Lan")), opened(gatehouse, 0, 1, 8)
    minh = gatehouse.actor(gatehouse.person("Minh", parts=[Part(area="787")]))
    binh = gatehouse.actor(gatehouse.person("Bình", parts=[Part(area="764")]))
    ha = gatehouse.actor(gatehouse.person("Hà", Role.OPERATOR, EVERYWHERE))
    pictures.add(gatehouse.centre, lan, number, sent(photo()), text="Cổng trường Nguyễn Du")
    (ident,) = [row[0] for row in gatehouse.rows("SELECT id FROM incident_pictures")]
    assert pictures.read(gatehouse.centre, ha, number, ident).body == pictures.read(gatehouse.centre, lan, number, ident).body
    for foreign in (minh, binh):  # Bình sees the incident for her own school, not what Lan shows of hers
        with pytest.raises(NotFound):
            pictures.read(gatehouse.centre, foreign, number, ident)
    with pytest.raises(NotFound):
        pictures.read(gatehouse.centre, SYSTEM, number + 1, ident)
    respond.note(gatehouse.centre, ha, number, text="Nhà mạng hẹn 15 giờ")
