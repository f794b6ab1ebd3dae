"""A text while it is written: read, saved, who else is there, what was kept of it."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from ninja.errors import HttpError
from pydantic import BaseModel, BeforeValidator

from osce_site.languages import OFFICIAL
from press import presence, rights, writing
from press.models import Release, Revision, Text

router = Router()


def whole(said: Any) -> Any:
    """Without halves of characters, which pydantic would refuse a whole save for."""
    return said.encode("utf-8", "ignore").decode() if isinstance(said, str) else said


Said = Annotated[str, BeforeValidator(whole)]
LARGEST_NUMBER = 2**31 - 1


class Words(BaseModel):
    """In a save: a field that is not given stays as it was."""

    place: Said = ""
    headline: Said = ""
    lead: Said = ""
    body: Said = ""


class Save(BaseModel):
    """``based_on``: ``kept`` of the last answer to a save, or ``version`` of the text as it was read."""

    based_on: int
    automatic: bool = False
    words: Words


class Person(Schema):
    name: str
    initials: str


class Conflict(Schema):
    """``label``: the field's name. Of a body the HTML of the blocks, else the whole field."""

    field: str
    label: str
    base: str
    mine: str
    theirs: str


class Standing(Schema):
    """A text as it stands. ``version`` 0: nothing was saved yet. ``here``: who else has it open.

    ``original``: the version of the original, 0 where there is none.
    """

    version: int
    original: int
    saved_at: str | None
    saved_by: str
    here: list[Person]


class Read(Standing):
    words: Words


class Answer(Read):
    """``merged``: ``words`` are not what was sent, somebody else's came in. ``kept``: see ``press.writing.Saved``."""

    kept: int
    merged: bool
    conflicts: list[Conflict]


class Kept(Schema):
    """A save that was refused: ``fields`` has a sentence for each field; what was sent is revision ``kept``."""

    detail: str
    fields: dict[str, str]
    kept: int


class Told(Schema):
    """One revision. ``own``: it is by who asks."""

    number: int
    kind: str
    kind_name: str
    based_on: int | None
    saved_at: str
    saved_by: str
    own: bool
    present: bool


class Whole(Told):
    words: Words


def opened(request: HttpRequest, number: int, language: str, *, to_write: bool = False) -> Release:
    """404 where there is no such text for who asks, 403 where he may read but not write it."""
    release = get_object_or_404(Release, pk=number)
    if language not in OFFICIAL or not request.user.has_perm("press.view_release", release):
        raise Http404
    if to_write and not rights.may_write(request.user, release, language):
        raise HttpError(403, "")
    return release


def text_of(release: Release, language: str) -> Text:
    return release.texts.filter(language=language).first() or Text(release=release, language=language)


def standing(request: HttpRequest, text: Text) -> dict[str, Any]:
    present = text.present_revision() if text.version else None
    return {
        "version": text.version,
        "original": _original(text),
        "saved_at": present.saved_at.isoformat() if present else None,
        "saved_by": str(present.saved_by or "") if present else "",
        "here": presence.others(text.release, text.language, request.user),
    }


def _original(text: Text) -> int:
    if text.language == text.release.original_language:
        return text.version
    known = Text.objects.filter(release=text.release, language=text.release.original_language)
    return known.values_list("version", flat=True).first() or 0


@router.get("/{number}/texts/{language}", response=Read)
def read(request: HttpRequest, number: int, language: str) -> Any:
    text = text_of(opened(request, number, language), language)
    return {**standing(request, text), "words": text.words()}


@router.put("/{number}/texts/{language}", response={200: Answer, 422: Kept})
def save(request: HttpRequest, number: int, language: str, sent: Save) -> Any:
    """Kept in any case: as the text, merged into it, or, where it is too long, aside (422)."""
    release = opened(request, number, language, to_write=True)
    based_on = sent.based_on if 0 <= sent.based_on <= LARGEST_NUMBER else 0
    presence.be_here(release, language, request.user)
    words = sent.words.model_dump(exclude_unset=True)
    try:
        saved = writing.save(release, language, by=request.user, based_on=based_on, automatic=sent.automatic, **words)
    except writing.TooLong as refusal:
        fields = {name: told[0] for name, told in refusal.message_dict.items()}
        return Status(422, {"detail": labelled(fields), "fields": fields, "kept": refusal.kept})
    conflicts = [vars(conflict) | {"label": label(conflict.field)} for conflict in saved.conflicts]
    more = {"kept": saved.kept, "merged": saved.merged, "conflicts": conflicts}
    return {**standing(request, saved.text), "words": saved.text.words(), **more}


def label(name: str) -> str:
    told = str(Text._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return told[:1].upper() + told[1:]


def labelled(fields: dict[str, str]) -> str:
    return " ".join(f"{label(name)}: {told}" for name, told in fields.items())


@router.post("/{number}/texts/{language}/presence", response=Standing)
def beat(request: HttpRequest, number: int, language: str) -> Any:
    """Tells that the text is open here, and is told how it stands.

    A page that is being closed can send a form only: with ``leaving`` in it this is a farewell.
    """
    release = opened(request, number, language)
    if request.POST.get("leaving"):
        presence.leave(release, language, request.user)
    else:
        presence.be_here(release, language, request.user)
    return standing(request, text_of(release, language))


@router.delete("/{number}/texts/{language}/presence", response=Standing)
def leave(request: HttpRequest, number: int, language: str) -> Any:
    release = opened(request, number, language)
    presence.leave(release, language, request.user)
    return standing(request, text_of(release, language))


@router.get("/{number}/texts/{language}/revisions", response=list[Told])
def revisions(request: HttpRequest, number: int, language: str) -> Any:
    """All that was kept of a text, the newest first. What is aside: for its author and who may write."""
    release = opened(request, number, language)
    text = text_of(release, language)
    if not text.pk:
        return []
    writes = rights.may_write(request.user, release, language)
    found = writing.kept_for(text, request.user, writes=writes).select_related("saved_by").defer("body")
    return [told(revision, text, request.user) for revision in found]


@router.get("/{number}/texts/{language}/revisions/{revision_number}", response=Whole)
def revision(request: HttpRequest, number: int, language: str, revision_number: int) -> Any:
    release = opened(request, number, language)
    text = text_of(release, language)
    if not text.pk or not 0 < revision_number <= LARGEST_NUMBER:
        raise Http404
    writes = rights.may_write(request.user, release, language)
    found = get_object_or_404(writing.kept_for(text, request.user, writes=writes), number=revision_number)
    return {**told(found, text, request.user), "words": found.words()}


def told(revision: Revision, text: Text, user: Any) -> dict[str, Any]:
    return {
        "number": revision.number,
        "kind": revision.kind,
        "kind_name": str(revision.get_kind_display()),
        "based_on": revision.based_on,
        "saved_at": revision.saved_at.isoformat(),
        "saved_by": str(revision.saved_by or ""),
        "own": revision.saved_by_id == user.pk,
        "present": revision.number == text.version,
    }
