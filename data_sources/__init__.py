"""One file = one source: collect(). `_runner.py` drives them all, in one process."""
