"""Do files lie in an object storage as in a folder: under names that say nothing, fetched by those who may?"""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lis.files.jobs import sweep_lost_files
from lis.files.storing import store_file
from tests.bucket import bucket
from tests.factories.people import body, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def objects(settings):
    """The bucket that the settings of a deployment would name, and nothing in it."""
    with bucket() as server:
        settings.STORAGES = {**settings.STORAGES, "default": server.storage()}
        yield server
        default_storage.connection.meta.client.close()


@pytest.fixture
def stored(objects):
    return store_file(SimpleUploadedFile("Board paper.txt", b"What we want."), by=person("drafter", of=body()))


def test_file_goes_into_the_bucket_under_a_name_that_says_nothing(objects, stored):
    assert objects.objects == {stored.content.name: b"What we want."}
    assert set(stored.content.name) <= set("0123456789abcdef/")
    assert all(signature.startswith("AWS4-HMAC-SHA256 Credential=the-key/") for _, _, signature in objects.asked)


def test_file_is_fetched_through_the_service_by_those_who_may(objects, stored):
    owner = Client()
    owner.force_login(stored.uploaded_by)

    response = owner.get(f"/files/{stored.uid}/")

    assert b"".join(response.streaming_content) == b"What we want."
    assert response.headers["Content-Disposition"] == 'attachment; filename="Board paper.txt"'
    assert Client().get(f"/files/{stored.uid}/").status_code == 404


def test_file_that_the_bucket_has_lost_is_not_found(objects, stored):
    owner = Client()
    owner.force_login(stored.uploaded_by)
    objects.objects.clear()

    assert owner.get(f"/files/{stored.uid}/").status_code == 404


def test_only_old_files_that_no_row_knows_are_swept(objects, stored):
    objects.objects["ab/nobody-knows-it"] = b"Lost."

    sweep_lost_files(None)

    assert list(objects.objects) == [stored.content.name]


def test_sweeping_an_empty_bucket_does_nothing(objects):
    sweep_lost_files(None)

    assert objects.objects == {}
