"""Plain functions that make what a test speaks of. What is not given is ordinary."""

import io
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from osce_site.models import User
from press import images
from press.models import Assignment, Document, Photo, PhotoText, Release, ReleaseDocument, ReleasePhoto, Tagging
from press.publishing import publish
from press.writing import write
from taxonomy import changes, tree
from taxonomy.models import Label, Relation, Term, Vocabulary, VocabularyName

ROLES = {
    "fields-of-work": ("field", False),
    "countries": ("country", True),
    "structures": ("source", False),
    "field-operations": ("source", False),
    "meetings": ("meeting", False),
}


def instant(year: int, month: int = 1, day: int = 1, hour: int = 12, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def officer(name: str = "ana", *, chief: bool = False) -> User:
    return User.objects.get_or_create(username=name, defaults={"is_staff": True, "is_superuser": chief})[0]


def assign(user: User, role: str, source: Term | None = None) -> Assignment:
    """Gives a person a role: for a source and what is below it, or for the whole organisation."""
    user.__dict__.pop("_assignments", None)
    return Assignment.objects.get_or_create(user=user, role=role, source=source)[0]


def vocabulary(slug: str = "fields-of-work") -> Vocabulary:
    role, may_be_source = ROLES.get(slug, ("", False))
    made, new = Vocabulary.objects.get_or_create(slug=slug, defaults={"role": role, "may_be_source": may_be_source})
    if new:
        words = slug.replace("-", " ").capitalize()
        VocabularyName.objects.create(vocabulary=made, language="en", plural=words, singular=words)
        changes.announce()
    return made


def term(
    name: str, vocabulary_slug: str = "fields-of-work", *, under: Term | None = None, kind: str = "field", **more: Any
) -> Term:
    """A term with an English name and the address word that follows from it."""
    made = tree.insert(vocabulary(vocabulary_slug), under=under, slug=name.lower().replace(" ", "-"), kind=kind, **more)
    label(made, name)
    return made


def label(term: Term, text: str, language: str = "en", **more: Any) -> Label:
    made = Label.objects.create(term=term, language=language, text=text, **more)
    changes.announce()
    return made


def relation(subject: Term, kind: str, to: Term, since: date | None = None, until: date | None = None) -> Relation:
    made = Relation.objects.create(subject=subject, kind=kind, object=to, since=since, until=until)
    changes.announce([subject.pk, to.pk])
    return made


def draft(
    headline: str = "Mission trains border police",
    *,
    languages: Iterable[str] = ("en",),
    body: str = "<p>Forty officers took part.</p>",
    lead: str = "A week of training ended.",
    place: str = "VIENNA",
    source: Iterable[Term] = (),
    about: Iterable[Term] = (),
    country: Iterable[Term] = (),
    meeting: Iterable[Term] = (),
    **more: Any,
) -> Release:
    """A release at the desk, written by Ana."""
    release = Release.objects.create(**more)
    for language in languages:
        write(release, language, by=officer(), headline=headline, lead=lead, body=body, place=place)
    filed = {"source": source, "field": about, "country": country, "meeting": meeting}
    for position, (role, one) in enumerate((role, one) for role, terms in filed.items() for one in terms):
        Tagging.objects.create(release=release, term=one, role=role, position=position)
    return release


def release(
    headline: str = "Mission trains border police", *, published_at: datetime | None = None, **more: Any
) -> Release:
    """A public release, or one scheduled where ``published_at`` lies ahead."""
    made = draft(headline, **more)
    publish(made, by=officer("bo"), at=published_at)
    return made


def jpeg(size: tuple[int, int] = (1200, 800), colour: str = "steelblue") -> ContentFile:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return ContentFile(out.getvalue(), name="picture.jpg")


def document(release: Release, title: str = "Programme", **more: Any) -> Document:
    made = Document(title=title, size=9, pages=1, **more)
    made.file.save("paper.pdf", ContentFile(f"%PDF-1.7 {title}".encode()))
    ReleaseDocument.objects.create(release=release, document=made)
    return made


def photo(release: Release, alt: str = "A bridge", **more: Any) -> Photo:
    made = Photo(credit="OSCE/Ana", copyright="OSCE", usage_terms="Free with the credit.", **more)
    made.file.save("full.jpg", jpeg())
    PhotoText.objects.create(photo=made, language="en", alt=alt)
    ReleasePhoto.objects.create(release=release, photo=made)
    images.make_sizes(made)
    return made
