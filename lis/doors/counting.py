"""How many requests came, through which door, how were they answered, and how fast?

Labels and log lines hold the names of addresses, never the addresses: those name records, people and secrets.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

log = logging.getLogger(__name__)

COUNTED = CollectorRegistry()
REQUESTS = Counter("concordat_requests", "Requests answered.", ["route", "method", "status"], registry=COUNTED)
SECONDS = Histogram(
    "concordat_request_seconds",
    "Time until an answer began.",
    ["route", "method"],
    registry=COUNTED,
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
REFUSALS = Counter("concordat_refusals", "Requests refused.", ["door", "status"], registry=COUNTED)

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
STATIC = "static"
# Whoever watches over the service asks for these every few seconds, which would bury everybody else.
WATCHED = {"/health", "/ready", "/metrics"}


class CountingMiddleware:
    """Counts and logs each answer; the outermost of all, so that nothing is answered behind its back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - began
        route, status = route_of(request), response.status_code
        if request.path_info not in WATCHED:
            method = request.method if request.method in METHODS else "other"
            REQUESTS.labels(route, method, status).inc()
            SECONDS.labels(route, method).observe(seconds)
            if status >= 400:
                REFUSALS.labels(door_of(request), status).inc()
            if route != STATIC:
                facts = {"route": route, "method": method, "status": status, "ms": round(1000 * seconds)}
                log.info("Answered.", extra={"facts": facts})
        return response


def route_of(request: HttpRequest) -> str:
    """The name of the address, such as `ask_detail`; one word for all style sheets, one for all that lead nowhere."""
    if request.resolver_match:
        return request.resolver_match.view_name
    return STATIC if request.path_info.startswith(settings.STATIC_URL) else "unknown"


def door_of(request: HttpRequest) -> str:
    first = request.path_info.split("/")[1]
    return first if first in ("admin", "api") else "pages"


def counted() -> bytes:
    """What was counted, in Prometheus's form: by all processes of this web server, or by this one where it is alone."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(COUNTED)
    together = CollectorRegistry()
    MultiProcessCollector(together)
    return generate_latest(together)
