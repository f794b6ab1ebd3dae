"""The forms of the desk's acts."""

from typing import Any

from django import forms
from django.forms.widgets import DateTimeInput
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField

from osce_site.languages import OFFICIAL
from press import body
from press.models import Edition, Release, Text, Withdrawal


class ActForm(forms.Form):
    required_css_class = "required"


class WritingForm(ActForm):
    """A text as it is written. ``version``: the one the writer had before him.

    No field is refused here for what it holds: what was sent is kept in any case (``press.writing.save``).
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    headline = forms.CharField(label=_("Headline"), required=False, widget=forms.Textarea({"rows": 2}))
    place = forms.CharField(
        label=_("Place of the dateline"),
        required=False,
        widget=forms.TextInput({"list": "places", "autocomplete": "off"}),
    )
    lead = forms.CharField(label=_("Lead"), required=False, widget=forms.Textarea({"rows": 3}))
    body = ProseEditorFormField(label=_("Body"), required=False, extensions=body.EXTENSIONS)

    def __init__(self, *args: Any, may_write: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.disabled = not may_write

    def words(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in Text.WORDS}


def instant(label: Any, help_text: Any) -> forms.DateTimeField:
    """An instant by the officer's clock."""
    return forms.DateTimeField(
        label=label,
        required=False,
        help_text=help_text,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class PublicationForm(ActForm):
    languages = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple)
    at = instant(_("At"), _("by your clock; empty: now. A past instant files it in its place in the archive."))

    def __init__(self, release: Release, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [text.language for text in release.texts.all()]
        field = self.fields["languages"]
        assert isinstance(field, forms.MultipleChoiceField)  # as declared above
        field.choices = [(code, OFFICIAL[code]) for code in codes]
        field.initial = codes


class ReasonForm(ActForm):
    reason = forms.CharField(label=_("Reason"), help_text=_("for the ledger"), max_length=1000)


class CorrectionForm(ActForm):
    correction = forms.ChoiceField(label=_("Class"), choices=Edition.Correction.choices)
    note = forms.CharField(
        label=_("Public note"),
        help_text=_("what readers are told"),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
    )
    at = instant(_("At"), _("by your clock; empty: now"))


class WithdrawalForm(ActForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Withdrawal.Kind.choices)
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

    def __init__(self, release: Release, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["replaced_by"]
        assert isinstance(field, forms.ModelChoiceField)  # as declared above
        field.queryset = Release.objects.exclude(pk=release.pk)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if (said.get("kind") == Withdrawal.Kind.REPLACED) != bool(said.get("replaced_by")):
            self.add_error("replaced_by", _("Give the replacement where it is replaced, and only there."))
        return said
