"""How do mail and other work get done after the answer? The broker only wakes workers, Job rows hold the truth."""

from environ import Env

from launch.variables import address, matching

from .environment import DATA_DIR, DEMONSTRATION, env, shared
from .safety import ALLOWED_HOSTS

if DEMONSTRATION:
    EMAIL_BACKEND = "lis.notices.backend.RecordingBackend"
else:
    server = shared(
        "EMAIL_URL", "smtp://localhost:25", "the address of a mail server, such as smtp+tls://user:secret@host:587",
        address("smtp", "smtps", "smtp+tls", "smtp+ssl"),
    )  # fmt: skip
    globals().update(Env.email_url_config(server))
# Where links in mail lead, since a mail is written without a request at hand.
here = f"http://127.0.0.1:{env.number('PORT', 8000, most=65_535)}" if DEMONSTRATION else ""
SITE_URL = env.text(
    "SITE_URL", here, "the address of the service, such as https://asks.example.org", address("http", "https")
).rstrip("/")
if not SITE_URL:
    SITE_URL = f"https://{ALLOWED_HOSTS[0].lstrip('.*') or 'localhost'}"
# A mail server that does not answer must not hold a worker for ever.
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = shared(
    "DEFAULT_FROM_EMAIL", "concordat@localhost", "the address that mail comes from, such as asks@example.org",
    matching(r"\S.*@\S+"),
)  # fmt: skip

CELERY_BROKER_URL = shared(
    "CELERY_BROKER_URL", "filesystem://localhost", "the Redis that wakes the workers, such as redis://host:6379/0",
    lambda given: given.startswith("filesystem://") or address("redis", "rediss", "unix")(given),
)  # fmt: skip
BROKER_FOLDERS = []
if CELERY_BROKER_URL.startswith("filesystem:"):
    BROKER_FOLDERS = [DATA_DIR / "broker" / name for name in ("messages", "control")]
    messages, control = map(str, BROKER_FOLDERS)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": messages,
        "data_folder_out": messages,
        "control_folder": control,
        "polling_interval": 0.2,
    }
# How long one worker may hold a job, and after how long a job that nobody took is sent again. With the beat of the
# clock they add up to less than two minutes, in which a lost worker's work or a lost message is taken up again.
JOB_LEASE_SECONDS = env.number("JOB_LEASE_SECONDS", 60)
JOB_RESEND_SECONDS = env.number("JOB_RESEND_SECONDS", 60)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Beat in London time falls silent for an hour when summer time ends.
CELERY_TIMEZONE = "UTC"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {"tick": {"task": "lis.jobs.tick", "schedule": 5.0, "options": {"expires": 30}}}
