"""A connection to PostgreSQL with a deadline of ours. Loaded only by whoever opens one: its driver weighs 12 MB."""

from typing import Any

import psycopg

PING_S = 1.0  # the longest a pooled connection may take to say that it lives


class Prompt(psycopg.Connection[Any]):
    """A frozen server keeps its sockets open and its own timeouts never fire: this one gives up by itself."""

    patience_s = PING_S

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """As the base class, but gives the connection up after `patience_s` without an answer."""
        try:
            return super().wait(gen, interval, timeout or self.patience_s)
        except psycopg.errors._WaitTimeout as error:
            self.pgconn.finish()  # a late answer must never be taken for the next one
            raise psycopg.OperationalError(f"no answer within {self.patience_s:g} s") from error
