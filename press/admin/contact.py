from django.contrib import admin

from press.models import Contact


@admin.register(Contact)
class ContactAdmin(admin.ModelAdmin):
    list_display = ("name", "duty", "source", "since", "until")
    list_select_related = ("source",)
    search_fields = ("name", "duty")
    autocomplete_fields = ("source",)
