"""Finds the receipts that have not left without reading past all that have; made while the service runs."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("consultations", "0003_response_guards")]

    operations = [
        AddIndexConcurrently("receipt", models.Index(fields=["state"], condition=~Q(state="sent"), name="receipt_not_sent")),
    ]
