"""A selection of releases filed anew: looked at, done in one act, undone from the ledger."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from press.models import Release, Tagging
from press.models.tagging import Role
from press.refiling import Refile, refile
from taxonomy.admin import acts
from taxonomy.admin.act_forms import FoundTerm
from taxonomy.models import Term

KEPT = ("action", "select_across", "index")
"""What tells Django's list which releases were selected."""


class RefilingForm(forms.Form):
    remove = forms.ModelChoiceField(
        Term.objects.all(),
        label=_("Take off"),
        required=False,
        widget=FoundTerm(Tagging._meta.get_field("term"), admin.site),
    )
    add = forms.ModelChoiceField(
        Term.objects.all(),
        label=_("Put on"),
        required=False,
        widget=FoundTerm(Tagging._meta.get_field("term"), admin.site),
        help_text=_("With both, one takes the other's place wherever it stands."),
    )
    role = forms.ChoiceField(
        label=_("As"),
        required=False,
        choices=[("", _("as its vocabulary says")), *Role.choices],
        help_text=_("Where it takes no other's place."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Readers find it in the history of each release."),
    )

    def __init__(self, releases: QuerySet[Release], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.releases = releases

    def act(self) -> Refile:
        said = self.cleaned_data
        # By their keys: the list's own query joins and sorts, which an act has no need of.
        releases = Release.objects.filter(pk__in=self.releases.order_by().values("pk"))
        return refile(releases, reason=said["reason"], remove=said["remove"], add=said["add"], role=said["role"])


@admin.action(description=_("File anew: take a term off, put one on, or exchange them"), permissions=["publish"])
def file_anew(desk: admin.ModelAdmin, request: HttpRequest, releases: QuerySet[Release]) -> HttpResponse:
    """The action of the list: first the form, then what it would touch, then done; the selection is carried along."""
    asked = request.POST if "reason" in request.POST else None
    kept = [(name, request.POST[name]) for name in KEPT if name in request.POST]
    kept += [(ACTION_CHECKBOX_NAME, key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME)]
    form = RefilingForm(releases, asked)
    title, here = _("File anew"), request.get_full_path()
    return acts.answer(request, form, title, back=here, kept=kept, selected=releases.count())


class FiledUnder(admin.SimpleListFilter):
    """By a term (its page at the desk leads here), or by what is lacking."""

    title = _("filed under")
    parameter_name = "filed"

    LACKING = {"no-source": ("source", _("no source")), "no-field": ("field", _("no field of work"))}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        chosen = request.GET.get(self.parameter_name, "")
        term = Term.objects.filter(pk=chosen).first() if chosen.isdecimal() and len(chosen) < 10 else None
        return [*([(chosen, str(term))] if term else []), *((word, said) for word, (_r, said) in self.LACKING.items())]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Release]) -> QuerySet[Release]:
        chosen = self.value() or ""
        if chosen in self.LACKING:
            role = self.LACKING[chosen][0]
            return queryset.exclude(pk__in=Tagging.objects.filter(role=role).values("release"))
        if chosen.isdecimal() and len(chosen) < 10:
            return queryset.filter(pk__in=Tagging.objects.filter(term=int(chosen)).values("release"))
        return queryset
