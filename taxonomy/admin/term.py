"""Terms: the tree, the form of one, and its place. All structure passes through ``taxonomy.tree``."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from osce_site import freshness
from osce_site.models import Address
from osce_site.models.address import remember
from taxonomy import snapshot, tree
from taxonomy.admin.announcing import Announcing
from taxonomy.admin.spells import LabelFormSet, RelationFormSet
from taxonomy.models import Broader, Label, Profile, Relation, Term
from taxonomy.snapshot import Snapshot


class LabelInline(admin.TabularInline):
    model = Label
    formset = LabelFormSet
    extra = 0


class ProfileInline(admin.StackedInline):
    model = Profile
    fields = ("language", "summary", "body")
    extra = 0


class RelationInline(admin.TabularInline):
    model = Relation
    formset = RelationFormSet
    fk_name = "subject"
    extra = 0
    autocomplete_fields = ("object",)


class PlaceInline(admin.TabularInline):
    """Read here; changed by moving."""

    model = Broader
    fk_name = "term"
    extra = 0
    can_delete = False
    fields = readonly_fields = ("broader", "since", "until")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class TermForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        parent, vocabulary = said.get("parent"), said.get("vocabulary")
        if parent and vocabulary and parent.vocabulary_id != vocabulary.pk:
            self.add_error("parent", _("A term stands under a term of its own vocabulary."))
        return said


STRUCTURE = {"id", "lft", "rght", "tree_id", "level", "parent", "vocabulary"}
"""The fields that ``taxonomy.tree`` alone writes."""


class PlaceForm(forms.Form):
    """Under, before or after a term of the same vocabulary, or at the top; from a day on."""

    WHERE = [
        ("under", gettext_lazy("last under")),
        ("before", gettext_lazy("before")),
        ("after", gettext_lazy("after")),
        ("top", gettext_lazy("last at the top")),
    ]
    where = forms.ChoiceField(label=gettext_lazy("Place"), choices=WHERE, widget=forms.RadioSelect, initial="under")
    beside = forms.ModelChoiceField(label=gettext_lazy("Term"), queryset=Term.objects.none(), required=False)
    since = forms.DateField(
        label=gettext_lazy("Since"),
        required=False,
        help_text=gettext_lazy("empty: today"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, term: Term, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Term.objects.filter(vocabulary=term.vocabulary_id).exclude(pk=term.pk)
        field = self.fields["beside"]
        assert isinstance(field, forms.ModelChoiceField)  # as declared above
        field.queryset = others

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("where") != "top" and not said.get("beside"):
            self.add_error("beside", _("Name the term it shall stand by."))
        return said


@admin.register(Term)
class TermAdmin(Announcing):
    form = TermForm
    search_fields = ("labels__text", "slug", "code")
    list_filter = ("vocabulary", "kind")
    readonly_fields = ("uuid",)
    inlines = (LabelInline, ProfileInline, RelationInline, PlaceInline)
    change_list_template = "admin/taxonomy/term/tree.html"
    change_form_template = "admin/taxonomy/term/change_form.html"
    exclude = ("lft", "rght", "tree_id", "level")

    def get_readonly_fields(self, request: HttpRequest, obj: Term | None = None) -> tuple[str, ...]:
        return ("uuid", "vocabulary", "parent") if obj else ("uuid",)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        found, _several = super().get_search_results(request, queryset, search_term)
        return found.distinct(), False

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.place)
        return [path("<int:pk>/place/", view, name="taxonomy_term_place"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The whole taxonomy as trees; a search or filter shows the list of what it finds."""
        taxonomy = snapshot.current()
        trees = [
            (vocabulary.name("en"), _branches(taxonomy, taxonomy.top(vocabulary.slug)))
            for vocabulary in taxonomy.vocabularies.values()
        ]
        return super().changelist_view(request, (extra_context or {}) | {"trees": [] if request.GET else trees})

    def save_model(self, request: HttpRequest, obj: Term, form: Any, change: bool) -> None:
        """A change leaves the place alone: the term may have been moved since its form was opened."""
        own = [field for field in Term._meta.concrete_fields if field.name not in STRUCTURE]
        if change:
            obj.save(update_fields=[field.name for field in own])
            if "slug" in form.changed_data:
                remember(f"/{obj.vocabulary.slug}/{form.initial['slug']}/", Address.Kind.TERM, obj.pk)
        else:
            fields = {field.attname: getattr(obj, field.attname) for field in own}
            made = tree.insert(obj.vocabulary, under=obj.parent, **fields)
            obj.__dict__.update(made.__dict__)

    def delete_model(self, request: HttpRequest, obj: Term) -> None:
        tree.delete(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One at a time, from its own form: never a whole selection past the door."""
        return obj is not None and super().has_delete_permission(request, obj)

    def touched(self, thing: Term, formsets: Any) -> list[int]:
        """Only relations move what is filed; a new name costs no rewriting of the index."""
        related = any(formset.model is Relation and formset.has_changed() for formset in formsets)
        return [thing.pk] if related else []

    def place(self, request: HttpRequest, pk: int) -> HttpResponse:
        term = get_object_or_404(Term, pk=pk)
        if not self.has_change_permission(request, term):
            raise PermissionDenied
        form = PlaceForm(term, request.POST or None)
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            beside = {} if said["where"] == "top" else {said["where"]: said["beside"]}
            try:
                tree.move(term, since=said["since"], **beside)
            except tree.CannotMove as reason:
                form.add_error(None, reason)
            else:
                messages.success(request, _("Moved."))
                return HttpResponseRedirect(reverse("admin:taxonomy_term_change", args=[pk]))
        context = {**self.admin_site.each_context(request), "title": _("Move"), "term": term, "form": form}
        return TemplateResponse(request, "admin/taxonomy/term/place.html", context)


def _branches(taxonomy: Snapshot, terms: list[int]) -> list[dict[str, Any]]:
    day = freshness.now().date()
    return [
        {
            "id": term_id,
            "name": taxonomy.name(term_id, "en", day),
            "kind": taxonomy.nodes[term_id].kind,
            "children": _branches(taxonomy, taxonomy.below(term_id)),
        }
        for term_id in terms
    ]
