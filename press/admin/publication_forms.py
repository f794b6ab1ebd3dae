"""The forms by which a release goes out, is corrected and is withdrawn."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from osce_site import freshness
from osce_site.languages import OFFICIAL
from press import reviewing
from press.admin.forms import ActForm, SeenField
from press.admin.instants import instant
from press.models import Edition, Release, Withdrawal


class Deciding(ActForm):
    """A form of who decides on texts: it carries the versions he had before him.

    ``forced`` is there for who may publish without review.
    """

    seen = SeenField()
    forced = forms.CharField(
        label=_("Publish without review, because"),
        required=False,
        max_length=1000,
        help_text=_("Only where nobody else has seen it. It stays marked until somebody reviews it."),
    )

    def __init__(self, release: Release, *args: Any, may_force: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = reviewing.shown(release)
        if not may_force:
            del self.fields["forced"]


class PublicationForm(Deciding):
    languages = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple)
    at = instant(_("At"), _("by your clock; empty: now. A past instant files it in its place in the archive."))

    field_order = ("languages", "at", "forced")

    def __init__(self, release: Release, *args: Any, **kwargs: Any) -> None:
        super().__init__(release, *args, **kwargs)
        now = freshness.now()
        out = {
            edition.language for edition in release.editions.all() if edition.is_public(now) or edition.is_ahead(now)
        }
        codes = [text.language for text in release.texts.all()]
        field = self.fields["languages"]
        assert isinstance(field, forms.MultipleChoiceField)  # as declared above
        field.choices = [(code, OFFICIAL[code]) for code in codes]
        field.initial = [code for code in codes if code not in out]
        if release.planned_for and release.planned_for > now:
            self.fields["at"].initial = release.planned_for


class CorrectionForm(Deciding):
    correction = forms.ChoiceField(
        label=_("Class"),
        choices=Edition.Correction.choices,
        widget=forms.RadioSelect,
        initial=Edition.Correction.CORRECTION,
    )
    note = forms.CharField(
        label=_("Public note"),
        help_text=_("what readers are told"),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
    )
    at = instant(_("At"), _("by your clock; empty: now"))

    field_order = ("correction", "note", "at", "forced")


class WithdrawalForm(ActForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Withdrawal.Kind.choices, widget=forms.RadioSelect)
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("none chosen: all in which it is public"),
    )
    reason = forms.CharField(
        label=_("Public reason"),
        help_text=_("what readers are told"),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
    )
    replaced_by = forms.ModelChoiceField(
        label=_("Replaced by"),
        queryset=Release.objects.all(),
        required=False,
        widget=forms.NumberInput,
        help_text=_("the number of the release that stands in its place"),
    )
    at = instant(_("At"), _("by your clock; empty: now"))

    field_order = ("kind", "languages", "reason", "replaced_by", "at")

    def __init__(self, release: Release, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["replaced_by"]
        assert isinstance(field, forms.ModelChoiceField)  # as declared above
        field.queryset = Release.objects.exclude(pk=release.pk)
        public = [edition.language for edition in release.editions.published(freshness.now())]
        languages = self.fields["languages"]
        assert isinstance(languages, forms.MultipleChoiceField)  # as declared above
        languages.choices = [(code, OFFICIAL[code]) for code in OFFICIAL if code in public]
        if len(public) < 2:
            del self.fields["languages"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if (said.get("kind") == Withdrawal.Kind.REPLACED) != bool(said.get("replaced_by")):
            self.add_error("replaced_by", _("Give the replacement where it is replaced, and only there."))
        said["languages"] = said.get("languages") or None
        return said
