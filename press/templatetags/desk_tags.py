"""What stands on the first page of the desk."""

from typing import Any

from django import template

from osce_site import freshness
from osce_site.models import LedgerEntry
from press.models import Edition, Release

register = template.Library()


@register.simple_tag
def waiting() -> dict[str, Any]:
    """What goes out next, what is in work, what was done lately: three queries and the drafts' headlines."""
    return {
        "ahead": Edition.objects.ahead(freshness.now()).order_by("published_at")[:10],
        "drafts": Release.objects.filter(editions=None).prefetch_related("texts")[:10],
        "lately": LedgerEntry.objects.select_related("by")[:10],
    }
