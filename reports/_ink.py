"""Colours of papers as office programs want them: ink on white, the light look of the screens (docs/look.md)."""

from typing import NamedTuple

INK, INK_2, INK_3 = "14202B", "4A5A69", "5A6A79"
LINE, LINE_2 = "DFE5EA", "C3CCD5"
GROUND, GROUND_2, WHITE = "F6F8FA", "E9EEF2", "FFFFFF"
NIGHT, NIGHT_TEXT = "10202F", "B9C8D6"
ACCENT, ACCENT_SOFT = "1B63AD", "E4EEF8"


class Tone(NamedTuple):
    """A status on paper: marks and bars, words, the ground below them; `pattern` tells it apart in grey."""

    mark: str
    text: str
    soft: str
    pattern: str = ""


TONES = {
    "good": Tone("3C8F7F", "1F6A5C", "E6F2EF"),
    "watch": Tone("D08700", "8A5600", "FDF2DC", "wide_upward_diagonal"),
    "bad": Tone("D32636", "B3172A", "FDEAEA"),
    "stale": Tone("7A68B8", "5B4A99", "EFECF8", "dark_downward_diagonal"),
    "unknown": Tone("7D8B98", "566472", "EEF1F4", "light_horizontal"),
}
PLAIN = Tone(ACCENT, INK, GROUND)
SERIES = (ACCENT, "7A5AA6", "B06A00", "2F7F86", "A03A5B", "5A6A79")  # without a status, told apart in grey


def tone(status: str) -> Tone:
    """The colours of a status; of anything else, plain ones."""
    return TONES.get(status, PLAIN)
