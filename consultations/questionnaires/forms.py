"""What is asked of an officer who writes a questionnaire."""

from __future__ import annotations

from typing import Any

from lis.doors.choices import RecordField
from lis.engine.steps import StepForm

from ..rounds.models import Round


class BeginForm(StepForm):
    """For which round the questionnaire is kept."""

    round = RecordField(Round.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = Round.objects.with_strategy().visible_to(self.actor)
