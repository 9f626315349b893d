"""The house checks itself: every rule of the house that a machine can check is checked here."""
