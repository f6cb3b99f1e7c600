"""How often one client may search: a bucket of tokens each, in this process."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock


class Limiter:
    """Lets `burst` requests through at once, then `per_second`; remembers the last `clients` clients."""

    def __init__(
        self, *, burst: float, per_second: float, clients: int = 10_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.burst, self.per_second, self.clients, self.clock = burst, per_second, clients, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, client: str) -> float:
        """0 when the client may go on; else in how many seconds it may."""
        now = self.clock()
        with self._lock:
            tokens, then = self._buckets.pop(client, (self.burst, now))
            tokens = min(self.burst, tokens + (now - then) * self.per_second)
            allowed = tokens >= 1
            self._buckets[client] = (tokens - 1 if allowed else tokens, now)
            if len(self._buckets) > self.clients:
                self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - tokens) / self.per_second


searches = Limiter(burst=30, per_second=2)
