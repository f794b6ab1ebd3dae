from django.contrib import admin

from taxonomy.admin.announcing import Announcing
from taxonomy.models import Vocabulary, VocabularyName


class NameInline(admin.TabularInline):
    model = VocabularyName
    extra = 0


@admin.register(Vocabulary)
class VocabularyAdmin(Announcing):
    list_display = ("slug", "position", "role", "may_be_source")
    inlines = (NameInline,)
