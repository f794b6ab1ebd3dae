"""What was kept of a text: the list by person and time, the difference between any two, one in full, restoring it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from osce_site.languages import OFFICIAL
from press import comparing, rights, writing
from press.admin.acts import act
from press.models import Release, Revision, Text

TOGETHER = timedelta(minutes=10)
"""What one person saved with no longer pause than this is one group."""


LISTED = 300


@dataclass
class Sitting:
    """What one person saved in one go, the newest first."""

    revisions: list[Revision] = field(default_factory=list)

    @property
    def newest(self) -> Revision:
        return self.revisions[0]

    @property
    def oldest(self) -> Revision:
        return self.revisions[-1]

    @property
    def earlier(self) -> list[Revision]:
        return self.revisions[1:]

    @property
    def lasted(self) -> bool:
        """Whether it shows on a clock with minutes."""
        return f"{self.newest.saved_at:%d%H%M}" != f"{self.oldest.saved_at:%d%H%M}"

    def goes_on_with(self, older: Revision) -> bool:
        last = self.oldest
        return last.saved_by_id == older.saved_by_id and last.saved_at - older.saved_at <= TOGETHER


def sittings(revisions: Iterable[Revision]) -> list[Sitting]:
    """``revisions``: the newest first."""
    found: list[Sitting] = []
    for revision in revisions:
        if not found or not found[-1].goes_on_with(revision):
            found.append(Sitting())
        found[-1].revisions.append(revision)
    return found


@act("press.view_text")
def revisions(request: HttpRequest, release: Release, language: str) -> HttpResponse:
    """The list, ``LISTED`` at once, those with a number below ``before``.

    With ``from`` and ``to``, two numbers, the difference between them stands above it.
    """
    text = Text.objects.filter(release=release, language=language).first()
    kept = _kept(request, release, text) if text else Revision.objects.none()
    asked = {name: _number(request.GET.get(name, "")) for name in ("from", "to", "before")}
    below = kept.filter(number__lt=asked["before"]) if asked["before"] else kept
    listed = list(below.defer("lead", "body")[: LISTED + 1])
    more: dict[str, Any] = {"text": text, "sittings": sittings(listed[:LISTED])}
    more["older"] = listed[LISTED - 1].number if len(listed) > LISTED else None
    states = [one for one in listed if not one.is_aside]
    more["to"] = next(iter(states), None)
    more["from"] = next(iter(states[1:]), more["to"])
    if asked["from"] is not None or asked["to"] is not None:
        before, after = (get_object_or_404(kept, number=asked[name] or 0) for name in ("from", "to"))
        more |= {"from": before, "to": after, "compared": True, "fields": _told(before, after)}
    return _page(request, release, language, "list", _("Versions in %s") % OFFICIAL[language], **more)


def _number(said: str) -> int | None:
    """The number of a revision that an address names; 404 where it is none."""
    if not said:
        return None
    if not said.isdecimal() or len(said) > 9:
        raise Http404
    return int(said)


@act("press.view_text")
def revision(request: HttpRequest, release: Release, language: str, number: int) -> HttpResponse:
    """One in full, what restoring it would change, and the button for it."""
    text = get_object_or_404(Text, release=release, language=language)
    found = get_object_or_404(_kept(request, release, text), number=number)
    present = text.present_revision()
    more = {
        "text": text,
        "revision": found,
        "body": mark_safe(found.body),  # press.body.clean made it, before it was kept
        "fields": _told(present, found) if present and present != found else [],
        "may_restore": rights.may_write(request.user, release, language) and present != found,
    }
    return _page(request, release, language, "revision", _("Version %s") % number, **more)


@act("press.change_text")
def restoration(request: HttpRequest, release: Release, language: str, number: int) -> HttpResponse:
    if not rights.may_write(request.user, release, language):
        raise PermissionDenied
    try:
        saved = writing.restore(release, language, number, by=request.user)
    except Revision.DoesNotExist as missing:
        raise Http404 from missing
    except writing.TooLong as refusal:
        for name, (sentence, *_more) in refusal.message_dict.items():
            messages.error(request, f"{_label(name)}: {sentence}")
    else:
        done = _("Restored, as version %s.") % saved.text.version
        messages.success(request, done if saved.revision else _("It is what stands there already."))
    return HttpResponseRedirect(reverse("admin:press_release_revisions", args=[release.pk, language]))


def _kept(request: HttpRequest, release: Release, text: Text) -> QuerySet[Revision]:
    writes = rights.may_write(request.user, release, text.language)
    return writing.kept_for(text, request.user, writes=writes).select_related("saved_by")


def _told(before: Revision, after: Revision) -> list[dict[str, Any]]:
    """``label`` and ``pieces`` of each field that differs."""
    differences: dict[str, list[comparing.Stretch]] = writing.differences_between(before, after)
    return [{"label": _label(name), "pieces": pieces} for name, pieces in differences.items()]


def _label(name: str) -> str:
    return str(Text._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _page(
    request: HttpRequest, release: Release, language: str, template: str, title: str, **more: Any
) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, "release": release, "language": language}
    writes = rights.may_write(request.user, release, language)
    return TemplateResponse(request, f"admin/press/revision/{template}.html", context | {"writes": writes} | more)


def urls() -> list[Any]:
    """Below ``/desk/press/release/``."""

    def at(rest: str, view: Any) -> Any:
        route = f"<int:pk>/text/<str:language>/revisions/{rest}"
        return path(route, admin.site.admin_view(view), name=f"press_release_{view.__name__}")

    return [
        at("", revisions),
        at("<int:number>/", revision),
        at("<int:number>/restoration/", require_POST(restoration)),
    ]
