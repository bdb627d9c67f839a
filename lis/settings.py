"""How is the service set up? From the environment, and safely when that says nothing."""

from urllib.parse import unquote, urlsplit

import environ
from csp.constants import NONE, SELF

from launch import postgres
from launch.places import ROOT, data_dir, kept_secret

env = environ.Env()


def refuse(sentence: str) -> None:
    """Stop the start with one clear line: a traceback would bury it."""
    raise SystemExit(f"Concordat does not start: {sentence}")


SERVICE_NAME = env.str("SERVICE_NAME", "Concordat")
BASE_DIR = ROOT
DATA_DIR = data_dir()

# The demonstration trades safety for ease: plain http, known passwords, no second factor. Never on by default.
DEMONSTRATION = env.bool("DEMONSTRATION", False)
DEBUG = False

SECRET_KEY = env.str("SECRET_KEY", "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
if DEMONSTRATION:
    host = env.str("HOST", "127.0.0.1")
    SECRET_KEY = SECRET_KEY or kept_secret(DATA_DIR / "secret-key")
    # Whoever binds the demonstration to every address of the machine is reached by names we cannot know.
    ALLOWED_HOSTS = ALLOWED_HOSTS or (["*"] if host in ("0.0.0.0", "::") else ["127.0.0.1", "localhost", "[::1]", host])
if not SECRET_KEY:
    refuse("SECRET_KEY is not set. Give it 50 or more random letters, or set DEMONSTRATION=1 to try the service out.")
if not ALLOWED_HOSTS:
    refuse("ALLOWED_HOSTS is not set. Name the hosts people will use, with commas between, such as asks.example.org.")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# What is installed

OUR_APPS = ("lis", "propositions", "consultations")
ROOMS_WITH_JOBS = sorted(f"{app}.{jobs.parent.name}" for app in OUR_APPS for jobs in (ROOT / app).glob("*/jobs.py"))
INSTALLED_APPS = [
    *OUR_APPS,
    "lis.doors.admin.apps.OfficeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "lis.doors.headers.PrivatePagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lis.engine.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lis.people.second_factor.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lis.doors.pages.RefusalMiddleware",
]
ROOT_URLCONF = "lis.urls"
WSGI_APPLICATION = "lis.wsgi.application"
FORM_RENDERER = "lis.doors.forms.OfficeRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lis.doors.context.service",
            ],
        },
    }
]

# Databases: the web process is one role, whoever changes tables is another.

DATABASE_ROLE = env.str("DATABASE_ROLE", "web")
if env.str("DATABASE_URL", ""):
    addresses = {"web": env.str("DATABASE_URL"), "owner": env.str("DATABASE_OWNER_URL", "")}
    users = {role: unquote(urlsplit(address).username or "") for role, address in addresses.items()}
    databases = {role: env.db_url_config(address) for role, address in addresses.items() if address}
    if any(found["ENGINE"] != "django.db.backends.postgresql" for found in databases.values()):
        refuse("DATABASE_URL names something that is not PostgreSQL, and Concordat runs on nothing else.")
    if DATABASE_ROLE == "owner" and not addresses["owner"]:
        refuse("DATABASE_OWNER_URL is not set. This command changes tables, so it needs the address of their owner.")
    if users["web"] == users["owner"]:
        refuse("DATABASE_URL and DATABASE_OWNER_URL name the same user. The web's must not be the owner of the tables.")
else:
    users = {"web": postgres.WEB, "owner": postgres.OWNER}
    databases = {
        role: {"ENGINE": "django.db.backends.postgresql", **postgres.cluster().address(user)}
        for role, user in users.items()
    }
