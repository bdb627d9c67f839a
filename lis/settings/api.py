"""What holds for every address of the API?"""

from .environment import SERVICE_NAME, env
from .safety import TRUSTED_PROXIES

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "lis.doors.api.tokens.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["lis.doors.api.parsing.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "lis.doors.api.schema.OfficeSchema",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_THROTTLE_CLASSES": ["lis.doors.api.tokens.CallerThrottle"],
    "EXCEPTION_HANDLER": "lis.doors.api.problems.problem_handler",
    "NUM_PROXIES": TRUSTED_PROXIES,
    "URL_FORMAT_OVERRIDE": None,
}
# For whoever has said who they are, and for an address that has not.
API_CALLS_A_MINUTE = (env.number("API_CALLS_A_MINUTE", 600), env.number("API_CALLS_A_MINUTE_UNKNOWN", 60))
API_MOST_BYTES = 5 * 1024**2
SPECTACULAR_SETTINGS = {
    "TITLE": SERVICE_NAME,
    "VERSION": "1",
    "DESCRIPTION": "The same steps and the same law as the pages. Read a record, then act on it with its ETag.",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    # Choices stay with their field: names guessed for them collide between rooms.
    "POSTPROCESSING_HOOKS": [],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}
