"""The navigation of every public page."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from osce_site import freshness
from osce_site.languages import ORIGINAL
from taxonomy import snapshot
from taxonomy.menu import menu


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Both are made when a template uses them; neither costs a query once the taxonomy was read."""
    language = get_language() or ORIGINAL
    return {
        "main_menu": SimpleLazyObject(lambda: menu("main", language, freshness.now().date())),
        "vocabularies": SimpleLazyObject(
            lambda: [
                (vocabulary.name(language), f"/{vocabulary.slug}/")
                for vocabulary in snapshot.current().vocabularies.values()
                if vocabulary.role
            ]
        ),
    }
