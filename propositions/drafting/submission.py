"""What else happens when words go to Government: rooms above drafting say so here, without it knowing them."""

from __future__ import annotations

from collections.abc import Callable

from lis.engine.steps import Act

Effect = Callable[[Act], None]
_effects: list[Effect] = []


def after_submission(effect: Effect) -> Effect:
    """Decorates a function that is called with each submission of a proposition or an ask, in its transaction."""
    _effects.append(effect)
    return effect


def tell_of_submission(act: Act) -> None:
    """Call every effect; ``act.version`` holds the words that have gone."""
    for effect in _effects:
        effect(act)
