"""The forms of the desk's acts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField

from press import body
from press.models import Text


class SeenField(forms.JSONField):
    """What somebody has before him when he decides, carried along: a mapping, or ``None`` where nothing was."""

    widget = forms.HiddenInput

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, **more)

    def clean(self, value: Any) -> dict[str, Any] | None:
        said = super().clean(value)
        return said if isinstance(said, dict) else None


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


class ReasonForm(ActForm):
    reason = forms.CharField(label=_("Reason"), help_text=_("for the ledger"), max_length=1000)
