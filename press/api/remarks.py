"""The remarks on the passages of a release, for the page on which it is written."""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from osce_site.languages import OFFICIAL
from press import remarking
from press.api.asking import OfARelease, of_a_release
from press.models import Remark
from press.refusals import CannotReview

router = Router()


class Told(Schema):
    """``start`` counts characters of the field's plain text as it stands today; -1: the passage stands there no more."""

    id: int
    language: str
    field: str
    quote: str
    start: int
    was_changed: bool
    words: str
    by: str
    guest: bool
    at: datetime
    resolved_at: datetime | None
    resolved_by: str


class Said(Schema):
    language: str
    field: str = ""
    quote: str = ""
    start: int = -1
    words: str


@router.get("/{number}/remarks", response=list[Told])
@of_a_release("press.view_release")
def remarks(request: OfARelease, number: int, language: str = "") -> list[dict[str, Any]]:
    """The open ones first, in the order in which they were made; in one language or in all."""
    release = request.release
    made = release.remarks.select_related("by", "showing", "resolved_by").order_by("pk")
    if language:
        made = made.filter(language=language)
    texts = {text.language: text for text in release.texts.all()}
    return [tell(one, texts.get(one.language)) for one in sorted(made, key=lambda one: one.resolved_at is not None)]


@router.post("/{number}/remarks", response=Told)
@of_a_release("press.remark_release")
def remark(request: OfARelease, number: int, said: Said) -> dict[str, Any]:
    release = request.release
    if said.language not in OFFICIAL:
        raise CannotReview("")
    made = remarking.remark(release, by=request.user, **said.dict())
    return tell(made, release.texts.filter(language=made.language).first())


@router.post("/{number}/remarks/{key}/resolution", response=Told)
@of_a_release("press.remark_release")
def resolution(request: OfARelease, number: int, key: int) -> dict[str, Any]:
    release = request.release
    made = remarking.resolve(get_object_or_404(Remark, pk=key, release=release), by=request.user)
    return tell(made, release.texts.filter(language=made.language).first())


def tell(remark: Remark, text: Any) -> dict[str, Any]:
    return {
        "id": remark.pk,
        "language": remark.language,
        "field": remark.field,
        "quote": remark.quote,
        "start": remarking.passage(remark, text).start,
        "was_changed": remarking.was_changed(remark, text),
        "words": remark.words,
        "by": str(remark.by or remark.showing or ""),
        "guest": remark.showing_id is not None,
        "at": remark.at,
        "resolved_at": remark.resolved_at,
        "resolved_by": str(remark.resolved_by or ""),
    }
