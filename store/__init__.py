"""Memory: now (live.py), then (history.py), registers and incidents."""
