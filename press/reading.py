"""Editions as pages show them. Read from what was frozen; names of terms as they were on the day."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from osce_site import past, shapes
from osce_site.languages import ORIGINAL
from press import images, references
from press.models import Edition, EditionDocument, EditionPhoto, Placement, Refiled
from press.models.release import Kind
from taxonomy import snapshot
from taxonomy.references import Reference, refer


@dataclass(frozen=True)
class Card:
    """A release in a list."""

    path: str
    headline: str
    lead: str
    kind: str
    kind_slug: str
    day: date
    sources: tuple[Reference, ...]
    fields: tuple[Reference, ...]
    predecessor: Reference | None
    """Whose word it was, where the list's own term took over from that one."""
    corrected: bool


def path_of(edition: Edition) -> str:
    """Its address without language."""
    return edition.path


def headline_size(headline: str) -> str:
    """In which size it is set: up to a dozen words ``short``, up to two dozen ``long``, beyond that ``longest``."""
    letters = len(headline)
    return "short" if letters <= 85 else "long" if letters <= 160 else "longest"


def filed(edition: Edition, role: str, today: date) -> list[Reference]:
    known = snapshot.current().nodes
    return [
        refer(term_id, edition.language, today=today, on=edition.day)
        for term_id in edition.terms(role)
        if term_id in known
    ]


def card(placement: Placement, today: date) -> Card:
    return card_of(placement.edition, today, _predecessor(placement, today))


def card_of(edition: Edition, today: date, predecessor: Reference | None = None) -> Card:
    return Card(
        path=path_of(edition),
        headline=edition.headline,
        lead=edition.lead,
        kind=str(Kind(edition.kind).label),
        kind_slug=edition.kind,
        day=edition.day,
        sources=tuple(filed(edition, "source", today)),
        fields=tuple(filed(edition, "field", today)),
        predecessor=predecessor,
        corrected=bool(edition.correction),
    )


def _predecessor(placement: Placement, today: date) -> Reference | None:
    """The term, filed under or above it, from which the placement's term took over. No query."""
    if placement.nearness != Placement.Nearness.PREDECESSOR:
        return None
    taxonomy, edition = snapshot.current(), placement.edition
    filed_under = [term_id for term_id in edition.terms(placement.role) if term_id in taxonomy.nodes]
    for one in (one for term_id in filed_under for one in (term_id, *taxonomy.above(term_id))):
        if any(link.term_id == placement.term_id for link in taxonomy.successors(one, edition.day)):
            return refer(one, edition.language, today=today, on=edition.day)
    return None


def dateline(edition: Edition) -> str:
    """ "ROME, 24 October 2017 – ", in the edition's language."""
    return dateline_of(edition.place, edition.dateline_on, edition.language)


def dateline_of(place: str, on: date, language: str) -> str:
    day = _day_in_words(on, language)
    return f"{place}, {day} – " if place else f"{day} – "


@lru_cache(maxsize=10_000)
def _day_in_words(on: date, language: str) -> str:
    with override(language):
        return date_format(on, "DATE_FORMAT")


def body_with_dateline(edition: Edition, at: datetime) -> SafeString:
    """The body, cleaned when it was saved, with the dateline before its first words and today's addresses in it."""
    opening = f'<span class="dateline">{escape(dateline(edition))}</span>'
    said = references.resolved(edition.body, edition.language, at)
    body = f"<p>{opening}{said[3:]}" if said.startswith("<p>") else f"<p>{opening}</p>{said}"
    return mark_safe(body)  # press.body.clean made it, at every save


@dataclass(frozen=True)
class Picture:
    src: str
    srcset: str
    sources: list[tuple[str, str]]
    """Type and ``srcset`` of each form that is smaller than JPEG."""
    width: int
    height: int
    alt: str
    caption: str
    credit: str
    copyright: str
    usage_terms: str
    full: str
    lang: str


FILES = "/files/"
"""Where the files of what is public lie; a preview gives its own out below its own address."""


def pictures(edition: Edition) -> list[Picture]:
    """Its photos, one query, or none where it is known to have none."""
    return [picture(row) for row in _put_on(edition, EditionPhoto, "photo")]


