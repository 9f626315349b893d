"""Who may start now: the global cap, the cap per host, and how long a try may wait before it ends as ours."""

from collections import deque

from data_sources._address import Endpoint

Waiting = tuple[int, Endpoint, float, float]  # tag, endpoint, timeout, submitted


class Gate:
    """Tries wait here. A host at its cap makes only its own tries wait, never those behind them."""

    def __init__(self, total: int, per_host: int, patience: float) -> None:
        self.inside = 0
        self.overdue: list[Waiting] = []  # waited longer than `patience`; the engine ends and empties them
        self._total, self._per_host, self._patience = total, per_host, patience
        self._hosts: dict[str, int] = {}
        self._queues: dict[str, deque[Waiting]] = {}
        self._line: deque[Waiting] = deque()
        self._urgent: deque[Waiting] = deque()

    def __len__(self) -> int:
        return len(self._urgent) + len(self._line) + sum(map(len, self._queues.values()))

    @property
    def open(self) -> bool:
        """True if something waits that is not held by the cap of its host."""
        return bool(self._line or self._urgent)

    def put(self, item: Waiting, *, urgent: bool = False) -> None:
        """Join the line. Urgent ones (a few sentinels) wait for no cap: a full house must not look like blindness."""
        (self._urgent if urgent else self._line).append(item)

    def take(self, now: float) -> Waiting | None:
        """The next try that may start, counted as inside from now on; None = nobody may."""
        line, hosts = self._line, self._hosts
        if self._urgent:
            return self._admit(self._urgent.popleft())
        while line and self.inside < self._total:
            item = line.popleft()
            host = item[1].host
            if now - item[3] > self._patience:
                self.overdue.append(item)
                self._next_of(host)
                continue
            if hosts.get(host, 0) >= self._per_host:
                self._queues.setdefault(host, deque()).append(item)
                continue
            return self._admit(item)
        return None

    def put_back(self, item: Waiting) -> None:
        """The kernel would not start it now: first in line again, its waiting time runs on."""
        self._count_out(item[1].host)
        self._line.appendleft(item)

    def leave(self, host: str) -> None:
        """A try to `host` has ended: its place goes to the next of that host."""
        self._count_out(host)
        self._next_of(host)

    def clear(self) -> None:
        """Forget everybody."""
        self._urgent.clear()
        self._line.clear()
        self._queues.clear()
        self._hosts.clear()
        self.inside = 0

    def _admit(self, item: Waiting) -> Waiting:
        host = item[1].host
        self._hosts[host] = self._hosts.get(host, 0) + 1
        self.inside += 1
        return item

    def _count_out(self, host: str) -> None:
        self.inside -= 1
        left = self._hosts[host] - 1
        if left:
            self._hosts[host] = left
        else:
            del self._hosts[host]

    def _next_of(self, host: str) -> None:
        queue = self._queues.get(host) if self._queues else None
        if queue:
            self._line.appendleft(queue.popleft())
            if not queue:
                del self._queues[host]
