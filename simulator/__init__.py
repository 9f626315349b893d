"""OUTSIDE: a simulated province behind real sockets. Nobody imports it, it imports nobody."""
