"""One file = one page."""
