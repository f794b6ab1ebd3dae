"""The forms in which a guest says something to the version he is shown: that he approves it, or a remark.

Who made the link and who asked for the review are told by mail.
"""

from typing import Any

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from osce_site import freshness
from osce_site.languages import OFFICIAL
from press import delivering, reading, remarking, reviewing, showing
from press.models import Remark, Review, Revision, Showing
from press.refusals import CannotReview

LONGEST = 5000
"""Characters of a remark."""
MOST = 200
"""Remarks by one link."""


class ApprovalForm(forms.Form):
    """The guest approves exactly the versions he is shown, once: a second time changes nothing."""

    words = forms.CharField(label=gettext_lazy("A word with it"), required=False, max_length=LONGEST)

    def __init__(self, shown: Showing, data: Any = None) -> None:
        super().__init__(data)
        self.shown = shown

    def save(self) -> None:
        """Keeps it, or adds the error that keeps it from being kept."""
        try:
            with transaction.atomic():
                if approval_of(self.shown) is None:
                    reason = self.cleaned_data["words"]
                    tell(reviewing.approve(self.shown.release, showing=self.shown, reason=reason), self.shown)
        except CannotReview as reason:
            self.add_error(None, reason)


class RemarkForm(forms.Form):
    """``quote`` may be empty: then the remark is on all of the text in ``language``."""

    language = forms.CharField(max_length=8)
    quote = forms.CharField(label=gettext_lazy("The passage, copied from the text"), required=False, max_length=LONGEST)
    words = forms.CharField(label=gettext_lazy("Your remark"), max_length=LONGEST)

    def __init__(self, shown: Showing, data: Any = None) -> None:
        super().__init__(data)
        self.shown = shown

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("language") not in self.shown.shown:
            raise forms.ValidationError(_("This text is not shown to you."))
        if self.shown.remarks.count() >= MOST:
            raise forms.ValidationError(_("You have made %s remarks. Please write to the press office.") % MOST)
        if quote := said.get("quote"):
            said["quote"] = self._without_dateline(said["language"], quote)
            revision = Revision.objects.get(pk=self.shown.shown[said["language"]]["revision"])
            said["field"] = field_of(revision, said["quote"])
            if not said["field"]:
                sentence = _("These words do not stand so in the text. Copy them from it, or leave this empty.")
                self.add_error("quote", sentence)
        return said

    def _without_dateline(self, language: str, quote: str) -> str:
        """It stands before the first words of the page and in no field."""
        page = showing.edition_of(self.shown, language, freshness.now())
        return quote.removeprefix(reading.dateline(page.edition).strip()).strip()

    def save(self) -> None:
        """Keeps it, or adds the error that keeps it from being kept."""
        said = self.cleaned_data
        passage = {"field": said.get("field", ""), "quote": said["quote"]}
        try:
            with transaction.atomic():
                release, words = self.shown.release, said["words"]
                tell(
                    remarking.remark(release, said["language"], showing=self.shown, words=words, **passage), self.shown
                )
        except CannotReview as reason:
            self.add_error(None, reason)


def field_of(revision: Revision, quote: str) -> str:
    """In which field a passage stands, spaces folded; empty where in none."""
    wanted = " ".join(quote.split())
    return next((field for field in remarking.FIELDS if wanted in remarking.plain(revision, field)), "")


def approval_of(shown: Showing) -> Review | None:
    return shown.reviews.filter(kind=Review.Kind.APPROVED).first()


# Telling


def tell(said: Review | Remark, shown: Showing) -> None:
    """Who made the link and who asked for the review last get a mail, each one, once. In the caller's transaction."""
    asked = shown.release.reviews.filter(kind=Review.Kind.ASKED).exclude(by=None).first()
    people = {person.pk: person for person in (shown.made_by, asked and asked.by) if person}
    path = reverse("admin:press_release_review", args=[shown.release_id])
    for person in people.values():
        with translation.override(person.language):
            mail = delivering.told_to(person, *_letter(said, shown), path)
        delivering.deliver(f"guest {said._meta.model_name} {said.pk} {person.pk}", person, *mail)


def _letter(said: Review | Remark, shown: Showing) -> tuple[str, str]:
    """Subject and words, in the language that is active."""
    guest = ", ".join(filter(None, [shown.name, shown.organisation]))
    if isinstance(said, Remark):
        subject = _("%(guest)s made a remark: %(release)s")
        parts = [said.get_language_display(), f"“{said.quote}”" if said.quote else "", said.words]
    else:
        subject = _("%(guest)s approved it: %(release)s")
        parts = [", ".join(OFFICIAL[language] for language in said.versions), said.reason]
    words = [str(shown.release), guest, *parts]
    return subject % {"guest": shown.name, "release": shown.release}, "\n\n".join(filter(None, words))
