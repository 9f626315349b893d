"""Tests: stories, contracts, rooms, the house itself, screens, drills."""
