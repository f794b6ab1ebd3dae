"""The board of languages: each release and how its text stands in each language. Derived, stored nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from osce_site.languages import OFFICIAL
from press.models import Edition, Release, Text


class Progress(models.TextChoices):
    """How a text stands, what wants work first."""

    OUT_OF_DATE = "out-of-date", _("Out of date")
    IN_WORK = "in-work", _("In work")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLIC = "public", _("Public")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MISSING = "missing", _("Missing")


@dataclass(frozen=True)
class Cell:
    language: str
    progress: Progress
    original: bool
    """It is the text that the others translate."""
    version: int = 0
    renders: int = 0
    """Of a translation: the version of the original it gives; 0: not said."""
    of_edition: int = 0
    """The edition of the original that has that version; 0: none was given out with it."""
    public: int = 0
    """The number of the edition that readers have; 0: none."""

    @property
    def name(self) -> str:
        """Of its language."""
        return OFFICIAL[self.language]


@dataclass(frozen=True)
class Row:
    release: Release
    cells: list[Cell]


def with_languages(releases: QuerySet[Release]) -> QuerySet[Release]:
    """With all that the board tells of: three queries, however many they are."""
    texts = Prefetch("texts", Text.objects.select_related("renders"))
    editions = Prefetch("editions", Edition.objects.select_related("revision").defer("body", "revision__body"))
    return releases.prefetch_related(texts, editions)


def rows(releases: Iterable[Release], at: datetime) -> list[Row]:
    return [Row(release, [cell(release, language, at) for language in OFFICIAL]) for release in releases]


def cell(release: Release, language: str, at: datetime) -> Cell:
    """No query where ``with_languages`` gave the release."""
    texts = {text.language: text for text in release.texts.all()}
    text, source = texts.get(language), texts.get(release.original_language)
    given = [edition for edition in release.editions.all() if edition.language == language]
    public = next((edition for edition in given if edition.is_public(at)), None)
    original = language == release.original_language
    if text is None:
        return Cell(language, Progress.MISSING, original)
    renders = text.renders.number if text.renders and not original else 0
    return Cell(
        language,
        _progress(text, source, given, public, at),
        original,
        version=text.version,
        renders=renders,
        of_edition=_edition_with(release, text.renders_id) if renders else 0,
        public=public.number if public else 0,
    )


def _progress(text: Text, source: Text | None, given: list[Edition], public: Edition | None, at: datetime) -> Progress:
    if source and source is not text and text.renders and text.renders.number != source.version:
        return Progress.OUT_OF_DATE
    ahead = next((edition for edition in given if edition.is_ahead(at)), None)
    for edition, progress in ((ahead, Progress.SCHEDULED), (public, Progress.PUBLIC)):
        if edition and edition.revision and edition.revision.number == text.version:
            return progress
    if not public and not ahead and any(edition.was_public(at) for edition in given):
        return Progress.WITHDRAWN
    return Progress.IN_WORK


def _edition_with(release: Release, revision: int | None) -> int:
    """The number of the original's edition that gave out a revision; the last where there are several."""
    numbers = [
        edition.number
        for edition in release.editions.all()
        if edition.language == release.original_language and edition.revision_id == revision
    ]
    return max(numbers, default=0)
