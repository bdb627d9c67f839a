"""Finds the jobs and mails that are not done without reading past all that are; made while the service runs."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("lis", "0003_evidence")]

    operations = [
        AddIndexConcurrently(
            "job", models.Index(fields=["name", "state"], condition=~Q(state="done"), name="job_not_done")
        ),
        AddIndexConcurrently("notice", models.Index(fields=["state"], condition=~Q(state="sent"), name="notice_not_sent")),
    ]
