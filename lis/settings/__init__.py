"""How is the service set up? From the environment, and safely when that says nothing; each matter in a module."""

from launch.places import ROOT
from launch.variables import address

from .api import *
from .background import *
from .database import *
from .environment import *
from .environment import DATA_DIR, env, shared
from .files import *
from .people import *
from .safety import *
from .watching import *

BASE_DIR = ROOT
DEBUG = False

# What is installed

OUR_APPS = ("lis", "propositions", "consultations")
ROOMS_WITH_JOBS = sorted(f"{app}.{jobs.parent.name}" for app in OUR_APPS for jobs in (ROOT / app).glob("*/jobs.py"))
ROOMS_WITH_API = sorted(f"{app}.{api.parent.name}" for app in OUR_APPS for api in (ROOT / app).glob("*/api.py"))
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
    "lis.doors.counting.CountingMiddleware",
    "lis.front.health.AnyHostMiddleware",
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

# Counting attempts at signing in needs a memory that all web processes share.
CACHE_URL = shared(
    "CACHE_URL", "", "the Redis in which all web processes count attempts, such as redis://host:6379/1",
    address("redis", "rediss", "unix"),
)  # fmt: skip
if CACHE_URL:
    CACHES = {"default": {"BACKEND": "lis.doors.memory.SharedMemory", "LOCATION": CACHE_URL}}
else:
    beside = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(DATA_DIR / "cache")}
    CACHES = {"default": beside}

# Time and language: kept in UTC, shown in London.

USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
USE_I18N = True

# The office

# How many working days a department has to review an ask, from the day on which it receives it.
REVIEW_WORKING_DAYS = env.number("REVIEW_WORKING_DAYS", 20)
