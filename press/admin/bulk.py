"""Acts on a selection of releases from their list: asked for on a page, then each done by its own verb and right."""

import csv
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from osce_site import freshness
from osce_site.admin import drawn, own_clock
from osce_site.languages import ORIGINAL
from press import reviewing, standing
from press.admin.forms import ActForm, SeenField
from press.admin.instants import instant
from press.desk import bulk
from press.models import BulkAct, Release, Withdrawal
from taxonomy import snapshot

Kind = BulkAct.Kind
MOST = 2_000
"""Releases in one act."""
SHOWN = 50
"""Headlines on the page that asks."""


class PublishForm(ActForm):
    seen = SeenField()
    at = instant(gettext_lazy("At"), gettext_lazy("by your clock; empty: now"))


class AskForm(ActForm):
    reason = forms.CharField(label=gettext_lazy("Note for the reviewer"), required=False, max_length=1000)


class ApproveForm(ActForm):
    seen = SeenField()
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, max_length=1000)


class WithdrawForm(ActForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[choice for choice in Withdrawal.Kind.choices if choice[0] != Withdrawal.Kind.REPLACED],
    )
    reason = forms.CharField(
        label=gettext_lazy("Public reason"),
        help_text=gettext_lazy("what readers are told, of each of them"),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
    )


FORMS: dict[str, type[ActForm]] = {
    Kind.PUBLISH: PublishForm,
    Kind.ASK: AskForm,
    Kind.APPROVE: ApproveForm,
    Kind.WITHDRAW: WithdrawForm,
}


def _answer(kind: Kind, title: Any, request: HttpRequest, releases: QuerySet[Release]) -> HttpResponse:
    """The page that asks; with its answer, the act, and on to the page that tells what became of it."""
    keys = list(releases.values_list("pk", flat=True)[: MOST + 1])
    if len(keys) > MOST:
        messages.error(request, _("At most %s releases at once.") % MOST)
        return HttpResponseRedirect(request.get_full_path())
    form = FORMS[kind](request.POST if "asked" in request.POST else None, initial={"seen": reviewing.shown_of(keys)})
    if form.is_bound and form.is_valid():
        said = {name: _plain(value) for name, value in form.cleaned_data.items()}
        act = bulk.ask(kind, keys, by=request.user, said=said)
        return HttpResponseRedirect(reverse("desk:bulk", args=[act.pk]))
    kept = [(name, request.POST[name]) for name in ("action", "select_across", "index") if name in request.POST]
    kept += [(ACTION_CHECKBOX_NAME, key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME)]
    now = freshness.now()
    context = {
        **admin.site.each_context(request),
        "title": title,
        "form": form,
        "kept": kept,
        "rows": [(one, standing.standing(one, now).state.label) for one in _shown(keys)],
        "count": len(keys),
        "more": max(0, len(keys) - SHOWN),
        "clock": now,
    }
    return TemplateResponse(request, "admin/press/release/bulk.html", context)


def _shown(keys: list[int]) -> list[Release]:
    known = Release.objects.prefetch_related(*standing.NEEDS).in_bulk(keys[:SHOWN])
    return [known[key] for key in keys[:SHOWN]]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _action(kind: Kind, title: Any, permission: str) -> Callable[..., HttpResponse]:
    @admin.action(description=title, permissions=[permission])
    def act(desk: admin.ModelAdmin, request: HttpRequest, releases: QuerySet[Release]) -> HttpResponse:
        with own_clock(request):
            return drawn(_answer(kind, title, request, releases))

    act.__name__ = f"bulk_{kind.value}"
    return act


# A table of the selection


COLUMNS = ("number", "kind", "state", "headline", "languages", "dateline", "goes out", "sources")


class _Line:
    """Takes what the writer of the table writes, to give it on."""

    def write(self, text: str) -> str:
        return text


def _lines(releases: QuerySet[Release], now: datetime) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff"  # spreadsheets read it as UTF-8 then
    yield writer.writerow(COLUMNS)
    for release in releases.prefetch_related(*standing.NEEDS, "taggings").iterator(chunk_size=500):
        yield writer.writerow([_harmless(str(cell)) for cell in _cells(release, now)])


def _cells(release: Release, now: datetime) -> list[Any]:
    stands, taxonomy, language = standing.standing(release, now), snapshot.current(), get_language() or ORIGINAL
    sources = [tagging.term_id for tagging in release.taggings.all() if tagging.role == "source"]
    return [
        release.pk,
        release.get_kind_display(),
        stands.state.label,
        str(release),
        " ".join(text.language for text in release.texts.all()),
        release.dateline_on.isoformat() if release.dateline_on else "",
        stands.goes_out_at.isoformat() if stands.goes_out_at else "",
        "; ".join(taxonomy.name(one, language) for one in sources if one in taxonomy.nodes),
    ]


def _harmless(cell: str) -> str:
    """A spreadsheet computes what begins like a formula; an apostrophe before it keeps it text."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and not cell.lstrip("-").isdecimal() else cell


@admin.action(description=gettext_lazy("Export as a table (CSV)"), permissions=["view"])
def as_table(desk: admin.ModelAdmin, request: HttpRequest, releases: QuerySet[Release]) -> StreamingHttpResponse:
    now = freshness.now()
    answer = StreamingHttpResponse(_lines(releases, now), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="releases-{now:%Y-%m-%d}.csv"'
    return answer


ACTIONS = (
    _action(Kind.ASK, gettext_lazy("Ask for review"), "ask"),
    _action(Kind.APPROVE, gettext_lazy("Approve"), "approve"),
    _action(Kind.PUBLISH, gettext_lazy("Publish or schedule"), "publish"),
    _action(Kind.WITHDRAW, gettext_lazy("Withdraw"), "withdraw"),
    as_table,
)
