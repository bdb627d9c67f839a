"""One plain sentence about something that is missing or odd, and how much it matters."""

from dataclasses import dataclass

WARNING = "warning"
STOP = "stop"


@dataclass(frozen=True)
class Check:
    """A finding of a rule: a ``stop`` keeps a step from being taken, a ``warning`` is shown and no more.

    ``code`` names the rule for programs, ``sentence`` says to a person what is wrong and what to do, ``where``
    names the row, section or field that it is about.
    """

    code: str
    sentence: str
    severity: str = WARNING
    waivable: bool = False
    where: str = ""

    @property
    def stops(self) -> bool:
        return self.severity == STOP
