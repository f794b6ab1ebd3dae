"""Whether the links of a text lead to something: our own are looked up, those of others were tried in the background."""

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from osce_site.languages import ORIGINAL, without_language
from osce_site.models import Address
from osce_site.models.address import normal
from press.body_links import BodyLink
from press.findings import Finding
from press.models import Edition, Release
from taxonomy import addresses, snapshot

_PAGES_OF_RELEASES = {"release", "release_by_number", "release_history"}


def own_links(links: list[BodyLink], release: Release, going_out_at: datetime) -> Iterator[Finding]:
    """Links that are no address, or lead to nothing of ours that readers can see when the text goes out.

    At most two queries for each link to a release or to a former address.
    """
    for link in links:
        if told := _problem(link.href, release, going_out_at):
            code, message = told
            yield Finding(code, "links", message, False, link.words, link.start, _completed(link.href))


def foreign(links: list[BodyLink]) -> list[BodyLink]:
    """The links to others, which only a visit can tell of."""
    return [link for link in links if not _problem_of_spelling(link.href) and _is_foreign(link.href)]


def _is_foreign(href: str) -> bool:
    split = urlsplit(href)
    return split.scheme in {"http", "https"} and not _is_ours(split)


def _is_ours(split: SplitResult) -> bool:
    own = {host.lstrip(".").strip("[]") for host in settings.ALLOWED_HOSTS} - {"*"}
    return (split.hostname or "") in own


def _problem(href: str, release: Release, at: datetime) -> tuple[str, str] | None:
    if message := _problem_of_spelling(href):
        return "broken-link", message
    kind, _colon, key = href.partition(":")
    if kind == "release":
        return _of_a_release(int(key) if key.isascii() and key.isdigit() else 0, release, at)
    if kind == "term":
        return (
            None if key in snapshot.current().by_uuid else ("broken-link", _("The link leads to a term that is gone."))
        )
    if href.startswith("/") or (kind in {"http", "https"} and not _is_foreign(href)):
        return _of_a_path(unquote(urlsplit(href).path), release, at)
    return None


def _problem_of_spelling(href: str) -> str:
    """What is wrong with an address as it is written; an empty string where it is one."""
    kind, colon, rest = href.partition(":")
    if kind in {"http", "https"}:
        try:
            split = urlsplit(href)
            whole = bool(split.hostname) and (_is_ours(split) or "." in (split.hostname or "") or "]" in split.netloc)
            _port = split.port
        except ValueError:
            whole = False
        return "" if whole and not re.search(r"\s", href) else _("“%s” is no complete address.") % href
    if kind == "mailto":
        return "" if _is_mail(rest.partition("?")[0]) else _("“%s” is no mail address.") % rest
    if (href.startswith(("/", "#")) and not href.startswith("//")) or (colon and kind in {"release", "term", "tel"}):
        return ""
    return _("“%s” is no complete address.") % href


def _completed(href: str) -> str:
    """What the writer of "www.example.org" meant."""
    bare = href.removeprefix("/")
    return f"https://{bare}" if re.fullmatch(r"www\.[\w-]+(\.[\w-]+)+(/\S*)?", bare) else ""


def _is_mail(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def _of_a_release(number: int, release: Release, at: datetime) -> tuple[str, str] | None:
    if number == release.pk or Edition.objects.filter(release=number).published(at).exists():
        return None
    if not Release.objects.filter(pk=number).exists():
        return "broken-link", _("The link leads to a release that does not exist.")
    return "link-not-public", _("The link leads to a release that is not public when this text goes out.")


def _of_a_path(path: str, release: Release, at: datetime) -> tuple[str, str] | None:
    """Of a path of the site: today's, or one that it or the old site once had."""
    here = without_language(path)
    here = here.removeprefix(f"/{ORIGINAL}") if here.startswith(f"/{ORIGINAL}/") else here
    if "\0" in here:
        return "broken-link", _("The site has no page “%s”.") % path.replace("\0", "")
    for spelling in (here, f"{here}/"):
        try:
            meant = resolve(spelling)
        except Resolver404:
            continue
        if meant.namespace == "admin":
            return "link-to-the-desk", _("The link leads to the desk, which readers cannot open.")
        if meant.url_name in _PAGES_OF_RELEASES:
            return _of_a_release(int(meant.kwargs["number"]), release, at)
        if _is_there(meant.url_name or "", meant.kwargs):
            return None
    return _of_a_former_path(path, here, release, at)


def _is_there(page: str, named: dict[str, str]) -> bool:
    taxonomy = snapshot.current()
    if page == "vocabulary":
        return named["slug"] in taxonomy.vocabularies
    if page in {"term", "term_feed"}:
        return taxonomy.find(named["vocabulary"], named["slug"]) is not None
    if page.startswith("concept"):
        return str(named["identity"]) in taxonomy.by_uuid
    return True


def _of_a_former_path(path: str, here: str, release: Release, at: datetime) -> tuple[str, str] | None:
    known = Address.objects.filter(path=normal(here)).first()
    if known and known.kind == Address.Kind.RELEASE:
        return _of_a_release(known.target_id, release, at)
    if known and known.kind != Address.Kind.GONE and addresses.present_path(known):
        return None
    return "broken-link", _("The site has no page “%s”.") % path
