"""A selection of releases filed anew: looked at, done in one act, undone from the ledger."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from press import rights
from press.models import Release, Tagging
from press.models.assignment import Role as Assigned
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

    def __init__(self, officer: Any, releases: QuerySet[Release], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # By their keys: the list's own query joins and sorts, which an act has no need of.
        self.officer, self.releases = officer, Release.objects.filter(pk__in=releases.order_by().values("pk"))

    def clean(self) -> dict[str, Any]:
        """Its sources decide whose a release is: nobody exchanges one that is not his, or leaves it without."""
        said = super().clean() or {}
        terms = {name: said[name] for name in ("remove", "add") if said.get(name)}
        if terms and "source" in self._roles(said):
            for name, term in terms.items():
                if not rights.may_speak_for(self.officer, term.pk):
                    self.add_error(name, _("You do not write for this source."))
            if "add" not in terms and not rights.covers(self.officer, Assigned.EDITOR, rights.EVERYWHERE):
                self.add_error("add", _("Name the source that takes its place."))
        return said

    def _roles(self, said: dict[str, Any]) -> set[str]:
        """As what the terms are taken off or put on."""
        asked = refile(
            self.releases, reason="", remove=said.get("remove"), add=said.get("add"), role=said.get("role", "")
        )
        return asked.roles_of_removed() if asked.remove else {asked.role}

    def act(self) -> Refile:
        said = self.cleaned_data
        return refile(self.releases, reason=said["reason"], remove=said["remove"], add=said["add"], role=said["role"])


@admin.action(description=_("File anew: take a term off, put one on, or exchange them"), permissions=["publish"])
def file_anew(desk: admin.ModelAdmin, request: HttpRequest, releases: QuerySet[Release]) -> HttpResponse:
    """The action of the list: first the form, then what it would touch, then done; the selection is carried along."""
    asked = request.POST if "reason" in request.POST else None
    kept = [(name, request.POST[name]) for name in KEPT if name in request.POST]
    kept += [(ACTION_CHECKBOX_NAME, key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME)]
    allowed = releases.filter(pk__in=rights.within(request.user, Assigned.EDITOR).values("pk"))
    if others := releases.count() - allowed.count():
        desk.message_user(
            request, _("%s of these are not yours to file: they are left out.") % others, messages.WARNING
        )
    form = RefilingForm(request.user, allowed, asked)
    title, here = _("File anew"), request.get_full_path()
    return acts.answer(request, form, title, back=here, kept=kept, selected=allowed.count())


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
