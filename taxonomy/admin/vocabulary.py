from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from taxonomy.addresses import keep_addresses, why_no_word
from taxonomy.admin.announcing import Announcing
from taxonomy.models import Vocabulary, VocabularyName


class NameInline(admin.TabularInline):
    model = VocabularyName
    extra = 0


class VocabularyForm(forms.ModelForm):
    def clean_slug(self) -> str:
        word: str = self.cleaned_data["slug"]
        if refusal := why_no_word(word):
            raise ValidationError(refusal)
        return word


@admin.register(Vocabulary)
class VocabularyAdmin(Announcing):
    form = VocabularyForm
    list_display = ("slug", "position", "role", "may_be_source")
    inlines = (NameInline,)

    def save_model(self, request: HttpRequest, obj: Vocabulary, form: Any, change: bool) -> None:
        if change and "slug" in form.changed_data:
            keep_addresses(obj, form.initial["slug"])
        super().save_model(request, obj, form, change)
