"""What every public page calls the organisation and its vocabularies."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from osce_site.languages import ORIGINAL
from taxonomy import chart, snapshot


def organisation(language: str, *, short: bool = True) -> str:
    """What the organisation calls itself in a language: a name in the taxonomy like any other."""
    taxonomy = snapshot.current()
    itself = taxonomy.find(chart.STRUCTURES, chart.ITSELF)
    return taxonomy.name(itself.id, language, short=short) if itself else settings.ORGANISATION


def navigation(request: HttpRequest) -> dict[str, Any]:
    """All are made when a template uses them; none costs a query once the taxonomy was read."""
    language = get_language() or ORIGINAL
    return {
        "organisation": SimpleLazyObject(lambda: organisation(language)),
        "vocabularies": SimpleLazyObject(
            lambda: [
                (vocabulary.name(language), f"/{vocabulary.slug}/")
                for vocabulary in snapshot.current().vocabularies.values()
                if vocabulary.role
            ]
        ),
    }
