"""The example newsroom: releases written for it, filed as they would have come about."""

import hashlib
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from osce_site import freshness
from osce_site.languages import OFFICIAL
from press import images, pinning, remarking, reviewing
from press.correcting import correct, withdraw
from press.example_pictures import draw
from press.models import Contact, Photo, PhotoText, Release, ReleasePhoto, Tagging, Text
from press.publishing import publish
from press.writing import write
from taxonomy import snapshot

FOLDER = Path(__file__).parent / "examples"
_ROLES = {"sources": "source", "fields": "field", "countries": "country", "meeting": "meeting"}


def load(*, by: Any, writer: Any) -> int:
    """Files the releases that are not there yet, oldest first; tells how many. ``writer`` has what is in work."""
    known = set(Release.objects.exclude(imported_from=None).values_list("imported_from", flat=True))
    waiting = [path for path in sorted(FOLDER.glob("*.toml")) if _mark(path) not in known]
    for path in waiting:
        said = tomllib.loads(path.read_text())
        _file(path, said, by=writer if said.get("draft") else by, reviewer=by)
    if waiting:
        _contacts()
    return len(waiting)


def _mark(path: Path) -> str:
    return hashlib.sha256(f"example {path.name}".encode()).hexdigest()


@transaction.atomic
def _file(path: Path, said: dict[str, Any], *, by: Any, reviewer: Any) -> None:
    now = freshness.now()
    published_at = said.get("published_at", now)
    if said.get("scheduled"):
        published_at = (now + timedelta(days=said["published_in_days"])).replace(minute=0, second=0, microsecond=0)
    release = Release.objects.create(
        kind=said["kind"],
        dateline_on=None if said.get("scheduled") else said.get("dateline_on"),
        planned_for=now + timedelta(hours=said["planned_in_hours"]) if "planned_in_hours" in said else None,
        begun_by=by,
        imported_from=_mark(path),
    )
    _tag(release, said)
    if "photo" in said:
        _illustrate(release, said, path.stem)
    with freshness.as_of(min(published_at, now)):
        for language in (code for code in OFFICIAL if code in said):
            write(release, language, by=by, **_words(said, language))
    if said.get("draft"):
        _review(release, said, by=by, reviewer=reviewer)
        return
    with freshness.as_of(min(published_at, now)):
        publish(release, by=None, at=published_at)
        if said.get("pinned"):
            pinning.pin(release, by=None)
    for correction in said.get("correction", []):
        with freshness.as_of(correction["at"]):
            language = correction["language"]
            write(release, language, by=by, renders=_rendered(release, language), **_said(said, language))
            correct(release, language, by=None, correction=correction["class"], note=correction["note"])
    if withdrawal := said.get("withdrawal"):
        with freshness.as_of(withdrawal["at"]):
            withdraw(release, by=None, kind=withdrawal["kind"], reason=withdrawal["reason"])


def _review(release: Release, said: dict[str, Any], *, by: Any, reviewer: Any) -> None:
    if "review_asked" in said:
        reviewing.ask(release, by=by, note=said["review_asked"])
    for remark in said.get("remark", []):
        remarking.remark(release, remark.pop("language"), by=reviewer, **remark)


def _rendered(release: Release, language: str) -> int | None:
    """A translation that is corrected gives the original as it is by then."""
    original = release.texts.filter(language=release.original_language).first()
    return original.version if original and language != release.original_language else None


def _said(said: dict[str, Any], language: str) -> dict[str, Any]:
    return {name: str(said[language].get(name, "")).strip() for name in Text.WORDS}


def _words(said: dict[str, Any], language: str) -> dict[str, Any]:
    """The words as they were given out first."""
    words = _said(said, language)
    for correction in said.get("correction", []):
        if correction["language"] == language:
            words = {name: text.replace(correction["find"], correction["was"]) for name, text in words.items()}
    return words


def _tag(release: Release, said: dict[str, Any]) -> None:
    taxonomy = snapshot.current()
    for position, (role, place) in enumerate(
        (role, place) for part, role in _ROLES.items() for place in said.get(part, [])
    ):
        Tagging.objects.create(
            release=release, role=role, position=position, term_id=taxonomy.by_slug[*place.split("/")]
        )


def _illustrate(release: Release, said: dict[str, Any], seed: str) -> None:
    photo = Photo(credit="OSCE / example picture", copyright="OSCE", usage_terms="Free to use with the credit.")
    photo.name = said.get("photo_scene", "photo")
    photo.file.save("full.jpg", draw(said.get("photo_scene", ""), seed))
    PhotoText.objects.create(photo=photo, language="en", alt=said["photo"])
    ReleasePhoto.objects.create(release=release, photo=photo)
    images.ask(photo)


def _contacts() -> None:
    """Whom the press may ask: an office, never a person, as this is an example."""
    taxonomy = snapshot.current()
    for vocabulary, slug in (("structures", "secretariat"), ("structures", "chairpersonship")):
        if node := taxonomy.find(vocabulary, slug):
            Contact.objects.get_or_create(
                source_id=node.id,
                name="Press desk",
                defaults={"duty": "Communications and Media Relations", "email": "press@example.org"},
            )
