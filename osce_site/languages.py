"""The six official languages, in the order they are shown."""

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
