"""What the desk asks for before an act on a term: a day, a reason, and what the act itself needs."""

import re
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from osce_site import freshness
from osce_site.languages import OFFICIAL
from taxonomy.acting import ACTS, Act
from taxonomy.models import Label, Relation, Term
from taxonomy.succession import Close, Merge, Move, NewTerm, Rename, Reopen, Split


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **more: Any) -> None:
        super().__init__(format="%Y-%m-%d", **more)


class FoundTerm(AutocompleteSelect):
    """A box that finds a term as one types."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        """What is no number chooses nothing: Django would ask the database for it."""
        return super().optgroups(name, [one for one in value if re.fullmatch(r"\d{1,9}", str(one))], attrs)


class Successor(FoundTerm):
    """Offers the terms that can follow one: those of its vocabulary."""

    term: int = 0

    def __init__(self) -> None:
        super().__init__(Relation._meta.get_field("object"), admin.site)

    def get_url(self) -> str:
        return f"{reverse('admin:taxonomy_term_offer')}?kind={Relation.Kind.MERGED_INTO}&of={self.term}"


class Successors(Successor, AutocompleteSelectMultiple):
    pass


class ActForm(forms.Form):
    """The fields of every act. ``act`` gives what was asked for, once the form is valid."""

    on = forms.DateField(label=gettext_lazy("First day"), widget=DayInput())
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("For the ledger: a decision, its date, who asked."),
    )

    def __init__(self, term: Term, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.term = term
        self.fields["on"].initial = freshness.now().date()
        self.order_fields([*(name for name in self.fields if name not in ("on", "reason")), "on", "reason"])
        for one in self.fields.values():
            if isinstance(one, forms.ModelChoiceField):
                one.queryset = Term.objects.filter(vocabulary=term.vocabulary_id).exclude(pk=term.pk)
                assert isinstance(one.widget, Successor)  # as declared below
                one.widget.term = term.pk

    def act(self) -> Act:
        said = self.cleaned_data
        return self.make(said, {"term": self.term, "on": said["on"], "reason": said["reason"]})

    def make(self, said: dict[str, Any], common: dict[str, Any]) -> Act:
        raise NotImplementedError


class RenameForm(ActForm):
    """All official languages at once; what is not changed stays as it is."""

    def __init__(self, term: Term, *args: Any, **kwargs: Any) -> None:
        super().__init__(term, *args, **kwargs)
        self.fields["slug"] = forms.SlugField(
            label=_("Word in addresses"),
            required=False,
            max_length=120,
            initial=term.slug,
            help_text=_("The former address goes on leading here."),
        )
        today = freshness.now().date()
        present = {(label.language, label.kind): label.text for label in Label.objects.filter(term=term).on(today)}
        for language, name in OFFICIAL.items():
            for kind, title in (("preferred", _("Name, %s")), ("short", _("Short name, %s"))):
                self.fields[f"{kind}_{language}"] = forms.CharField(
                    label=title % name,
                    required=False,
                    max_length=300,
                    initial=present.get((language, kind), ""),
                    widget=forms.TextInput({"lang": language, "class": "name-box"}),
                )
        self.order_fields([*(f"{kind}_{one}" for one in OFFICIAL for kind in ("preferred", "short")), "slug"])

    def make(self, said: dict[str, Any], common: dict[str, Any]) -> Act:
        changed = set(self.changed_data)
        renamed = [one for one in OFFICIAL if {f"preferred_{one}", f"short_{one}"} & changed]
        return Rename(
            names={one: said[f"preferred_{one}"].strip() for one in renamed if said[f"preferred_{one}"].strip()},
            short_names={one: said[f"short_{one}"].strip() for one in renamed if said[f"short_{one}"].strip()},
            slug=said["slug"] if "slug" in changed else "",
            **common,
        )


class CloseForm(ActForm):
    successor = forms.ModelChoiceField(
        Term.objects.none(), label=gettext_lazy("It goes on in"), required=False, widget=Successor()
    )

    def __init__(self, term: Term, *args: Any, **kwargs: Any) -> None:
        super().__init__(term, *args, **kwargs)
        self.fields["on"].label = _("Last day")

    def make(self, said: dict[str, Any], common: dict[str, Any]) -> Act:
        return Close(successor=said["successor"], **common)


class ReopenForm(ActForm):
    def make(self, said: dict[str, Any], common: dict[str, Any]) -> Act:
        return Reopen(**common)


class MergeForm(ActForm):
    target = forms.ModelChoiceField(Term.objects.none(), label=gettext_lazy("Into"), widget=Successor())

    def make(self, said: dict[str, Any], common: dict[str, Any]) -> Act:
        return Merge(target=said["target"], **common)


class SplitForm(ActForm):
    parts = forms.ModelMultipleChoiceField(
        Term.objects.none(), label=gettext_lazy("Into terms there are"), required=False, widget=Successors()
    )
    new = forms.CharField(
        label=gettext_lazy("Into new terms"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy(
            "One a line: its English name. Other languages are added afterwards, or after a |: en | fr | de"
        ),
    )
    goes_on = forms.BooleanField(label=gettext_lazy("It goes on itself beside them"), required=False)

    def clean_new(self) -> list[NewTerm]:
        made = []
        for line in filter(None, map(str.strip, self.cleaned_data["new"].splitlines())):
            names = [name.strip() for name in line.split("|")]
            if len(names) > len(OFFICIAL) or not names[0] or max(map(len, names)) > 300:
                raise ValidationError(_("This is not a name in each of at most six languages: %s") % line)
            named = {language: name for language, name in zip(OFFICIAL, names, strict=False) if name}
            made.append(NewTerm(slugify(names[0])[:120] or "term", named))
        return made

    def make(self, said: dict[str, Any], common: dict[str, Any]) -> Act:
        return Split(parts=list(said["parts"]), new=said["new"], goes_on=said["goes_on"], **common)


class MoveForm(ActForm):
    """Under, before or after a term of the same vocabulary, or at the top."""

    WHERE = [
        ("under", gettext_lazy("last under")),
        ("before", gettext_lazy("before")),
        ("after", gettext_lazy("after")),
        ("top", gettext_lazy("last at the top")),
    ]
    where = forms.ChoiceField(label=gettext_lazy("Place"), choices=WHERE, widget=forms.RadioSelect, initial="under")
    beside = forms.ModelChoiceField(Term.objects.none(), label=gettext_lazy("Term"), required=False, widget=Successor())

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("where") != "top" and not said.get("beside"):
            self.add_error("beside", _("Name the term it shall stand by."))
        return said

    def make(self, said: dict[str, Any], common: dict[str, Any]) -> Act:
        beside = {} if said["where"] == "top" else {said["where"]: said["beside"]}
        return Move(**beside, **common)


FORMS: dict[str, type[ActForm]] = {
    "rename": RenameForm,
    "move": MoveForm,
    "close": CloseForm,
    "reopen": ReopenForm,
    "merge": MergeForm,
    "split": SplitForm,
}
"""By the word that the address of an act carries."""

TITLES = {
    word: ACTS[name].title
    for word, name in zip(FORMS, ("renamed", "moved", "closed", "reopened", "merged", "split"), strict=True)
}


def fitting(term: Term) -> list[str]:
    """The acts that make sense on a term as it stands."""
    merged = term.relations.filter(kind=Relation.Kind.MERGED_INTO).exists()
    if merged:
        return ["rename"]
    return [word for word in FORMS if word != ("close" if term.closed_on else "reopen")]


def initial(form: type[ActForm], asked: dict[str, str]) -> dict[str, Any]:
    """What an address suggests: ``?where=before&beside=12``, ``?into=12``."""
    given: dict[str, Any] = {name: asked[name] for name in form.base_fields if name in asked}
    if "into" in asked:
        given["target"] = asked["into"]
    try:
        given["on"] = date.fromisoformat(given.get("on", ""))
    except ValueError:
        given.pop("on", None)
    return given
