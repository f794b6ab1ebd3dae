"""What a term's page says first: that it was closed and what it became, and from what it follows."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from osce_site.languages import local
from taxonomy.dating import partial
from taxonomy.models import Relation
from taxonomy.references import refer
from taxonomy.snapshot import Link, Name, Node, Snapshot

NAMED = 5
"""So many that were merged into a term are named; the others are counted."""


@dataclass(frozen=True)
class Notices:
    """Sentences, with links to the terms they name."""

    closed: list[SafeString]
    """That it was closed, and what became of it; empty where it is at work."""
    parted: list[SafeString]
    """What it became or what left it, though it is at work."""
    follows: list[SafeString]
    """From what it took over."""


def notices(node: Node, taxonomy: Snapshot, language: str, today: date) -> Notices:
    """Of what had happened by a day. What was merged has no page, so nothing is said of it."""
    closed = bool(node.closed_on and node.closed_on < today)
    became = [
        _became(link, closed=closed, language=language, today=today)
        for link in taxonomy.links.get(node.id, ())
        if link.kind in (Relation.Kind.SUCCEEDED_BY, Relation.Kind.SPLIT_INTO) and (link.since or today) <= today
    ]
    return Notices(
        [_closed(node), *became] if closed else [],
        [] if closed else became,
        _follows(node, taxonomy, language, today),
    )


def _closed(node: Node) -> SafeString:
    day = partial(node.closed_on, node.closed_precision)
    sentences = {
        "day": _("Closed on {day}."),
        "month": _("Closed in {month}."),
        "year": _("Closed in {year}."),
    }
    return format_html(sentences[node.closed_precision], **{node.closed_precision: day})


def _became(link: Link, *, closed: bool, language: str, today: date) -> SafeString:
    other = _linked(link.term_id, language, today, link.since)
    day = partial(link.since, "day")
    if link.kind == Relation.Kind.SPLIT_INTO:
        if closed:
            return format_html(_("It was split into {term}."), term=other)
        said = _("{term} was split off from it on {day}.") if day else _("{term} was split off from it.")
        return format_html(said, term=other, day=day)
    if closed:
        return format_html(_("Its work went on as {term}."), term=other)
    said = _("{term} took over from it on {day}.") if day else _("{term} took over from it.")
    return format_html(said, term=other, day=day)


def _follows(node: Node, taxonomy: Snapshot, language: str, today: date) -> list[SafeString]:
    coming = [
        link
        for link in taxonomy.inverse.get(node.id, ())
        if link.kind in Relation.SUCCESSION and (link.since or today) <= today
    ]
    merged = [link for link in coming if link.kind == Relation.Kind.MERGED_INTO]
    silent = merged[NAMED:]
    sentences = [_came(link, taxonomy, language, today) for link in coming if link not in silent]
    if silent:
        counted = ngettext("{count} more was merged into it.", "{count} more were merged into it.", len(silent))
        sentences.append(format_html(counted, count=len(silent)))
    return sentences


def _came(link: Link, taxonomy: Snapshot, language: str, today: date) -> SafeString:
    """The other is called as it was on the eve, with its years where it is no more."""
    eve = link.since - timedelta(days=1) if link.since and link.since > date.min else None
    day = partial(link.since, "day")
    if link.kind == Relation.Kind.MERGED_INTO:
        said = _("{term} was merged into it on {day}.") if day else _("{term} was merged into it.")
        # Without a link: it would lead to this very page.
        return format_html(said, term=_marked(taxonomy.name_in(link.term_id, language, eve), language), day=day)
    other = _linked(link.term_id, language, today, eve)
    if link.kind == Relation.Kind.SPLIT_INTO:
        said = _("It was split off from {term} on {day}.") if day else _("It was split off from {term}.")
    else:
        said = _("It took over from {term} on {day}.") if day else _("It follows {term}.")
        source = taxonomy.nodes[link.term_id]
        if source.opened_on and source.closed_on and source.closed_on < today:
            years = f"{source.opened_on.year}–{source.closed_on.year}"
            other = format_html('{} <span class="now">({})</span>', other, years)
    return format_html(said, term=other, day=day)


def _linked(term_id: int, language: str, today: date, on: date | None) -> SafeString:
    """A link to a term under the name of a day, with what it is called now."""
    reference = refer(term_id, language, today=today, on=on)
    link = format_html('<a href="{}">{}</a>', local(reference.path, language), _marked(reference.name, language))
    if not reference.now:
        return link
    return format_html('{} <span class="now">{}</span>', link, _("(now %(name)s)") % {"name": reference.now})


def _marked(name: Name, language: str) -> str:
    """A name of another language than the page's says so."""
    return name.text if name.language == language else format_html('<span lang="{}">{}</span>', *reversed(name))
