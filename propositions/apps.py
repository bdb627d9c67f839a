"""The app of propositions and asks: it makes its lifecycles known when the service starts."""

from importlib import import_module

from django.apps import AppConfig


class PropositionsConfig(AppConfig):
    name = "propositions"
    verbose_name = "Propositions and asks"

    def ready(self) -> None:
        for module in (
            "drafting.lifecycle", "asks.lifecycle", "sides.lifecycle", "sides.exchange", "intake.lifecycle",
            "intake.links",
        ):  # fmt: skip
            import_module(f"propositions.{module}")
