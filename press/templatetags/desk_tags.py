"""What stands on the first page of the desk."""

from typing import Any

from django import template
from django.db.models import Q

from osce_site import freshness
from osce_site.models import LedgerEntry
from press.models import Edition, Release

register = template.Library()


@register.simple_tag
def waiting() -> dict[str, Any]:
    """What goes out next, what is in work, what was done lately: three queries and the drafts' headlines."""
    now = freshness.now()
    given = Edition.objects.filter(Q(pk__in=Edition.objects.ahead(now)) | Q(pk__in=Edition.objects.ever_published(now)))
    return {
        "ahead": Edition.objects.ahead(now).order_by("published_at")[:10],
        # What was called off is in work again.
        "drafts": Release.objects.exclude(editions__in=given).prefetch_related("texts")[:10],
        "lately": LedgerEntry.objects.select_related("by")[:10],
    }
