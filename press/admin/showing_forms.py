"""The forms by which an officer lets persons without an account see a release."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from osce_site import freshness
from osce_site.languages import OFFICIAL
from press import previewing
from press.admin.instants import instant
from press.models import Release
from press.showing import LONGEST

MOST = 50
"""Journalists at once."""


@dataclass(frozen=True)
class Guest:
    name: str
    organisation: str = ""
    email: str = ""


class ShowingForm(forms.Form):
    """What a preview and an embargoed access have in common."""

    required_css_class = "required"

    languages = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple)
    expires_at = instant(_("Until"), _("by your clock; the link then opens nothing any more"), required=True)
    mail_in = forms.ChoiceField(
        label=_("Send the link by e-mail"),
        required=False,
        choices=[("", _("No, I pass it on myself")), *OFFICIAL.items()],
        help_text=_("in this language, to those whose e-mail address you give"),
    )

    field_order = ["name", "organisation", "email", "journalists", "languages", "expires_at", "mail_in"]

    def __init__(self, release: Release, data: Any = None, **more: Any) -> None:
        super().__init__(data, prefix=self.prefix, **more)
        codes = [text.language for text in release.texts.all()]
        languages = self.fields["languages"]
        assert isinstance(languages, forms.MultipleChoiceField)  # as declared above
        languages.choices = [(code, name) for code, name in OFFICIAL.items() if code in codes]
        languages.initial = codes
        self.fields["expires_at"].initial = timezone.localtime(self.usual_end(release)).replace(second=0, microsecond=0)

    def usual_end(self, release: Release) -> Any:
        return freshness.now() + timedelta(days=7)

    def clean_expires_at(self) -> Any:
        said, now = self.cleaned_data["expires_at"], freshness.now()
        if not now < said <= now + LONGEST:
            raise ValidationError(_now("A link ends in the time to come, within %s days.") % LONGEST.days)
        return said

    def guests(self) -> list[Guest]:
        raise NotImplementedError


class PreviewForm(ShowingForm):
    prefix = "preview"
    name = forms.CharField(label=_("Name"), max_length=200)
    organisation = forms.CharField(label=_("Organisation"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)

    def guests(self) -> list[Guest]:
        return [Guest(*(self.cleaned_data[name] for name in ("name", "organisation", "email")))]


class EmbargoForm(ShowingForm):
    prefix = "embargoed"
    journalists = forms.CharField(
        label=_("Journalists"),
        widget=forms.Textarea({"rows": 4}),
        max_length=20_000,
        help_text=_("One a line: name, organisation, e-mail. Each gets a link of his own."),
    )

    def usual_end(self, release: Release) -> Any:
        """A day after it is public: until then the link leads there."""
        return (previewing.goes_out(release, freshness.now()) or freshness.now()) + timedelta(days=1)

    def clean_journalists(self) -> list[Guest]:
        lines = [line.strip() for line in self.cleaned_data["journalists"].splitlines()]
        read, wrong = [], []
        for number, line in enumerate(lines, 1):
            try:
                if line:
                    read.append(guest(line))
            except ValidationError as reason:
                wrong.append(_now("Line %(number)s: %(reason)s") % {"number": number, "reason": reason.messages[0]})
        if len(read) > MOST:
            wrong.append(_now("At most %s at once.") % MOST)
        if wrong:
            raise ValidationError(wrong)
        return read

    def guests(self) -> list[Guest]:
        return list(self.cleaned_data["journalists"])


def guest(line: str) -> Guest:
    """ "Name, organisation, e-mail", the last two where they are known. Raises ``ValidationError``."""
    parts = [part.strip() for part in re.split(r"[,;\t]", line) if part.strip()]
    mails = [part for part in parts if "@" in part]
    said = [part for part in parts if "@" not in part]
    if not said or len(mails) > 1:
        raise ValidationError(_now("Write name, organisation, e-mail."))
    for mail in mails:
        validate_email(mail)
    name, organisation = said[0], ", ".join(said[1:])
    if max(map(len, (name, organisation))) > 200:
        raise ValidationError(_now("Write name, organisation, e-mail."))
    return Guest(name, organisation, *mails)
