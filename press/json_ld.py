"""What machines are told of a release: schema.org, as ``osce_site.json_ld`` writes it."""

from datetime import datetime
from typing import Any

from press import body, reading
from press.models import Edition


def article(
    edition: Edition,
    address: str,
    *,
    site: str,
    images: list[str],
    subjects: list[str],
    corrections: list[tuple[datetime, str]],
) -> dict[str, Any]:
    """A release. ``corrections``: when and what, the newest first. What is empty is left out."""
    told = {
        "@type": "NewsArticle",
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "headline": edition.headline,
        "description": edition.lead,
        "inLanguage": edition.language,
        "dateline": reading.dateline(edition).rstrip(" –"),
        "datePublished": edition.listed_at.isoformat(),
        "dateModified": edition.published_at.isoformat(),
        "image": images,
        "about": [{"@type": "Thing", "name": name} for name in subjects],
        "wordCount": len(body.plain(edition.body).split()),
        "isAccessibleForFree": True,
        "author": {"@id": f"{site}#organization"},
        "publisher": {"@id": f"{site}#organization"},
        "correction": [
            {"@type": "CorrectionComment", "text": note, "datePublished": at.isoformat()} for at, note in corrections
        ],
    }
    return {name: value for name, value in told.items() if value not in ("", [])}
