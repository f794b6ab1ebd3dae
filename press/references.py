"""Links of a body to our own releases and terms are references: they follow renaming, moving and merging.

A body says ``href="release:<number>"`` or ``href="term:<uuid>"``; a page turns each into today's address.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from osce_site.languages import local
from press.models import Edition
from taxonomy import snapshot

SCHEMES = ("release", "term")

_LINK = re.compile(r'<a href="(?:(release):([1-9][0-9]{0,11})|(term):([0-9a-f-]{36}))">(.*?)</a>', re.DOTALL)


class Reference(NamedTuple):
    kind: str
    key: str


def referred(html: str) -> Iterator[Reference]:
    """What a body leads to of our own, in order."""
    for link in _LINK.finditer(html):
        yield _reference(link)


def _reference(link: re.Match[str]) -> Reference:
    return Reference(link[1] or link[3], link[2] or link[4])


def resolved(html: str, language: str, at: datetime) -> str:
    """The body with today's addresses, for readers of a language.

    What is not public at the instant is no link: its words stand without. One query where it refers to releases.
    """
    wanted = set(referred(html))
    if not wanted:
        return html
    paths = _releases({int(one.key) for one in wanted if one.kind == "release"}, language, at)
    paths |= {one: local(path, language) for one, path in _terms(wanted)}

    def put(link: re.Match[str]) -> str:
        path = paths.get(_reference(link))
        return f'<a href="{path}">{link[5]}</a>' if path else link[5]

    return _LINK.sub(put, html)


def _releases(numbers: set[int], language: str, at: datetime) -> dict[Reference, str]:
    """The address of each that is public, in the reader's language where it is, else in another."""
    if not numbers:
        return {}
    given = Edition.objects.filter(release__in=numbers).published(at).order_by("-id")
    editions = sorted(given, key=lambda edition: edition.language == language)
    return {
        Reference("release", str(edition.release_id)): local(edition.path, edition.language) for edition in editions
    }


def _terms(wanted: set[Reference]) -> Iterator[tuple[Reference, str]]:
    """The path of each that is known, mergers followed."""
    taxonomy = snapshot.current()
    for one in wanted:
        if one.key in taxonomy.by_uuid:
            yield one, taxonomy.path(taxonomy.nodes[taxonomy.present(taxonomy.by_uuid[one.key])])
