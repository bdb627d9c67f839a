"""Where do files lie? What people upload outside everything that is served; style sheets and scripts apart."""

from launch.places import ROOT
from launch.variables import address

from .environment import DATA_DIR, env

FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FOLDER = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": str(DATA_DIR / "files"), "base_url": None},
}
# An object storage that speaks S3. Nobody reaches a file there but through the service, which asks each time who may.
FILES_BUCKET = env.text("FILES_BUCKET", "", "the name of a bucket")
FILES_ENDPOINT = env.text(
    "FILES_ENDPOINT", "", "the address of an object storage, such as https://host", address("http", "https")
)
BUCKET = {
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {
        "bucket_name": FILES_BUCKET,
        "endpoint_url": FILES_ENDPOINT or None,
        "region_name": env.text("FILES_REGION", "", "the name of a region") or None,
        "access_key": env.text("FILES_ACCESS_KEY", "", "the key to the bucket") or None,
        "secret_key": env.text("FILES_SECRET_KEY", "", "the secret to the bucket's key") or None,
        "addressing_style": "path" if FILES_ENDPOINT else "auto",
        "file_overwrite": False,
    },
}
STORAGES = {
    "default": BUCKET if FILES_BUCKET else FOLDER,
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        # Whoever serves them need not be whoever gathered them: in an image that is root.
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
# The import's preview has a dozen fields a row.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [folder for folder in (ROOT / "static", DATA_DIR / "front-end") if folder.is_dir()]
