"""The six official languages, in the order they are shown."""

from osce_site import past

OFFICIAL = {
    "en": "English",
    "fr": "Français",
    "de": "Deutsch",
    "it": "Italiano",
    "ru": "Русский",
    "es": "Español",
}
ORIGINAL = "en"
"""What a text falls back to where its own language is missing."""


def fallbacks(language: str) -> tuple[str, ...]:
    """Where to look for a name, in order: the language itself, then the original."""
    return (language,) if language == ORIGINAL else (language, ORIGINAL)


def local(path: str, language: str) -> str:
    """The address of a page in a language, within the day that is read, if any (``past``)."""
    return local_today(past.dated(path), language)


def local_today(path: str, language: str) -> str:
    """The address of a page in a language: English has no prefix. Files and feeds of no language have none either."""
    if language == ORIGINAL or not path.startswith("/") or path.startswith(("/files/", "/static/")):
        return path
    return f"/{language}{path}"


def without_language(path: str) -> str:
    """A path as it is in every language: ``/fr/countries/`` is ``/countries/``."""
    prefix, slash, rest = path[1:].partition("/")
    return f"/{rest}" if slash and prefix in OFFICIAL and prefix != ORIGINAL else path
