"""Many at once: acts that all begin at one moment, each on a database connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from lis.engine.errors import Refusal


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each act answers, or the refusal that it met, all begun at one moment on connections of their own."""
    ready = threading.Barrier(len(acts))
    answers: list[Any] = [None] * len(acts)

    def act_alone(place: int) -> None:
        try:
            connection.ensure_connection()
            ready.wait(timeout=120)
            answers[place] = acts[place]()
        except Refusal as refusal:
            answers[place] = refusal
        except Exception as error:  # what a thread meets must not vanish with it
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=act_alone, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
