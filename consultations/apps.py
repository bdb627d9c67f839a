"""The app of consultations: it makes its lifecycles known when the service starts."""

from importlib import import_module

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "consultations"
    verbose_name = "Consultations"

    def ready(self) -> None:
        for module in ("rounds.lifecycle", "questionnaires.lifecycle", "responses.lifecycle"):
            import_module(f"consultations.{module}")
