"""The forms in which a guest says something to the version he is shown: that he approves it, or a remark."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from osce_site import freshness
from press import reading, remarking, reviewing, showing
from press.models import Review, Revision, Showing
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
            if approval_of(self.shown) is None:
                reviewing.approve(self.shown.release, showing=self.shown, reason=self.cleaned_data["words"])
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
            remarking.remark(self.shown.release, said["language"], showing=self.shown, words=said["words"], **passage)
        except CannotReview as reason:
            self.add_error(None, reason)


def field_of(revision: Revision, quote: str) -> str:
    """In which field a passage stands, spaces folded; empty where in none."""
    wanted = " ".join(quote.split())
    return next((field for field in remarking.FIELDS if wanted in remarking.plain(revision, field)), "")


def approval_of(shown: Showing) -> Review | None:
    return shown.reviews.filter(kind=Review.Kind.APPROVED).first()
