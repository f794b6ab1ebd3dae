"""Acts on a term at the desk: asked for, looked at, done; and taken back from the ledger."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from osce_site.admin import drawn, own_clock
from osce_site.models import LedgerEntry
from osce_site.models.ledger import subject_of
from taxonomy import acting, previewing, undertakings
from taxonomy.acting import ACTS, Act
from taxonomy.admin.act_forms import FORMS, TITLES, fitting, initial
from taxonomy.models import Term, Undertaking


def urls() -> list[Any]:
    """The addresses below ``/desk/taxonomy/term/``."""
    view = admin.site.admin_view
    return [
        path("<int:pk>/acts/", view(history), name="taxonomy_term_acts"),
        path("<int:pk>/acts/<slug:word>/", view(act), name="taxonomy_term_act"),
        path("undo/<int:number>/", view(undo), name="taxonomy_undo"),
        path("undertakings/<int:pk>/", view(undertaking), name="taxonomy_undertaking"),
    ]


def permitted(request: HttpRequest, permission: str = Act.permission, thing: Any = None) -> None:
    if not request.user.has_perm(permission, thing):
        raise PermissionDenied


def show(request: HttpRequest, template: str, title: str, **more: Any) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, **more}
    with own_clock(request):
        return drawn(TemplateResponse(request, f"admin/taxonomy/acts/{template}.html", context))


def history(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be done to a term, and what was done."""
    permitted(request, "taxonomy.view_term")
    term = get_object_or_404(Term, pk=pk)
    done = LedgerEntry.objects.filter(subject=subject_of(term), act__in=ACTS).select_related("by")
    may = request.user.has_perm
    entries = [
        (entry, ACTS[entry.act].title, acting.why_not(entry), may(ACTS[entry.act].permission, entry)) for entry in done
    ]
    watched = [(one, ACTS[one.act].title) for one in term.undertakings.filter(act__in=ACTS, entry=None)[:5]]
    words = [(word, TITLES[word]) for word in fitting(term) if request.user.has_perm(Act.permission)]
    return show(request, "history", _("Acts"), term=term, words=words, entries=entries, watched=watched)


def act(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """One act: the form; what it would touch; done. Nothing is done that was not looked at."""
    permitted(request)
    term = get_object_or_404(Term, pk=pk)
    if word not in FORMS:
        raise Http404
    form = FORMS[word](term, request.POST or None, initial=initial(FORMS[word], request.GET.dict()))
    here = reverse("admin:taxonomy_term_acts", args=[pk])
    return answer(request, form, TITLES[word], term=term, word=word, back=here)


def answer(request: HttpRequest, form: Any, title: Any, *, back: str, **more: Any) -> HttpResponse:
    """Looks at what a form asks for; where that was confirmed, does it or has it done in the background."""
    told = None
    if request.method == "POST" and form.is_valid():
        try:
            asked: Act = form.act()
            told = previewing.preview(asked)
            if "confirmed" in request.POST:
                return do(request, asked, told, back)
        except ValidationError as refused:
            form.add_error(None, refused)
            told = None
    return show(request, "act", title, form=form, told=told, back=back, media=form.media, **more)


def do(request: HttpRequest, asked: Act, told: list[previewing.Touched], back: str) -> HttpResponse:
    if undertakings.is_large(told):
        watched = undertakings.ask(asked, by=request.user)
        return HttpResponseRedirect(reverse("admin:taxonomy_undertaking", args=[watched.pk]))
    entry = acting.carry_out(asked, by=request.user)
    messages.success(request, _("Done: entry %s of the ledger.") % entry.number)
    return HttpResponseRedirect(back)


class UndoForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea({"rows": 2}))


def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Takes an act back from its entry in the ledger."""
    entry = LedgerEntry.objects.filter(number=number, act__in=ACTS).first()
    permitted(request, ACTS[entry.act].permission if entry else Act.permission, entry)
    if entry is None:
        raise Http404
    form, refusal = UndoForm(request.POST or None), acting.why_not(entry)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            if undertakings.is_large_to_undo(entry):
                watched = undertakings.ask_to_undo(entry, by=request.user, reason=reason)
                return HttpResponseRedirect(reverse("admin:taxonomy_undertaking", args=[watched.pk]))
            done = acting.undo(entry, by=request.user, reason=reason)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Undone: entry %s of the ledger.") % done.number)
            return HttpResponseRedirect(whereto(entry))
    title = _("Undo entry %s") % number
    return show(
        request, "undo", title, entry=entry, act=ACTS[entry.act].title, form=form, refusal=refusal, back=whereto(entry)
    )


def whereto(entry: LedgerEntry) -> str:
    """The page of the term an entry speaks of; the ledger where it is gone."""
    label, _colon, key = entry.subject.partition(":")
    if label == Term._meta.label_lower and Term.objects.filter(pk=key).exists():
        return reverse("admin:taxonomy_term_acts", args=[key])
    return reverse("admin:osce_site_ledgerentry_changelist")


def undertaking(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a large act is. Asked for again, it is carried out once all the same."""
    watched = Undertaking.objects.select_related("by", "entry", "term").filter(pk=pk).first()
    if watched is None or watched.by != request.user:
        permitted(request)
    if watched is None:
        raise Http404
    stands = undertakings.standing(watched)
    if request.method == "POST" and stands.state == "interrupted":
        undertakings.carry_out.enqueue(pk)
        return HttpResponseRedirect(request.path)
    return show(request, "undertaking", _("In the background"), watched=watched, stands=stands)
