"""The foundation app: it makes its lifecycles known when the service starts."""

from importlib import import_module

from django.apps import AppConfig


class LisConfig(AppConfig):
    name = "lis"
    verbose_name = "Strategies and people"

    def ready(self) -> None:
        for room in ("strategies", "papers", "evidence"):
            import_module(f"lis.{room}.lifecycle")
