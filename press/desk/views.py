"""The pages of the desk that belong to no model: what is found, the keys, acts on many releases."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from osce_site.admin import drawn, own_clock
from press import rights
from press.desk import bulk as acts
from press.desk import finder
from press.models import BulkAct


def show(request: HttpRequest, template: str, title: str, **more: Any) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, **more}
    with own_clock(request):
        return drawn(TemplateResponse(request, f"admin/{template}.html", context))


def find(request: HttpRequest) -> HttpResponse:
    """Everything that is called so, as a page; with ``part=hits`` only the options of the combobox.

    With ``part=releases`` the releases alone, for boxes that choose one: number, name, language.
    """
    typed = finder.clean(request.GET.get("q", ""))
    if request.GET.get("part") == "releases":
        found = finder.releases(request.user, typed)
        return JsonResponse(
            [{"number": hit.more, "name": hit.title, "language": hit.language} for hit in found], safe=False
        )
    groups = finder.find(request, typed)
    if request.GET.get("part") == "hits":
        return render(request, "admin/find_hits.html", {"groups": groups})
    return show(request, "find", _("Find anything"), groups=groups, asked=typed)


def keys(request: HttpRequest) -> HttpResponse:
    return show(request, "keys", _("Keys"), is_keys_page=True)


def bulk(request: HttpRequest, pk: int) -> HttpResponse:
    """How far an act on many releases is, and what became of each. Asked for again, it goes on where it stopped."""
    act = get_object_or_404(BulkAct.objects.select_related("by"), pk=pk)
    if act.by_id != request.user.pk and not request.user.has_perm("press.force_release"):
        raise PermissionDenied
    stands = acts.standing(act)
    if request.method == "POST" and stands.state == "interrupted":
        acts.carry_out.enqueue(act.pk)
        return HttpResponseRedirect(request.path)
    outcomes = act.outcomes.select_related("release").prefetch_related("release__texts")
    readable = set(rights.readable_by(request.user).filter(pk__in=act.releases).values_list("pk", flat=True))
    rows = [outcome for outcome in outcomes if outcome.release_id in readable]
    done, refused = [row for row in rows if not row.refusal], [row for row in rows if row.refusal]
    return show(request, "bulk", act.get_kind_display(), act=act, stands=stands, done=done, refused=refused)