def _put_on(edition: Edition, model: type[EditionPhoto] | type[EditionDocument], what: str) -> list[Any]:
    if not getattr(edition, f"has_{what}s", True):
        return []

    def build(values: shapes.Values) -> QuerySet[Any, Any]:
        return model.objects.filter(edition_id=values["edition"]).select_related(what)

    return shapes.things(shapes.statement(f"{what}s of an edition", build, {"edition": edition.pk}), model, what)


def public_now(number: int, at: datetime) -> dict[str, Edition]:
    """What of a release is public, by language; ``has_photos`` and ``has_documents`` on each. One query."""

    def build(values: shapes.Values) -> QuerySet[Any, Any]:
        photos, documents = (Exists(model.objects.filter(edition=OuterRef("pk"))) for model in _ATTACHED)
        rows = Edition.objects.filter(release_id=values["number"]).published(values["at"])
        return rows.annotate(has_photos=photos, has_documents=documents)

    given: shapes.Values = {"number": number, "at": at}
    said = shapes.statement("release", build, given) if not past.look() else shapes.plain(build(given))
    return {edition.language: edition for edition in shapes.things(said, Edition, told=("has_photos", "has_documents"))}


_ATTACHED = (EditionPhoto, EditionDocument)


def picture(row: EditionPhoto, root: str = FILES) -> Picture:
    """A photo in the sizes that are made of it by now."""
    base = f"{root}{row.photo.token}/"
    offered = {form: images.offered(row.photo, form) for form in images.FORMS}
    sets = {form: ", ".join(f"{base}{width}.{form} {width}w" for width in offered[form]) for form in offered}
    return Picture(
        src=f"{base}{offered['jpg'][-1]}.jpg" if offered["jpg"] else f"{base}full.jpg",
        srcset=sets["jpg"],
        sources=[(f"image/{form}", sets[form]) for form in ("avif", "webp") if sets[form]],
        width=row.photo.width,
        height=row.photo.height,
        alt=row.alt,
        caption=row.caption,
        credit=row.credit,
        copyright=row.copyright,
        usage_terms=row.usage_terms,
        full=f"{base}full.jpg",
        lang=row.words_language,
    )


def papers(edition: Edition) -> list[dict[str, object]]:
    """Its documents, one query, or none where it is known to have none."""
    return [paper(row) for row in _put_on(edition, EditionDocument, "document")]


def paper(row: EditionDocument, root: str = FILES) -> dict[str, object]:
    return {
        "title": row.title,
        "language": row.language,
        "size": row.document.size,
        "pages": row.document.pages,
        "path": f"{root}{row.document.token}/{quote(row.document.file_name)}",
    }


def citation(edition: Edition, organisation: str, address: str) -> str:
    with override(edition.language):
        day = date_format(edition.dateline_on, "DATE_FORMAT")
        return _("%(organisation)s, “%(headline)s”, %(kind)s, %(day)s, %(address)s") % {
            "organisation": organisation,
            "headline": edition.headline,
            "kind": Kind(edition.kind).label,
            "day": day,
            "address": address,
        }


def refilings(editions: list[Edition], today: date) -> list[dict[str, Any]]:
    """How a release was filed anew while readers had it, the newest first. One query."""
    told = []
    rows = Refiled.objects.filter(edition__in=editions, refiling__at__gte=F("edition__published_at"))
    for row in rows.select_related("refiling", "edition").order_by("-refiling__at", "-id"):
        language = row.edition.language if row.edition else ORIGINAL
        gone = [pair for pair in row.before if pair not in row.after]
        come = [pair for pair in row.after if pair not in row.before]
        told.append(
            {
                "at": row.refiling.at,
                "reason": row.refiling.reason,
                "removed": _named(gone, language, today),
                "added": _named(come, language, today),
            }
        )
    return told


def _named(filing: list[list[Any]], language: str, today: date) -> list[Reference]:
    known = snapshot.current().nodes
    return [refer(term_id, language, today=today) for _role, term_id in filing if term_id in known]
