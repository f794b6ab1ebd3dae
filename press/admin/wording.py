"""The forms that give an upload its words: credit, rights, what it shows and where one looks; title and language."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from osce_site.languages import OFFICIAL, ORIGINAL
from press import attaching
from press.models import Document, Photo, PhotoText, WaitingFile
from press.photo_metadata import Words


class PhotoWording(forms.Form):
    """Photos of one event share their rights: those of the person's last photo stand there to begin with."""

    credit = forms.CharField(
        label=_("Credit"), max_length=200, help_text=_("as it stands below the photo: OSCE/First Last")
    )
    copyright = forms.CharField(label=_("Copyright"), max_length=200, help_text=_("who holds the rights"))
    usage_terms = forms.CharField(
        label=_("Usage terms"), max_length=300, help_text=_("what others may do with the photo")
    )
    focal_x = forms.IntegerField(
        label=_("Focal point, from the left"), min_value=0, max_value=100, initial=50, help_text=_("percent")
    )
    focal_y = forms.IntegerField(
        label=_("Focal point, from the top"), min_value=0, max_value=100, initial=50, help_text=_("percent")
    )

    def __init__(self, waiting: WaitingFile, *args: Any, **kwargs: Any) -> None:
        last = Photo.objects.filter(added_by=waiting.by).order_by("-pk").first()
        if last:
            rights = {"credit": last.credit, "copyright": last.copyright, "usage_terms": last.usage_terms}
            kwargs["initial"] = rights | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.waiting = waiting
        self.language = waiting.release.original_language if waiting.release else ORIGINAL
        for language, name in self._languages():
            self.fields[f"alt_{language}"] = forms.CharField(
                label=_("Alternative text, %s") % name,
                max_length=PhotoText._meta.get_field("alt").max_length,
                required=language == self.language,
                widget=forms.Textarea({"rows": 2, "lang": language}),
            )
            self.fields[f"caption_{language}"] = forms.CharField(
                label=_("Caption, %s") % name,
                max_length=PhotoText._meta.get_field("caption").max_length,
                required=False,
                widget=forms.Textarea({"rows": 2, "lang": language}),
            )

    def _languages(self) -> list[tuple[str, str]]:
        """The one that is required first."""
        return sorted(OFFICIAL.items(), key=lambda pair: pair[0] != self.language)

    def rights(self) -> list[forms.BoundField]:
        return [self[name] for name in ("credit", "copyright", "usage_terms")]

    def focal(self) -> list[forms.BoundField]:
        return [self["focal_x"], self["focal_y"]]

    def languages(self) -> list[dict[str, Any]]:
        """For each language: its name, its two fields, and whether it is to be filled in or has something in it."""
        told = []
        for language, name in self._languages():
            fields = [self[f"alt_{language}"], self[f"caption_{language}"]]
            is_open = language == self.language or any(field.errors or field.value() for field in fields)
            told.append({"code": language, "name": name, "fields": fields, "is_open": is_open})
        return told

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for language in OFFICIAL:
            if said.get(f"caption_{language}") and not said.get(f"alt_{language}") and language != self.language:
                self.add_error(
                    f"alt_{language}", ValidationError(_("A caption needs an alternative text in its language."))
                )
        return said

    def make(self, *, by: Any) -> Photo:
        said = self.cleaned_data
        words = Words(
            credit=said["credit"],
            copyright=said["copyright"],
            usage_terms=said["usage_terms"],
            alt={language: said[f"alt_{language}"] for language in OFFICIAL if said[f"alt_{language}"]},
            caption={language: said[f"caption_{language}"] for language in OFFICIAL if said[f"caption_{language}"]},
            focal=(said["focal_x"], said["focal_y"]),
        )
        return attaching.make_photo(self.waiting, words, by=by)


class DocumentWording(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=300, help_text=_("as readers see it"))
    language = forms.ChoiceField(label=_("Language"), choices=list(OFFICIAL.items()))

    def __init__(self, waiting: WaitingFile, *args: Any, **kwargs: Any) -> None:
        language = waiting.release.original_language if waiting.release else ORIGINAL
        kwargs["initial"] = {"title": waiting.title, "language": language} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.waiting = waiting

    def make(self, *, by: Any) -> Document:
        said = self.cleaned_data
        return attaching.make_document(self.waiting, by=by, title=said["title"], language=said["language"])
