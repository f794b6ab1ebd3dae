from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from taxonomy.addresses import keep_addresses
from taxonomy.admin.announcing import Announcing
from taxonomy.models import Vocabulary, VocabularyName


class NameInline(admin.TabularInline):
    model = VocabularyName
    extra = 0


@admin.register(Vocabulary)
class VocabularyAdmin(Announcing):
    list_display = ("slug", "position", "role", "may_be_source")
    inlines = (NameInline,)

    def save_model(self, request: HttpRequest, obj: Vocabulary, form: Any, change: bool) -> None:
        if change and "slug" in form.changed_data:
            keep_addresses(obj, form.initial["slug"])
        super().save_model(request, obj, form, change)
