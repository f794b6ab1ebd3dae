"""Terms: the tree, the form of one, and its place. All structure passes through ``taxonomy.tree``."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from osce_site import freshness
from osce_site.models import Address
from osce_site.models.address import remember
from taxonomy import finding, history, snapshot, tree
from taxonomy.admin import acts, health
from taxonomy.admin import tree as drawing
from taxonomy.admin.announcing import Announcing
from taxonomy.admin.inlines import DAYS, LabelInline, PlaceInline, ProfileInline, RelationInline
from taxonomy.admin.offering import for_filing, offered
from taxonomy.fitting import FITS
from taxonomy.models import Relation, Term


class TermForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        parent, vocabulary = said.get("parent"), said.get("vocabulary")
        if parent and vocabulary and parent.vocabulary_id != vocabulary.pk:
            self.add_error("parent", _("A term stands under a term of its own vocabulary."))
        self._refuse_what_the_database_would(said)
        if self.instance.pk and "kind" in self.changed_data and "kind" in said:
            self._refuse_a_kind_that_does_not_fit(said["kind"])
        return said

    def _refuse_what_the_database_would(self, said: dict[str, Any]) -> None:
        vocabulary = said.get("vocabulary") or self.instance.vocabulary_id
        taken = Term.objects.filter(vocabulary=vocabulary, slug=said.get("slug")).exclude(pk=self.instance.pk)
        if vocabulary and "slug" in said and taken.exists():
            self.add_error("slug", _("“%s” is the word of another term.") % said["slug"])
        if said.get("opened_on") and said.get("closed_on") and said["closed_on"] < said["opened_on"]:
            self.add_error("closed_on", _("It closes before it opens."))

    def _refuse_a_kind_that_does_not_fit(self, kind: str) -> None:
        """Relations that were entered for the former kind stand in the way of another."""
        related = Relation.objects.filter(Q(subject=self.instance) | Q(object=self.instance))
        for relation in related.select_related("subject", "object"):
            begins = relation.subject_id == self.instance.pk
            if kind not in (FITS[relation.kind].subjects if begins else FITS[relation.kind].objects):
                said = f"{relation.subject} – {relation.get_kind_display()} – {relation.object}"
                self.add_error("kind", _("A relation would no longer fit: %s.") % said)


STRUCTURE = {"id", "lft", "rght", "tree_id", "level", "parent", "vocabulary"}
"""The fields that ``taxonomy.tree`` alone writes."""


@admin.register(Term)
class TermAdmin(Announcing):
    form = TermForm
    search_fields = ("labels__text", "slug", "code")
    view_on_site = False  # its form has a way to its page already
    list_display = ("__str__", "kind", "stands", "mark")
    list_filter = ("vocabulary", "kind")
    readonly_fields = ("uuid",)
    inlines = (LabelInline, ProfileInline, RelationInline, PlaceInline)
    formfield_overrides = DAYS
    change_form_template = "admin/taxonomy/term/change_form.html"
    exclude = ("lft", "rght", "tree_id", "level")
    autocomplete_fields = ("parent",)

    @admin.display(description=gettext_lazy("Stands under"))
    def stands(self, term: Term) -> str:
        return " › ".join(drawing.above(snapshot.current(), term.pk))

    @admin.display(description=gettext_lazy("State"))
    def mark(self, term: Term) -> str:
        taxonomy = snapshot.current()
        return drawing.mark(taxonomy, taxonomy.nodes[term.pk], freshness.now().date())

    def get_readonly_fields(self, request: HttpRequest, obj: Term | None = None) -> tuple[str, ...]:
        return ("uuid", "vocabulary", "parent") if obj else ("uuid",)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """By any name, accents aside. Where a form asks, it is to file something: what was merged is not offered."""
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            return for_filing(queryset, search_term), False
        if not search_term:
            return queryset, False
        return queryset.filter(pk__in=[found.term_id for found in finding.find(search_term)]), False

    def get_urls(self) -> list[Any]:
        def to(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
            return self.admin_site.admin_view(view)

        return [
            path("branch/", to(self.branch), name="taxonomy_term_branch"),
            path("find/", to(self.find), name="taxonomy_term_find"),
            *acts.urls(),
            *health.urls(),
            path("offer/", to(self.offer), name="taxonomy_term_offer"),
            *super().get_urls(),
        ]

    # The tree

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The tree, open at a vocabulary or a term (``open``); a search or filter shows the list of what it finds."""
        if request.method != "GET" or not {*request.GET} <= {"open", "from"}:
            return super().changelist_view(request, extra_context)
        self._refuse_who_may_not_look(request)
        open_at = request.GET.get("open", "")
        return self._drawn(
            request,
            "tree",
            rows=drawing.drawn(open_at, _number(request, "from")),
            open_at=open_at,
            title=_("Terms"),
            may_add=self.has_add_permission(request),
            **self.admin_site.each_context(request),
            **(extra_context or {}),
        )

    def branch(self, request: HttpRequest) -> HttpResponse:
        """The terms below a vocabulary or a term (``of``), from a place on (``from``) or around one (``show``)."""
        self._refuse_who_may_not_look(request)
        of, show = request.GET.get("of", ""), request.GET.get("show", "")
        return self._drawn(request, "_branch", branch=drawing.branch(of, _number(request, "from"), show))

    def find(self, request: HttpRequest) -> HttpResponse:
        """The first terms called ``q``, each with where it stands."""
        self._refuse_who_may_not_look(request)
        hits, count = drawing.hits(request.GET.get("q", ""))
        return self._drawn(request, "_found", hits=hits, count=count)

    def offer(self, request: HttpRequest) -> JsonResponse:
        """What fits as object of a relation (``kind``) from a term (``of``), as the admin's boxes read it."""
        self._refuse_who_may_not_look(request)
        asked = request.GET
        offer = offered(asked.get("term", ""), asked.get("kind", ""), _number(request, "of"), _number(request, "page"))
        return JsonResponse(offer)

    def _refuse_who_may_not_look(self, request: HttpRequest) -> None:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied

    def _drawn(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        context["may_move"] = self.has_change_permission(request)
        return TemplateResponse(request, f"admin/taxonomy/term/{template}.html", context)

    # The form of a term

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        term = self.get_object(request, object_id)
        told: dict[str, Any] = {}
        if term:
            today, language = freshness.now().date(), drawing.language_of_the_desk()
            told = {"incoming": _incoming(term.pk), "history": history.of(term.pk, language, today)}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | told)

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

    def response_post_save_add(self, request: HttpRequest, obj: Term) -> HttpResponseRedirect:
        return self.response_post_save_change(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Term) -> HttpResponseRedirect:
        """Back to the list it came from, or to the tree, open at the term."""
        if self.get_preserved_filters(request):
            return super().response_post_save_change(request, obj)
        return HttpResponseRedirect(f"{reverse('admin:taxonomy_term_changelist')}?open={obj.pk}")

    def delete_model(self, request: HttpRequest, obj: Term) -> None:
        tree.delete(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One at a time, from its own form: never a whole selection past the door."""
        return obj is not None and super().has_delete_permission(request, obj)

    def touched(self, thing: Term, formsets: Any) -> list[int]:
        """Only relations move what is filed; a new name costs no rewriting of the index."""
        related = any(formset.model is Relation and formset.has_changed() for formset in formsets)
        return [thing.pk] if related else []


def _number(request: HttpRequest, name: str) -> int:
    """A number of the address; 0 where it is not given or none."""
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0


def _incoming(term_id: int) -> list[dict[str, Any]]:
    """The relations that lead to a term: from where, of what kind, when."""
    taxonomy = snapshot.current()
    return [
        {
            "term_id": link.term_id,
            "name": taxonomy.name(link.term_id, drawing.language_of_the_desk()),
            "kind": Relation.Kind(link.kind).label,
            "since": link.since,
            "until": link.until,
        }
        for link in taxonomy.inverse.get(term_id, ())
    ]
