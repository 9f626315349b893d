"""One file = one router."""
