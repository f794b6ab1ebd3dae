"""Photos and documents lie in a bucket of S3, and are what they are on a disk: to officers, readers and the worker."""

import io
import logging
import secrets
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from press import attaching, images
from press.correcting import withdraw
from press.models import Edition, Photo, Release, WaitingFile
from press.publishing import publish
from tests import create
from tests.press import files
from tests.s3_server import s3_served

pytestmark = pytest.mark.django_db
KEYS = {"AWS_ACCESS_KEY_ID": "tests", "AWS_SECRET_ACCESS_KEY": "tests", "AWS_EC2_METADATA_DISABLED": "true"}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with s3_served() as address:
        yield address


@pytest.fixture
def bucket(server: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An empty one, private, in which the site keeps its media."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    name = f"media-{secrets.token_hex(4)}"
    made = boto3.resource("s3", endpoint_url=server, region_name="eu-central-1").Bucket(name)
    made.create(CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    options = {"bucket_name": name, "endpoint_url": server, "region_name": "eu-central-1"}
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "osce_site.media.Bucket", "OPTIONS": options}}
    return made


def _keys(bucket: Any) -> set[str]:
    return {one.key for one in bucket.objects.all()}


def _read(address: str) -> tuple[int, bytes]:
    response: Any = Client().get(address)
    return response.status_code, b"".join(response.streaming_content) if response.streaming else response.content


def _with_a_photo() -> tuple[Release, Photo]:
    release = create.draft("With a photo")
    photo = create.photo(release)
    images.make_sizes(photo)
    photo.refresh_from_db()
    return release, photo


def test_what_comes_in_at_the_desk_lies_in_the_bucket_alone(bucket: Any) -> None:
    client = Client()
    client.force_login(create.officer("chief", chief=True))
    client.post("/desk/press/photo/upload/", {"file": files.upload("a.jpg", create.jpeg().read())})
    waiting = WaitingFile.objects.get()
    assert _keys(bucket) == {f"photos/{waiting.token}/full.jpg"}
    assert not Path(django_settings.MEDIA_ROOT).exists()


def test_a_file_is_read_by_everybody_from_when_it_is_public_until_it_is_not(bucket: Any) -> None:
    release, photo = _with_a_photo()
    document = create.document(release)
    addresses = [f"/files/{photo.token}/{name}" for name in ("full.jpg", *photo.sizes)]
    addresses.append(f"/files/{document.token}/{document.file_name}")
    assert {f"{photo.folder}{name}" for name in photo.sizes} < _keys(bucket)
    assert {_read(address)[0] for address in addresses} == {404}
    publish(release, by=create.officer("bo"))
    page = _read(Edition.objects.get().path)[1].decode()
    assert f"/files/{photo.token}/" in page
    for name in photo.sizes:
        stored = bucket.Object(f"{photo.folder}{name}").get()["Body"].read()
        assert _read(f"/files/{photo.token}/{name}") == (200, stored)
    given: Any = Client().get(addresses[-1])
    assert int(given["Content-Length"]) == len(b"".join(given.streaming_content)) > 0
    assert given["Content-Type"] == "application/pdf"
    withdraw(release, by=create.officer("bo"), kind="withdrawn", reason="It was wrong.")
    assert {_read(address)[0] for address in addresses} == {404}


def test_the_bucket_itself_gives_nothing_out(bucket: Any) -> None:
    release, _photo = _with_a_photo()
    publish(release, by=create.officer("bo"))
    assert not [grant for grant in bucket.Acl().grants if "URI" in grant["Grantee"]]
    assert default_storage.url("photos/x").count("Signature")


def test_the_media_kit_has_every_file(bucket: Any) -> None:
    release, _photo = _with_a_photo()
    create.document(release)
    publish(release, by=create.officer("bo"))
    status, kit = _read(f"{Edition.objects.get().path}media-kit.zip")
    assert status == 200
    held = {entry.filename.partition("/")[0]: entry.file_size for entry in zipfile.ZipFile(io.BytesIO(kit)).infolist()}
    assert {"photos", "documents"} <= {*held}
    assert all(held.values())


def test_sizes_made_anew_take_the_place_of_those_before(bucket: Any) -> None:
    _release, photo = _with_a_photo()
    before = _keys(bucket)
    images.make_sizes(photo, 2)
    images.clear.call([photo.folder.replace("/2/", "/1/")], [])
    photo.refresh_from_db()
    assert photo.folder.endswith("/2/")
    assert {key.replace("/1/", "/2/") for key in before} == _keys(bucket)


def test_a_folder_goes_with_all_that_is_in_it_and_nothing_else(bucket: Any) -> None:
    for name in ("photos/a/full.jpg", "photos/a/1/480.jpg", "photos/ab/full.jpg"):
        default_storage.save(name, ContentFile(b"x"))
    images.remove("photos/a/")
    images.remove("photos/nothing/")
    assert _keys(bucket) == {"photos/ab/full.jpg"}


def test_what_is_deleted_leaves_nothing(bucket: Any, django_capture_on_commit_callbacks: Any) -> None:
    release, photo = _with_a_photo()
    document = create.document(release)
    release.release_photos.all().delete()
    release.release_documents.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        attaching.throw_away(photo)
    assert _keys(bucket) == {document.file.name}
    with django_capture_on_commit_callbacks(execute=True):
        attaching.throw_away(document)
    assert _keys(bucket) == set()


def test_no_file_is_written_over(bucket: Any) -> None:
    first = default_storage.save("photos/a/full.jpg", ContentFile(b"first"))
    second = default_storage.save("photos/a/full.jpg", ContentFile(b"second"))
    assert {one.key: one.get()["Body"].read() for one in bucket.objects.all()} == {first: b"first", second: b"second"}


def test_a_file_is_read_again_after_it_was_closed(bucket: Any) -> None:
    photo = create.photo(create.draft())
    with photo.file.open() as file:
        whole = file.read()
        assert (file.open().read(), file.size) == (whole, len(whole))
    with photo.file.open() as file:
        assert file.read() == whole


def test_a_file_that_is_gone_is_not_there(bucket: Any) -> None:
    release, photo = _with_a_photo()
    publish(release, by=create.officer("bo"))
    bucket.Object(f"{photo.folder}480.jpg").delete()
    assert _read(f"/files/{photo.token}/480.jpg")[0] == 404


def test_where_the_store_refuses_it_stands_at_the_photo(bucket: Any, caplog: pytest.LogCaptureFixture) -> None:
    _release, photo = _with_a_photo()
    bucket.objects.all().delete()
    bucket.delete()
    caplog.set_level(logging.CRITICAL)
    images.make_sizes(photo, 2)
    assert Photo.objects.get().failure == images.UNREADABLE
    with pytest.raises(OSError, match="photos/x"):
        default_storage.save("photos/x", ContentFile(b"x"))


def test_where_the_store_is_away_it_is_said_as_of_a_disk(bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from osce_site.media import Bucket

    away = Bucket(bucket_name="any", endpoint_url="http://127.0.0.1:9", region_name="eu-central-1")
    for act in (away.open, away.delete, away.exists, away.listdir, lambda name: away.save(name, ContentFile(b"x"))):
        with pytest.raises(ConnectionError, match="photos/x"):
            act("photos/x")
    release, photo = _with_a_photo()
    publish(release, by=create.officer("bo"))
    monkeypatch.setattr("press.views.files.default_storage", away)
    answer = Client(raise_request_exception=False).get(f"/files/{photo.token}/full.jpg")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "60", "no-store")
    assert Client().get(release.editions.get().path).status_code == 200
