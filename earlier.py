"""Asks the simulated province once what it said in earlier weeks, so that trends have a past; then it is done."""

import os
import sys

from data_sources._past import fill
from services import loglines
from settings import Settings, source_past
from supervisor import open_centre

GENTLE = 10  # whoever measures now goes first


def main(settings: Settings) -> int:
    """As far as it is not kept yet; a real province has no such past."""
    os.nice(GENTLE)
    if settings.sim:
        fill(open_centre(settings), lambda key, day: source_past(settings, key, day),
             weeks=settings.sim_weeks)
    return 0


if __name__ == "__main__":
    loglines.configure()
    sys.exit(main(Settings()))