DATABASE_WEB_ROLE = users["web"]
DATABASES = {
    "default": {
        **databases[DATABASE_ROLE],
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # A change of tables that has to wait for somebody's lock would make everybody wait behind it.
        "OPTIONS": {"options": "-c lock_timeout=2s"} if DATABASE_ROLE == "owner" else {},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People

AUTH_USER_MODEL = "lis.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SECOND_FACTOR_REQUIRED = not DEMONSTRATION
# Whoever sends X-Forwarded-For could choose their own address and escape the counting of attempts.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 1 if env.bool("BEHIND_PROXY", False) else 0)
ACCOUNT_ADAPTER = "lis.people.signing_in.OfficeAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# The invitation went to the address: whoever came in by it has shown that it is theirs.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_RATE_LIMITS = {
    # In the demonstration one person plays them all, and signs in for each.
    "login": "300/m/ip" if DEMONSTRATION else "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
}
ACCOUNT_FORMS = {
    "login": "lis.people.forms.SignInForm",
    "reset_password": "lis.people.forms.ForgottenPasswordForm",
    "reset_password_from_key": "lis.people.forms.NewPasswordForm",
    "change_password": "lis.people.forms.ChangePasswordForm",
    "reauthenticate": "lis.people.forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "lis.people.second_factor.OfficeMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "lis.people.forms.SecondFactorForm",
    "reauthenticate": "lis.people.forms.ConfirmSecondFactorForm",
    "activate_totp": "lis.people.forms.SetUpSecondFactorForm",
}

# Time and language: kept in UTC, shown in London.

USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
USE_I18N = True

# Files: what people upload lies outside everything that is served.

STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "files"), "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# The import's preview has a dozen fields a row.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [folder for folder in (ROOT / "static", DATA_DIR / "front-end") if folder.is_dir()]

# Safety in the browser

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # The front end's style sheet carries its small pictures in itself.
        "img-src": [SELF, "data:"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", not DEMONSTRATION)
# Whoever watches over a process asks it directly, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^health$", r"^ready$"]
SECURE_HSTS_SECONDS = 0 if DEMONSTRATION else env.int("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEMONSTRATION
SECURE_REFERRER_POLICY = "same-origin"
if env.bool("BEHIND_PROXY", False):
    # Only a proxy that always sets this header itself may be trusted with it.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMONSTRATION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60

# Counting attempts at signing in needs a memory that all web processes share.
CACHES = {
    "default": env.cache_url_config(env.str("CACHE_URL"))
    if env.str("CACHE_URL", "")
    else {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(DATA_DIR / "cache")}
}

# Mail

if DEMONSTRATION:
    EMAIL_BACKEND = "lis.notices.backend.RecordingBackend"
else:
    globals().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
# Where links in mail lead, since a mail is written without a request at hand.
SITE_URL = env.str("SITE_URL", f"http://127.0.0.1:{env.str('PORT', '8000')}" if DEMONSTRATION else "").rstrip("/")
if not SITE_URL:
    SITE_URL = f"https://{ALLOWED_HOSTS[0].lstrip('.*') or 'localhost'}"
# A mail server that does not answer must not hold a worker for ever.
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", "concordat@localhost")

# Background work: the broker only wakes workers, Job rows hold the truth.

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "filesystem://localhost")
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
# How long one worker may hold a job, and after how long a job that nobody took is sent again.
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", 120)
JOB_RESEND_SECONDS = env.int("JOB_RESEND_SECONDS", 60)
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

# The API

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
    "NUM_PROXIES": 1 if env.bool("BEHIND_PROXY", False) else 0,
    "URL_FORMAT_OVERRIDE": None,
}
ROOMS_WITH_API = sorted(f"{app}.{api.parent.name}" for app in OUR_APPS for api in (ROOT / app).glob("*/api.py"))
# For whoever has said who they are, and for an address that has not.
API_CALLS_A_MINUTE = (env.int("API_CALLS_A_MINUTE", 600), env.int("API_CALLS_A_MINUTE_UNKNOWN", 60))
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

# Logs go to the standard error: readable in the demonstration, one JSON object a line elsewhere.

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
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {"django": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
}

# The office

# How many working days a department has to review an ask, from the day on which it receives it.
REVIEW_WORKING_DAYS = env.int("REVIEW_WORKING_DAYS", 20)
