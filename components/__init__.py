"""Looks: pure functions; domain values in, Dash tree out."""
