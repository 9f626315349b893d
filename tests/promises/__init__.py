"""Promises: the fault, the test that survives it, and the broken variant that does not."""
