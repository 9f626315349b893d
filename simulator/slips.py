"""What people type wrong: some schools' figures cannot be true. The centre must find them, and mends none itself."""

from simulator.day import chance

SHARE = 0.004  # of schools, for each kind of slip


def slip(seed: int, code: str, what: str) -> bool:
    """Whether whoever filled in this school's form made this slip; the same at every asking."""
    return chance(seed, code, "slip", what) < SHARE
