"""What a deployment has to be told before it starts, as tests tell it."""

DEPLOYMENT = {
    "SECRET_KEY": "k9-Wq7z!" * 8,
    "CONTACTS_KEY": "m3_Vx8y?" * 8,
    "ALLOWED_HOSTS": "concordat.example",
}
# What a process needs to be told that is one of several.
FLEET = {
    **DEPLOYMENT,
    "FLEET": "1",
    "DATABASE_URL": "postgres://web:secret@localhost/concordat",
    "CELERY_BROKER_URL": "redis://localhost:6379/0",
    "CACHE_URL": "redis://localhost:6379/1",
    "EMAIL_URL": "smtp://localhost:25",
    "DEFAULT_FROM_EMAIL": "concordat@concordat.example",
}
