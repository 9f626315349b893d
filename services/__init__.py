"""Verbs: what the centre can do."""
