"""Probes and sources against real sockets that misbehave on purpose."""
