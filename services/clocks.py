"""Clocks of incidents. What each figure means: docs/clocks.md."""

from domain.service_level import Clock, clock_of

__all__ = ["Clock", "clock_of"]
