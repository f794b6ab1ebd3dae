"""From which network address somebody asks."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"


def client_address(request: HttpRequest) -> str:
    """The address that the outermost server of ours saw; what a client wrote further left is not believed.

    ``0.0.0.0`` where there is none: a socket of the machine itself, a command.
    """
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if settings.PROXIES else []
    address = said[-settings.PROXIES] if 0 < settings.PROXIES <= len(said) else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(address.strip()))
    except ValueError:
        return UNKNOWN
