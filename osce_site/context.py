"""What every public page needs around its own content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from osce_site.languages import OFFICIAL


def site(request: HttpRequest) -> dict[str, Any]:
    return {"organisation": settings.ORGANISATION, "official_languages": OFFICIAL, "site_zone": settings.SITE_ZONE}
