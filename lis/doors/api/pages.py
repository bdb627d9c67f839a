"""The API in words, for the people who write programs against it, and the answer where there is nothing."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView
from drf_spectacular.views import SpectacularAPIView
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from .kinds import KINDS, Problem
from .schema import whole_schema
from .viewsets import Door


class SchemaView(SpectacularAPIView):
    """The OpenAPI description, as YAML or, if asked, as JSON."""

    schema = None
    permission_classes = (AllowAny,)
    authentication_classes = ()

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(whole_schema(), headers={"Content-Disposition": 'inline; filename="openapi.yaml"'})


class NothingHere(Door):
    """Every address of the API that leads nowhere."""

    schema = None
    permission_classes = (AllowAny,)

    def known_parameters(self) -> set[str]:
        return set(self.request.query_params)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not request.path.endswith("/"):
            raise Problem("not-found", "There is nothing at this address. Addresses end with a slash.")
        raise NotFound


class ReferencePage(TemplateView):
    """The reference: every address, what it takes and answers, and every kind of problem."""

    template_name = "doors/api/reference.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(groups=operations_by_tag(whole_schema()), kinds=KINDS, **kwargs)


class ConsolePage(TemplateView):
    """The same description in Swagger UI, to try calls out. It needs JavaScript; the reference does not."""

    template_name = "doors/api/console.html"


def operations_by_tag(schema: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The operations of an OpenAPI description as a page shows them, in the order of its addresses."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for address, methods in schema["paths"].items():
        for method, operation in methods.items():
            groups.setdefault(operation["tags"][0], []).append(
                {
                    "id": operation["operationId"],
                    "method": method.upper(),
                    "address": address,
                    "summary": operation.get("summary", ""),
                    "description": _further(operation),
                    "parameters": [_parameter(one) for one in operation.get("parameters", []) if one["in"] != "path"],
                    "fields": _fields(schema, operation),
                    "statuses": ", ".join(operation["responses"]),
                }
            )
    return groups


def _further(operation: dict[str, Any]) -> str:
    """The description, unless it says no more than the summary."""
    description = operation.get("description", "")
    return "" if description.rstrip(".") == operation.get("summary", "") else description


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    where = "header" if one["in"] == "header" else "query"
    return {
        "name": one["name"], "where": where, "required": one.get("required", False), "help": one.get("description", "")
    }  # fmt: skip


def _fields(schema: dict[str, Any], operation: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of the body that an operation takes."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rsplit("/", 1)[-1]
    component = schema["components"]["schemas"].get(name, {})
    required = component.get("required", [])
    return [
        {
            "name": field,
            "required": field in required,
            "help": shape.get("description", ""),
            "choices": [choice for choice in shape.get("enum", []) if choice],
        }
        for field, shape in component.get("properties", {}).items()
    ]
