"""How the API describes itself: tidy names, every status that can come, and the headers that matter."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import append_meta, build_basic_type, get_doc
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.serializers import SlugRelatedField

from .kinds import KINDS
from .problems import MEDIA_TYPE
from .serializers import ProblemSerializer

ALWAYS = (400, 401, 406, 429)
WRITING = (403, 409, 413, 415, 503)
OF_ONE = (404,)
OF_STEPS = (412, 428)

ETAG = OpenApiParameter(
    "ETag", OpenApiTypes.STR, OpenApiParameter.HEADER, response=[200, 201],
    description="The revision and a hash of this representation. Send it back in If-Match when you act.",
)  # fmt: skip
LOCATION = OpenApiParameter(
    "Location", OpenApiTypes.URI, OpenApiParameter.HEADER, response=[201], description="Where the new one is read."
)
IF_MATCH = OpenApiParameter(
    "If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, required=True,
    description="The ETag of what you have read. Only its revision counts.",
)  # fmt: skip
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", OpenApiTypes.STR, OpenApiParameter.HEADER,
    description="The ETag of what you have. The answer is 304 if it is still the same.",
)  # fmt: skip
KEY = OpenApiParameter(
    "Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER,
    description="A name of your own for this call, such as a UUID. Sent again, it is not done again.",
)  # fmt: skip
KEY_REQUIRED = OpenApiParameter(
    "Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER, required=True, description=KEY.description
)


class OfficeSchema(AutoSchema):
    """Reads names from the viewset's actions and adds to each operation the refusals that it may answer."""

    def get_tags(self) -> list[str]:
        return self._tokenize_path()[:1] or ["api"]

    def get_operation_id(self) -> str:
        name = "_".join([*self.get_tags(), self._action])
        return name.replace("-", "_")

    @property
    def _action(self) -> str:
        return getattr(self.view, "action", None) or self.method.lower()

    @property
    def _is_step(self) -> bool:
        return self._action.startswith("step_")

    def get_description(self) -> str:
        return get_doc(type(self.view)) if self._action == "list" else super().get_description()

    def get_override_parameters(self) -> list[Any]:
        match self._action:
            case "retrieve" | "version":
                return [IF_NONE_MATCH, ETAG]
            case "create":
                return [KEY_REQUIRED, ETAG, LOCATION]
        return [IF_MATCH, KEY, ETAG] if self._is_step else []

    def _get_serializer_field_meta(self, field: Any, direction: Any) -> dict[str, Any]:
        meta = super()._get_serializer_field_meta(field, direction)
        # What a row does not have, such as a version, is read as null.
        return {**meta, "nullable": True} if field.default is None else meta

    def _map_serializer_field(self, field: Any, direction: Any, bypass_extensions: bool = False) -> Any:
        if isinstance(field, SlugRelatedField) and field.read_only:
            # A code or a reference of another row: a text, whatever model it comes from.
            return append_meta(build_basic_type(OpenApiTypes.STR), self._get_serializer_field_meta(field, direction))
        return super()._map_serializer_field(field, direction, bypass_extensions)

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        responses = super()._get_response_bodies(direction)
        if self._action in ("retrieve", "version"):
            responses["304"] = {"description": "Unchanged since the representation that If-None-Match names."}
        for status in self._refusals():
            told = OpenApiResponse(ProblemSerializer, description=_meaning(status))
            responses[str(status)] = self._get_response_for_code(told, str(status), [MEDIA_TYPE], direction)
        return dict(sorted(responses.items()))

    def _refusals(self) -> list[int]:
        found = {*ALWAYS}
        if "{ref}" in self.path:
            found |= {*OF_ONE}
        if self.method != "GET":
            found |= {*WRITING}
        if self._is_step:
            found |= {*OF_STEPS}
        if self._action == "create":
            found.add(428)
        if self._action == "write_draft":
            found.add(412)
        if self._action == "draft":
            found.add(403)
        return sorted(found)


class TokenScheme(OpenApiAuthenticationExtension):
    """Names our tokens in the schema."""

    target_class = "lis.doors.api.tokens.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "Made for a person by “manage.py api_token”."}


@lru_cache(maxsize=1)
def whole_schema() -> dict[str, Any]:
    """The description of the whole API. It is the same for everybody and as long as the process lives."""
    return SchemaGenerator().get_schema(request=None, public=True)


def _meaning(status: int) -> str:
    titles = dict.fromkeys(kind.title for kind in KINDS.values() if kind.status == status)
    return "; ".join(titles) + "."
