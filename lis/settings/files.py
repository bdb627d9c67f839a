"""Where do files lie? What people upload outside everything that is served; style sheets and scripts apart."""

from launch.places import ROOT

from .environment import DATA_DIR

STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "files"), "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        # Whoever serves them need not be whoever gathered them: in an image that is root.
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# The import's preview has a dozen fields a row.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [folder for folder in (ROOT / "static", DATA_DIR / "front-end") if folder.is_dir()]
