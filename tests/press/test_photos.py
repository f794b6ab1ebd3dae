"""Photos: upright and clean when they come in, with their words in every size, cut around what matters."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image, ImageCms, IptcImagePlugin

from press import attaching, images, photo_metadata, watching
from press.correcting import correct, withdraw
from press.models import EditionPhoto, Photo, Release, ReleasePhoto, WaitingFile
from press.photo_metadata import Words
from press.publishing import publish
from tests import create
from tests.movable_clock import the_time_is
from tests.press import files

pytestmark = pytest.mark.django_db

WORDS = Words(
    credit="OSCE/Ána Čermák",
    copyright="© OSCE 2026",
    usage_terms="Free to use with the credit.",
    alt={"en": "A bridge & a boat", "fr": "Un pont <et> un bateau", "ru": "Мост и лодка"},
    caption={"en": "The bridge on the day it opened"},
)


def signed_in(name: str = "chief") -> Client:
    client = Client()
    client.force_login(create.officer(name, chief=True))
    return client


def taken(data: bytes, name: str = "bridge.jpg", release: Release | None = None) -> WaitingFile:
    return attaching.receive(files.upload(name, data), "photo", by=create.officer("chief", chief=True), release=release)


def made(words: Words = WORDS, size: tuple[int, int] = (1200, 800), **more: Any) -> Photo:
    """A photo with all its sizes."""
    photo = attaching.make_photo(taken(files.saved(files.corners(size))), words, by=create.officer(), **more)
    images.make_sizes(photo, photo.wanted)
    return photo


def kept(waiting: WaitingFile | Photo) -> Image.Image:
    with waiting.file.open() as file:
        picture = Image.open(io.BytesIO(file.read()))
    picture.load()
    return picture


def stored(photo: Photo, name: str) -> bytes:
    with default_storage.open(f"{photo.folder}{name}") as file:
        return bytes(file.read())


def is_like(pixel: Any, colour: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 40 for one, other in zip(pixel, colour, strict=True))


RED, LIME, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def quarters(picture: Image.Image) -> list[Any]:
    width, height = picture.size
    across, down = (width // 4, 3 * width // 4), (height // 4, 3 * height // 4)
    return [picture.getpixel((x, y)) for y in down for x in across]


# Coming in


@pytest.mark.parametrize("orientation", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
def test_a_photo_stands_upright_however_the_camera_was_held(orientation: int) -> None:
    picture = kept(taken(files.from_a_camera(orientation)))
    assert picture.size == files.SIZE
    assert all(
        is_like(pixel, colour) for pixel, colour in zip(quarters(picture), (RED, LIME, BLUE, WHITE), strict=True)
    )


def test_nothing_of_what_a_camera_noted_is_kept() -> None:
    raw = files.from_a_camera(6)
    assert b"Owner of the camera" in raw
    waiting = taken(raw)
    picture = kept(waiting)
    assert dict(picture.getexif()) == {}
    assert set(picture.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
        "dpi",
    }
    with waiting.file.open() as file:
        data = file.read()
    assert not re.search(rb"secret|Camera|Owner|Exif|adobe", data)


@pytest.mark.parametrize(
    ("what", "make"),
    [
        ("CMYK", lambda: files.saved(files.corners().convert("CMYK"))),
        ("a palette", lambda: files.saved(files.corners().quantize(8), "PNG")),
        ("WebP", lambda: files.saved(files.corners(), "WEBP", lossless=True)),
        ("transparent", lambda: files.saved(files.corners().convert("RGBA"), "PNG")),
    ],
)
def test_every_way_of_writing_colours_becomes_the_same_photo(what: str, make: Any) -> None:
    picture = kept(taken(make()))
    assert (picture.mode, picture.format) == ("RGB", "JPEG")
    assert all(
        is_like(pixel, colour) for pixel, colour in zip(quarters(picture), (RED, LIME, BLUE, WHITE), strict=True)
    )


def test_what_is_transparent_becomes_white() -> None:
    clear = Image.new("RGBA", files.SIZE, (0, 0, 0, 0))
    assert is_like(kept(taken(files.saved(clear, "PNG"))).getpixel((9, 9)), WHITE)
    by_palette = Image.new("P", files.SIZE, 0)
    by_palette.putpalette([0, 0, 0])
    assert is_like(kept(taken(files.saved(by_palette, "PNG", transparency=0))).getpixel((9, 9)), WHITE)


@pytest.mark.parametrize("level", [0, 32_768, 65_535])
def test_sixteen_bits_of_grey_are_told_in_eight(level: int) -> None:
    grey = Image.new("I;16", files.SIZE, level)
    pixel = kept(taken(files.saved(grey, "PNG"))).getpixel((9, 9))
    assert is_like(pixel, (level // 256,) * 3)


def test_colours_of_another_profile_are_turned_into_srgb() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    assert (lab.profile.xcolor_space.strip(), srgb.profile.xcolor_space.strip()) == ("Lab", "RGB")
    grey = Image.new("RGB", files.SIZE, (128, 128, 128))
    plain = kept(taken(files.saved(grey))).getpixel((9, 9))
    named = kept(taken(files.saved(grey, icc_profile=srgb.tobytes()))).getpixel((9, 9))
    foreign = kept(taken(files.saved(grey, icc_profile=lab.tobytes()))).getpixel((9, 9))
    linear = kept(taken(files.saved(grey, icc_profile=files.linear_profile()))).getpixel((9, 9))
    assert is_like(plain, (128, 128, 128))
    assert is_like(named, (128, 128, 128))
    assert is_like(foreign, (128, 128, 128)), "a profile of another space is not for this photo"
    assert is_like(linear, (188, 188, 188)), "128 of 255 of the light is 188 in sRGB"
    assert "icc_profile" not in kept(taken(files.saved(grey, icc_profile=b"no profile"))).info


def test_a_photo_of_a_phone_with_a_second_picture_behind_it_is_taken() -> None:
    two = files.saved(files.corners(), "MPO", save_all=True, append_images=[Image.new("RGB", files.SIZE)])
    assert is_like(quarters(kept(taken(two)))[0], RED)


# Words and rights


@pytest.mark.parametrize("missing", ["credit", "copyright", "usage_terms"])
def test_a_photo_without_its_rights_is_no_photo(missing: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Photo.objects.filter(pk=create.photo(create.draft()).pk).update(**{missing: ""})


def test_a_description_describes_and_a_focal_point_lies_in_the_photo() -> None:
    photo = create.photo(create.draft())
    with pytest.raises(IntegrityError), transaction.atomic():
        photo.texts.update(alt="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Photo.objects.update(focal_x=101)


def words_of_the_form(**more: Any) -> dict[str, Any]:
    said = {"credit": "OSCE/Ana", "copyright": "OSCE", "usage_terms": "Free.", "focal_x": 20, "focal_y": 80}
    return said | {"alt_en": "A bridge"} | more


def test_a_photo_goes_from_upload_over_its_words_onto_its_release() -> None:
    desk, release = signed_in(), create.draft()
    sent = desk.post(
        f"/desk/press/photo/upload/?release={release.pk}",
        {"file": [files.upload(f"{name}.jpg", files.saved(files.corners())) for name in ("one", "two")]},
    )
    first, second = WaitingFile.objects.all()
    assert sent["Location"] == f"/desk/press/photo/upload/{first.token}/"
    assert desk.get(sent["Location"]).status_code == 200
    then = desk.post(sent["Location"], words_of_the_form(alt_fr="Un pont", caption_fr="Le pont"))
    assert then["Location"] == f"/desk/press/photo/upload/{second.token}/", "the next that waits"
    page = desk.get(then["Location"]).content.decode()
    assert 'value="OSCE/Ana"' in page, "photos of one event share their rights"
    assert desk.post(then["Location"], words_of_the_form())["Location"] == f"/desk/press/release/{release.pk}/change/"
    one, two = Photo.objects.order_by("pk")
    assert [row.photo for row in release.release_photos.all()] == [one, two]
    assert (one.name, one.credit, one.focal_x, one.focal_y, one.added_by) == ("one", "OSCE/Ana", 20, 80, first.by)
    assert {text.language: (text.alt, text.caption) for text in one.texts.all()} == {
        "en": ("A bridge", ""),
        "fr": ("Un pont", "Le pont"),
    }
    assert not WaitingFile.objects.exists()


@pytest.mark.parametrize("missing", ["credit", "copyright", "usage_terms", "alt_en"])
def test_an_upload_waits_until_all_its_words_are_there(missing: str) -> None:
    desk, waiting = signed_in(), taken(files.saved(files.corners()))
    at = f"/desk/press/photo/upload/{waiting.token}/"
    answer = desk.post(at, words_of_the_form(**{missing: " "}))
    assert answer.status_code == 200
    assert answer.content.decode().count("This field is required.") == 1
    json = desk.post(at, words_of_the_form(**{missing: " "}), headers={"accept": "application/json"})
    assert (json.status_code, json.json()) == (422, {"errors": {missing: ["This field is required."]}})
    assert not Photo.objects.exists()


def test_the_original_language_of_the_release_is_the_one_that_is_required() -> None:
    release = create.draft(languages=("fr",), original_language="fr")
    waiting = taken(files.saved(files.corners()), release=release)
    at = f"/desk/press/photo/upload/{waiting.token}/"
    assert signed_in().post(at, words_of_the_form()).status_code == 200
    assert signed_in().post(at, words_of_the_form(alt_en="", alt_fr="Un pont")).status_code == 302
    publish(release, by=create.officer("bo"))
    assert EditionPhoto.objects.get().alt == "Un pont"


def test_a_writing_page_gets_its_photo_in_json() -> None:
    desk, release = signed_in(), create.draft()
    wants = {"accept": "application/json"}
    data = {"file": files.upload("bridge.jpg", files.saved(files.corners()))}
    waiting = desk.post(f"/desk/press/photo/upload/?release={release.pk}", data, headers=wants)
    assert waiting.status_code == 201
    assert files.fetched(desk, waiting.json()["file"])[:2] == (200, "image/jpeg")
    answer = desk.post(waiting.json()["words"], words_of_the_form(), headers=wants)
    photo = Photo.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": photo.pk,
        "name": "bridge",
        "change": f"/desk/press/photo/{photo.pk}/change/",
        "thumb": f"/desk/press/photo/{photo.pk}/file/full.jpg",
        "width": 320,
        "height": 240,
        "alt": {"en": "A bridge"},
        "caption": {},
        "credit": "OSCE/Ana",
        "copyright": "OSCE",
        "usage_terms": "Free.",
        "focal_x": 20,
        "focal_y": 80,
        "sizes": "in work",
    }
    assert files.fetched(desk, answer.json()["thumb"])[:2] == (200, "image/jpeg")


def test_an_upload_for_a_release_is_for_who_may_change_it() -> None:
    release = create.draft()
    stranger = create.officer("stranger")
    mission = create.term("Mission to Georgia", "field-operations", kind="operation")
    create.assign(stranger, "writer", source=mission)
    client = Client()
    client.force_login(stranger)
    assert client.get("/desk/press/photo/upload/").status_code == 200
    assert client.get(f"/desk/press/photo/upload/?release={release.pk}").status_code == 404
    assert client.get("/desk/press/photo/upload/?release=12345").status_code == 404
    assert client.get("/desk/press/photo/upload/?release=x").status_code == 404


# Sizes


def test_avif_webp_and_jpeg_are_made_in_the_widths_that_pages_use() -> None:
    photo = made()
    sizes = {name: Image.open(io.BytesIO(stored(photo, name))) for name in photo.sizes}
    assert {name: (picture.format, picture.size) for name, picture in sizes.items()} == {
        "480.avif": ("AVIF", (480, 320)),
        "480.webp": ("WEBP", (480, 320)),
        "480.jpg": ("JPEG", (480, 320)),
        "960.avif": ("AVIF", (960, 640)),
        "960.webp": ("WEBP", (960, 640)),
        "960.jpg": ("JPEG", (960, 640)),
        "card.avif": ("AVIF", (480, 320)),
        "card.webp": ("WEBP", (480, 320)),
        "card.jpg": ("JPEG", (480, 320)),
        "full.jpg": ("JPEG", (1200, 800)),
    }
    assert (photo.standing, photo.generation) == ("ready", 1)


def test_a_small_photo_is_kept_in_its_own_width() -> None:
    assert made(size=(300, 200)).sizes == [
        *("300.avif", "300.webp", "300.jpg"),
        *("card.avif", "card.webp", "card.jpg"),
        "full.jpg",
    ]


def test_every_size_carries_credit_rights_terms_and_descriptions_in_xmp() -> None:
    photo = made()
    for name in photo.sizes:
        xmp = Image.open(io.BytesIO(stored(photo, name))).info["xmp"].decode()
        for said in (
            "<dc:creator><rdf:Seq><rdf:li>OSCE/Ána Čermák</rdf:li></rdf:Seq></dc:creator>",
            '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© OSCE 2026</rdf:li>',
            "<photoshop:Credit>OSCE/Ána Čermák</photoshop:Credit>",
            '<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">Free to use with the credit.</rdf:li>',
            '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">The bridge on the day it opened</rdf:li>',
            '<rdf:li xml:lang="en">A bridge &amp; a boat</rdf:li>',
            '<rdf:li xml:lang="fr">Un pont &lt;et&gt; un bateau</rdf:li>',
            '<rdf:li xml:lang="ru">Мост и лодка</rdf:li>',
        ):
            assert said in xmp, (name, said)


def test_every_jpeg_carries_them_in_iptc_and_exif_too() -> None:
    photo = made()
    for name in (name for name in photo.sizes if name.endswith(".jpg")):
        picture = Image.open(io.BytesIO(stored(photo, name)))
        iptc = IptcImagePlugin.getiptcinfo(picture) or {}
        told = {number: str(iptc[2, number], "utf-8") for number in (40, 80, 110, 116, 120)}  # type: ignore[arg-type]
        assert told == {
            40: "Free to use with the credit.",
            80: "OSCE/Ána Čermák",
            110: "OSCE/Ána Čermák",
            116: "© OSCE 2026",
            120: "The bridge on the day it opened",
        }
        assert iptc[1, 90] == b"\x1b%G"
        exif = picture.getexif()
        assert {tag: value.encode("latin-1").decode() for tag, value in exif.items()} == {
            0x013B: "OSCE/Ána Čermák",
            0x8298: "© OSCE 2026",
        }


def test_long_words_are_cut_between_letters_where_a_field_is_short() -> None:
    words = Words("Č" * 200, "К" * 200, "Я" * 300, alt={"ru": "Ж" * 300}, caption={"ru": "Щ" * 500})
    data = photo_metadata.into_jpeg(files.saved(files.corners()), words)
    iptc = IptcImagePlugin.getiptcinfo(Image.open(io.BytesIO(data))) or {}
    assert str(iptc[2, 80], "utf-8") == "Č" * 16  # type: ignore[arg-type]
    assert str(iptc[2, 116], "utf-8") == "К" * 64  # type: ignore[arg-type]
    assert str(iptc[2, 120], "utf-8") == "Щ" * 500  # type: ignore[arg-type]


def test_the_full_photo_carries_its_words_and_every_pixel_as_it_came() -> None:
    photo = made()
    assert Image.open(io.BytesIO(stored(photo, "full.jpg"))).tobytes() == kept(photo).tobytes()


@pytest.mark.parametrize(("focal_x", "seen"), [(0, RED), (50, None), (100, LIME)])
def test_a_card_is_cut_around_the_focal_point(focal_x: int, seen: tuple[int, int, int] | None) -> None:
    panorama = files.corners((1800, 400))
    card = images.cut(panorama, focal_x, 10)
    left, right = card.getpixel((30, 60)), card.getpixel((450, 60))
    assert card.size == images.CARD
    if seen:
        assert is_like(left, seen)
        assert is_like(right, seen)
    else:
        assert is_like(left, RED)
        assert is_like(right, LIME)


def test_a_photo_whose_sizes_are_not_made_yet_is_published_and_shown_in_full() -> None:
    release = create.draft()
    attaching.make_photo(taken(files.saved(files.corners()), release=release), WORDS, by=create.officer())
    publish(release, by=create.officer("bo"))
    photo, reader = Photo.objects.get(), Client()
    assert photo.standing == "in work"
    path = release.editions.get().get_absolute_url()
    page = reader.get(path).content.decode()
    assert set(re.findall(r"/files/[^\" ]+", page)) == {f"/files/{photo.token}/full.jpg"}
    status, _type, data = files.fetched(reader, f"/files/{photo.token}/full.jpg")
    assert status == 200
    assert Image.open(io.BytesIO(data)).getexif()[0x8298].encode("latin-1").decode() == photo.copyright
    assert reader.get(f"/files/{photo.token}/320.avif").status_code == 404
    images.make_sizes(photo, photo.wanted)
    page = reader.get(path).content.decode()
    offered = set(re.findall(r"/files/[^\" ]+", page))
    assert offered == {f"/files/{photo.token}/{name}" for name in ("320.avif", "320.webp", "320.jpg", "full.jpg")}
    types = {".avif": "image/avif", ".webp": "image/webp", ".jpg": "image/jpeg"}
    for address in offered:
        assert files.fetched(reader, address)[:2] == (200, types[Path(address).suffix])


@pytest.mark.django_db(transaction=True)
def test_sizes_are_made_by_the_worker_once_the_photo_is_saved() -> None:
    photo = attaching.make_photo(taken(files.saved(files.corners())), WORDS, by=create.officer())
    task = DBTaskResult.objects.get()
    assert task.args_kwargs == {"args": [photo.pk, 1], "kwargs": {}}
    images.make.call(photo.pk, 1)
    photo.refresh_from_db()
    assert (photo.standing, len(photo.sizes)) == ("ready", 7)
    images.make.call(photo.pk, 1)
    assert Photo.objects.get().generation == 1, "a second call finds it done"


def described_anew(photo: Photo, **more: str) -> None:
    """At the desk, through its form."""
    text = photo.texts.get()
    said = {"credit": "OSCE/Bo", "copyright": "OSCE", "usage_terms": "Free.", "focal_x": 50, "focal_y": 50}
    rows = {
        "texts-TOTAL_FORMS": 1,
        "texts-INITIAL_FORMS": 1,
        "texts-0-id": text.pk,
        "texts-0-photo": photo.pk,
        "texts-0-language": "en",
        "texts-0-alt": "A better word",
    }
    at = f"/desk/press/photo/{photo.pk}/change/"
    assert signed_in().post(at, said | rows | more).status_code == 302


def work_is_done() -> None:
    """What the worker has to do with photos, in the order in which it was asked."""
    tasks = {task.module_path: task for task in (images.look_at, images.make)}
    waiting = DBTaskResult.objects.filter(status="READY", task_path__in=tasks).order_by("enqueued_at")
    while result := waiting.first():
        tasks[result.task_path].call(*result.args_kwargs["args"])
        DBTaskResult.objects.filter(pk=result.pk).update(status="SUCCESSFUL")


def public_files(photo: Photo) -> dict[str, bytes]:
    """All that anybody can have of a photo, by name."""
    photo.refresh_from_db()
    reader = Client()
    return {name: files.fetched(reader, f"/files/{photo.token}/{name}")[2] for name in photo.sizes}


def says(data: bytes) -> str:
    return Image.open(io.BytesIO(data)).info["xmp"].decode()


@pytest.mark.django_db(transaction=True)
def test_other_words_at_the_desk_change_no_file_before_their_correction_is_out() -> None:
    release = create.draft()
    photo = create.photo(release)
    publish(release, by=create.officer("bo"))
    work_is_done()
    before, folder = public_files(photo), photo.folder
    assert (photo.generation, len(before)) == (1, 10), "published as it was described: nothing is made anew"
    kit = release.editions.get().get_absolute_url() + "media-kit.zip"
    packed, tag = files.fetched(Client(), kit), Client().head(kit)["ETag"]
    described_anew(photo)
    assert photo.generation < Photo.objects.get().wanted
    assert public_files(photo) == before, "while they are in work"
    work_is_done()
    assert public_files(photo) == before, "when they are made"
    assert (files.fetched(Client(), kit), Client().head(kit)["ETag"]) == (packed, tag)
    correct(release, "en", by=create.officer("bo"), correction="correction", note="It is by Bo.")
    assert public_files(photo) == before, "until the worker has come"
    work_is_done()
    after = public_files(photo)
    assert list(after) == list(before)
    for data in after.values():
        assert "OSCE/Bo" in says(data)
        assert "A better word" in says(data)
        assert "OSCE/Ana" not in says(data)
    assert Client().head(kit)["ETag"] != tag
    assert default_storage.exists(f"{folder}480.avif"), "who is just reading it is not interrupted"
    for result in DBTaskResult.objects.filter(task_path=images.clear.module_path):
        assert result.run_after > timezone.now()
        images.clear.call(*result.args_kwargs["args"])
    assert not default_storage.exists(f"{folder}480.avif"), "nobody offers the old ones"
    assert public_files(photo) == after


@pytest.mark.django_db(transaction=True)
def test_a_scheduled_correction_comes_into_the_files_with_the_next_look() -> None:
    noon, one = create.instant(2026, 3, 1, 12), create.instant(2026, 3, 1, 13)
    with the_time_is(noon):
        release = create.draft()
        photo = create.photo(release)
        publish(release, by=create.officer("bo"))
        described_anew(photo)
        correct(release, "en", by=create.officer("bo"), correction="correction", note="It is by Bo.", at=one)
        work_is_done()
        before = public_files(photo)
        assert all("OSCE/Ana" in says(data) for data in before.values())
        watching.watch.func()
        (next_look,) = DBTaskResult.objects.filter(task_path=watching.watch.module_path, status="READY")
        assert next_look.args_kwargs["args"] == [noon.isoformat()]
        work_is_done()
        assert public_files(photo) == before
    with the_time_is(one):
        watching.watch.func(*next_look.args_kwargs["args"])
        work_is_done()
        assert all("OSCE/Bo" in says(data) for data in public_files(photo).values())


@pytest.mark.django_db(transaction=True)
def test_a_photo_has_the_words_of_its_hour_before_it_comes() -> None:
    with the_time_is(create.instant(2026, 3, 1, 12)):
        release = create.draft()
        photo = create.photo(release)
        publish(release, by=create.officer("bo"), at=create.instant(2026, 3, 1, 13))
        described_anew(photo)
        work_is_done()
    with the_time_is(create.instant(2026, 3, 1, 13)):
        opened = public_files(photo)
        watching.watch.func()
        work_is_done()
        assert (len(opened), public_files(photo)) == (10, opened)
        assert all("OSCE/Ana" in says(data) for data in opened.values())


@pytest.mark.django_db(transaction=True)
def test_when_one_edition_ends_the_files_say_what_the_others_say() -> None:
    first, second = create.draft("First"), create.draft("Second")
    photo = create.photo(first)
    publish(first, by=create.officer("bo"))
    described_anew(photo)
    ReleasePhoto.objects.create(release=second, photo=photo)
    publish(second, by=create.officer("bo"))
    work_is_done()
    assert all("A better word" in says(data) for data in public_files(photo).values())
    withdraw(second, by=create.officer("bo"), kind="withdrawn", reason="It was wrong.")
    work_is_done()
    assert all("A bridge" in says(data) for data in public_files(photo).values())
    withdraw(first, by=create.officer("bo"), kind="withdrawn", reason="It was wrong.")
    work_is_done()
    photo.refresh_from_db()
    assert "A better word" in says(stored(photo, "480.jpg")), "where nothing is public the desk has its own"


@pytest.mark.django_db(transaction=True)
def test_a_card_is_cut_anew_by_a_correction_and_by_nothing_else() -> None:
    release = create.draft()
    panorama = taken(files.saved(files.corners((1800, 400))), release=release)
    words = replace(WORDS, alt={"en": "A bridge"}, focal=(0, 50))
    photo = attaching.make_photo(panorama, words, by=create.officer())
    publish(release, by=create.officer("bo"))
    work_is_done()
    before = public_files(photo)
    assert is_like(corner(before["card.jpg"]), RED)
    said = {"credit": words.credit, "copyright": words.copyright, "usage_terms": words.usage_terms}
    described_anew(photo, **said, **{"texts-0-alt": "A bridge", "texts-0-caption": words.caption["en"]}, focal_x="100")
    work_is_done()
    assert public_files(photo) == before
    correct(release, "en", by=create.officer("bo"), correction="correction", note="The mayor stands at the right.")
    work_is_done()
    after = public_files(photo)
    assert is_like(corner(after["card.jpg"]), LIME)
    assert {name for name in after if after[name] != before[name]} == {"card.avif", "card.webp", "card.jpg"}


def corner(data: bytes) -> Any:
    return Image.open(io.BytesIO(data)).getpixel((30, 60))


def test_a_focal_point_that_was_moved_just_before_shows_no_card_of_another() -> None:
    release = create.draft()
    photo = create.photo(release)
    Photo.objects.update(focal_x=10)
    publish(release, by=create.officer("bo"))
    assert (EditionPhoto.objects.get().focal_x, Photo.objects.get().sizes) == (10, [])
    assert Client().get(f"/files/{photo.token}/card.jpg").status_code == 404


def test_a_photo_in_full_says_the_same_before_and_after_its_sizes_are_made() -> None:
    release = create.draft()
    photo = create.photo(release)
    Photo.objects.update(credit="OSCE/Bo")
    publish(release, by=create.officer("bo"))
    described_anew(photo, credit="OSCE/Secret")
    kit = release.editions.get().get_absolute_url() + "media-kit.zip"
    asked = f"/files/{photo.token}/full.jpg"
    assert Photo.objects.get().sizes == []
    first = files.fetched(Client(), asked), files.fetched(Client(), kit), Client().head(kit)["ETag"]
    assert "OSCE/Bo" in says(first[0][2])
    images.make_sizes(Photo.objects.get(), photo.wanted + 2)
    assert "full.jpg" in Photo.objects.get().sizes
    assert (files.fetched(Client(), asked), files.fetched(Client(), kit), Client().head(kit)["ETag"]) == first


@pytest.mark.parametrize("data", [b"", b"no picture", b"\xff\xd8\xff\xe1\x00\x10Exif"])
def test_a_file_that_can_carry_no_words_is_not_given_out(data: bytes) -> None:
    release = create.draft()
    photo = create.photo(release)
    publish(release, by=create.officer("bo"))
    Photo.objects.update(sizes=[])
    default_storage.delete(photo.file.name or "")
    assert Client().get(f"/files/{photo.token}/full.jpg").status_code == 404
    default_storage.save(photo.file.name or "", ContentFile(data))
    assert Client().get(f"/files/{photo.token}/full.jpg").status_code == 404
    status, kind, packed = files.fetched(Client(), release.editions.get().get_absolute_url() + "media-kit.zip")
    assert (status, kind) == (200, "application/zip")
    assert zipfile.ZipFile(io.BytesIO(packed)).testzip() is None


def test_words_that_were_changed_just_before_are_not_given_out_with_the_photo() -> None:
    release = create.draft()
    photo = create.photo(release, alt="A secret")
    described_anew(photo)
    photo.refresh_from_db()
    publish(release, by=create.officer("bo"))
    photo.refresh_from_db()
    assert photo.sizes == [], "shown in full, until its sizes are made"
    assert b"secret" not in files.fetched(Client(), f"/files/{photo.token}/full.jpg")[2]
    assert Client().get(f"/files/{photo.token}/480.jpg").status_code == 404
    images.make.call(photo.pk, photo.wanted)
    photo.refresh_from_db()
    assert "A better word" in says(stored(photo, "full.jpg"))


def test_sizes_that_were_begun_before_the_words_were_frozen_are_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    release = create.draft()
    photo = create.photo(release)
    Photo.objects.filter(pk=photo.pk).update(credit="OSCE/Secret", wanted=2)
    drawn = images.drawn

    def slowly(one: Photo, words: Words) -> Any:
        Photo.objects.filter(pk=photo.pk).update(credit="OSCE/Ana")
        publish(release, by=create.officer("bo"))
        return drawn(one, words)

    monkeypatch.setattr(images, "drawn", slowly)
    images.make.call(photo.pk, 2)
    photo.refresh_from_db()
    assert photo.generation == 1
    assert "OSCE/Ana" in says(stored(photo, "480.avif"))


def test_rights_alone_can_be_corrected() -> None:
    release = create.draft()
    photo = create.photo(release)
    publish(release, by=create.officer("bo"))
    Photo.objects.filter(pk=photo.pk).update(copyright="© Another")
    correct(release, "en", by=create.officer("bo"), correction="correction", note="They are another's.")
    assert photo_metadata.words_of(photo).copyright == "© Another"


def test_an_order_that_was_overtaken_makes_nothing() -> None:
    photo = made()
    images.ask(photo)
    images.ask(photo)
    images.make.call(photo.pk, 2)
    photo.refresh_from_db()
    assert (photo.generation, photo.wanted) == (1, 3)


@pytest.mark.django_db(transaction=True)
def test_a_failure_is_seen_at_the_desk_and_tried_again_from_there() -> None:
    photo, desk = made(), signed_in()
    with photo.file.open() as file:
        whole = file.read()
    default_storage.delete(photo.file.name or "")
    images.ask(photo)
    images.make.call(photo.pk, photo.wanted)
    page = desk.get(f"/desk/press/photo/{photo.pk}/change/").content.decode()
    assert "The file of the photo is missing or damaged." in page
    assert "Sizes failed" in desk.get("/desk/press/photo/").content.decode()
    default_storage.save(photo.file.name or "", ContentFile(whole))
    assert desk.post(f"/desk/press/photo/{photo.pk}/sizes/").status_code == 302
    images.make.call(photo.pk, 3)
    photo.refresh_from_db()
    assert (photo.standing, photo.failure, photo.generation) == ("ready", "", 3)


def test_a_photo_is_described_in_one_language_at_least() -> None:
    photo, desk = create.photo(create.draft()), signed_in()
    said = {"credit": "OSCE/Bo", "copyright": "OSCE", "usage_terms": "Free.", "focal_x": 10, "focal_y": 10}
    rows = {"texts-TOTAL_FORMS": 0, "texts-INITIAL_FORMS": 0}
    answer = desk.post(f"/desk/press/photo/{photo.pk}/change/", said | rows)
    assert "A photo is described in one language at least." in answer.content.decode()


# Who sees the files, and what uses them


def test_files_are_read_at_the_desk_before_they_are_public_and_by_nobody_else() -> None:
    photo = create.photo(create.draft())
    public, at_the_desk = f"/files/{photo.token}/480.jpg", f"/desk/press/photo/{photo.pk}/file/480.jpg"
    desk, nobody = signed_in(), Client()
    outsider = Client()
    outsider.force_login(create.officer("outsider"))
    assert nobody.get(public).status_code == desk.get(public).status_code == 404
    assert files.fetched(desk, at_the_desk)[0] == 200
    assert outsider.get(at_the_desk).status_code == 403
    assert nobody.get(at_the_desk).status_code == 302
    for name in ("480.png", "..full.jpg", "1.jpg"):
        assert desk.get(f"/desk/press/photo/{photo.pk}/file/{name}").status_code == 404


def test_a_photo_tells_where_it_is_used_and_is_not_deleted_while_it_is() -> None:
    desk = signed_in()
    release, other = create.draft("Mission opens"), create.draft("Election ahead")
    photo, free = create.photo(release), create.photo(other)
    publish(release, by=create.officer("bo"))
    ReleasePhoto.objects.filter(photo=free).delete()
    page = desk.get(f"/desk/press/photo/{photo.pk}/change/").content.decode()
    assert f'<a href="/desk/press/release/{release.pk}/change/">Mission opens</a>' in page
    assert f'<a href="{release.editions.get().get_absolute_url()}">Mission opens</a> (en, public)' in page
    for address, data in (
        (f"/desk/press/photo/{photo.pk}/delete/", {"post": "yes"}),
        ("/desk/press/photo/", {"action": "delete_selected", "_selected_action": [photo.pk, free.pk], "post": "yes"}),
    ):
        answer = desk.post(address, data)
        assert answer.status_code == 200
        assert "At the desk:" in answer.content.decode()
        assert Photo.objects.count() == 2
    assert "Nothing uses it." in desk.get(f"/desk/press/photo/{free.pk}/change/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_photo_that_nothing_uses_is_deleted_with_all_its_files() -> None:
    photo, desk = made(), signed_in()
    assert desk.post(f"/desk/press/photo/{photo.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Photo.objects.exists()
    assert [path for path in Path(default_storage.path("")).rglob("*") if path.is_file()] == []


def test_the_list_shows_pictures_and_tells_used_from_unused() -> None:
    desk, release = signed_in(), create.draft()
    photo, free = create.photo(release), create.photo(create.draft(), alt="A lake")
    ReleasePhoto.objects.filter(photo=free).delete()

    def listed(query: str) -> list[int]:
        page = desk.get(f"/desk/press/photo/{query}").content.decode()
        return sorted({int(key) for key in re.findall(r"/desk/press/photo/(\d+)/file/card.jpg", page)})

    assert listed("") == [photo.pk, free.pk]
    assert listed("?used=yes") == [photo.pk]
    assert listed("?used=no") == [free.pk]
    assert listed("?q=lake") == [free.pk]


def test_adding_begins_with_the_upload() -> None:
    answer = signed_in().get("/desk/press/photo/add/?_popup=1")
    assert answer["Location"] == "/desk/press/photo/upload/?_popup=1"


def test_a_window_opened_from_another_form_gives_the_photo_back_to_it() -> None:
    desk = signed_in()
    data = {"file": files.upload("bridge.jpg", files.saved(files.corners()))}
    to = desk.post("/desk/press/photo/upload/?_popup=1", data)["Location"]
    assert to.endswith("?_popup=1")
    answer = desk.post(to, words_of_the_form())
    assert "data-popup-response" in answer.content.decode()
    assert f"&quot;value&quot;: &quot;{Photo.objects.get().pk}&quot;" in answer.content.decode()
