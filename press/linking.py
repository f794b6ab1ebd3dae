"""At the desk: a link that leads to one of our own pages becomes a reference to what stands there."""

import re
from html import escape, unescape
from urllib.parse import unquote, urlsplit

from django.conf import settings

from osce_site.languages import ORIGINAL, without_language
from osce_site.models import Address
from osce_site.models.address import normal
from press.models import Release
from taxonomy import snapshot

_HREF = re.compile(r'<a href="([^"]*)">')
_RELEASE = re.compile(r"/press-releases/([1-9][0-9]{0,11})(?:/[\w-]*)?/?")
_TERM = re.compile(r"/([\w-]+)/([\w-]+)/?")
_CONCEPT = re.compile(r"/id/([0-9a-f-]{36})(?:\.ttl|\.jsonld)?/?")


def recognised(html: str) -> str:
    """A clean body whose links to our own releases and terms are references. At most two queries a link of ours.

    A link to a list, to a file or to a page that is neither stays as it is.
    """
    return _HREF.sub(lambda link: f'<a href="{escape(reference(unescape(link[1])) or unescape(link[1]))}">', html)


def reference(address: str) -> str:
    """``release:<number>`` or ``term:<uuid>`` for an address of ours, old ones too; empty for any other."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in ("", "http", "https") or parts.query or (host and host not in settings.ALLOWED_HOSTS):
        return ""
    path = without_language(unquote(parts.path)).removeprefix(f"/{ORIGINAL}") if parts.path else ""
    return _of_today(path) or _of_before(path) if path.startswith("/") and "\0" not in path else ""


def _of_today(path: str) -> str:
    taxonomy = snapshot.current()
    if (found := _RELEASE.fullmatch(path)) and Release.objects.filter(pk=int(found[1])).exists():
        return f"release:{int(found[1])}"
    if (found := _CONCEPT.fullmatch(path)) and found[1] in taxonomy.by_uuid:
        return f"term:{found[1]}"
    if (found := _TERM.fullmatch(path)) and (node := taxonomy.find(found[1], found[2])):
        return f"term:{node.uuid}"
    return ""


def _of_before(path: str) -> str:
    known = Address.objects.filter(path=normal(path)).first()
    if known and known.kind == Address.Kind.RELEASE:
        return f"release:{known.target_id}"
    node = snapshot.current().nodes.get(known.target_id) if known and known.kind == Address.Kind.TERM else None
    return f"term:{node.uuid}" if node else ""
