"""What do those who watch over the service get to see?"""

from .environment import DEMONSTRATION, env

# Whoever gathers the figures shows this; without it there is no such address.
METRICS_TOKEN = env.text("METRICS_TOKEN", "", "random letters that open /metrics")
levels = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
# Logs go to the standard error: readable in the demonstration, one JSON object a line elsewhere.
TO_STDERR = {"handlers": ["stderr"], "level": "INFO", "propagate": False}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "structured": {"()": "lis.doors.logs.StructuredFormatter"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain" if DEMONSTRATION else "structured"},
    },
    "root": {"handlers": ["stderr"], "level": env.choice("LOG_LEVEL", "INFO", *levels)},
    "loggers": {
        "django": TO_STDERR,
        "gunicorn.error": TO_STDERR,
        # A line for each request has its facts beside the sentence, where only the structured form shows them.
        "lis.doors.counting": {"level": "WARNING" if DEMONSTRATION else "INFO"},
    },
}
