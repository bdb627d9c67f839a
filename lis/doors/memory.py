"""What do web processes remember together? How often somebody called; each by itself while Redis is away."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

# With Redis away, one call in this many seconds finds out; the others do not wait for it.
SILENCE = 10.0
PATIENCE = 1.0


def shared_or_own(name: str) -> Callable[..., Any]:
    """The cache's method of that name: asked of Redis, and of the process's own memory while that is away."""

    def method(self: SharedMemory, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= self.away_until:
            try:
                return getattr(RedisCache, name)(self, *args, **kwargs)
            except RedisError as error:
                self.away_until = time.monotonic() + SILENCE
                log.warning("The memory that the processes share does not answer (%s).", type(error).__name__)
        return getattr(self.own, name)(*args, **kwargs)

    return method


class SharedMemory(RedisCache):
    """Redis, without which the service goes on: attempts are still counted, by each process for itself."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        patience = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE}
        super().__init__(server, {**params, "OPTIONS": {**patience, **params.get("OPTIONS", {})}})
        self.own = LocMemCache("while Redis is away", {})
        self.away_until = 0.0

    add = shared_or_own("add")
    get = shared_or_own("get")
    set = shared_or_own("set")
    touch = shared_or_own("touch")
    delete = shared_or_own("delete")
    get_many = shared_or_own("get_many")
    has_key = shared_or_own("has_key")
    incr = shared_or_own("incr")
    set_many = shared_or_own("set_many")
    delete_many = shared_or_own("delete_many")
    clear = shared_or_own("clear")
