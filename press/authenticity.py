"""Is this ours? Which edition a text gives, word for word or altered.

Each edition has marks of its words, made when it is frozen. A text is looked up by at most ``MOST_MARKS`` of its own;
of those that many editions have, the first ``MOST_OF_A_MARK`` that readers were given are read, so a look-up costs the
same whatever there is. At most ``MOST_CANDIDATES`` editions, those that share the rarest marks, are compared in full.
Queries: four. Editions that readers were never given are left out by the database, before anything is counted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from press import body, likeness, reading
from press.comparing import Stretch
from press.models import Edition, Fingerprint, Withdrawal

LONGEST = 100_000
"""Characters of a text that is looked up."""
FEWEST_WORDS = 10
"""Fewer stand in many texts by chance."""
SURE_WORDS = 40
"""From so many on, whatever of ours is looked up is found, though a figure in it were changed."""
MOST_MARKS = 120
MOST_OF_A_MARK = 20
MOST_CANDIDATES = 10


def text_of(edition: Edition) -> str:
    """All that is compared of an edition."""
    return told(edition.headline, edition.lead, reading.dateline(edition), body.plain(edition.body))


def told(headline: str, lead: str, dateline: str, said: str) -> str:
    """``said``: the words of the body."""
    return f"{headline}\n{lead}\n{dateline}{said}"


def marks_of(text: str) -> set[int]:
    return likeness.marks(likeness.stream(likeness.keys(text)))


def enter(editions: Iterable[Edition]) -> None:
    """Writes the marks of editions; those that are there already stay. In the caller's transaction."""
    rows = [
        Fingerprint(mark=mark, edition_id=edition.pk) for edition in editions for mark in marks_of(text_of(edition))
    ]
    Fingerprint.objects.bulk_create(rows, batch_size=5000, ignore_conflicts=True)


@dataclass(frozen=True)
class Found:
    """An edition that a text gives. ``stretches``: the text beside it; empty where it is the same or withdrawn."""

    edition: Edition
    identical: bool
    whole: bool
    share: float
    current: Edition | None
    """What of the release the public reads in this language now; ``None``: it was withdrawn."""
    stretches: list[Stretch] = field(default_factory=list)
    withdrawal: Withdrawal | None = None

    @property
    def rank(self) -> tuple[bool, float, bool, bool, datetime, int]:
        here = self.current is not None and self.current.pk == self.edition.pk
        return self.identical, self.share, here, self.whole, self.edition.published_at, self.edition.pk


def too_short(text: str) -> bool:
    return len(likeness.words(text).words) < FEWEST_WORDS


def look_up(text: str, at: datetime) -> Found | None:
    """The edition nearest to a text, of what the public can read or could read before the instant.

    The words of what was withdrawn are not given out again: of that there is no difference to see.
    """
    asked = likeness.words(text)
    keys = _candidates(marks_of(text), at)
    editions = Edition.objects.filter(pk__in=keys).ever_published(at)
    found = [one for one in (_compared(edition, asked) for edition in editions) if one]
    releases = {one.edition.release_id for one in found}
    public = {
        (edition.release_id, edition.language): edition
        for edition in Edition.objects.filter(release__in=releases).published(at)
    }
    told = {
        (withdrawal.release_id, withdrawal.language): withdrawal
        for withdrawal in Withdrawal.objects.filter(release__in=releases, withdrawn_at__lte=at).order_by("withdrawn_at")
    }
    placed = [_placed(one, public, told) for one in found]
    return max(placed, key=lambda one: one.rank, default=None)


def _candidates(marks: set[int], at: datetime) -> list[int]:
    """The editions that share the most marks, a mark that few have counting more. One query."""
    shown = Fingerprint.objects.filter(edition__in=Edition.objects.ever_published(at))
    parts: list[str] = []
    values: list[int | datetime] = []
    for mark in sorted(marks)[:MOST_MARKS]:
        some = shown.filter(mark=mark).order_by("edition_id").values_list("mark", "edition_id")[:MOST_OF_A_MARK]
        sql, given = some.query.sql_with_params()
        parts.append(f"SELECT * FROM ({sql}) AS shown")
        values += given
    if not parts:
        return []
    having: dict[int, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        for mark, edition_id in cursor.fetchall():
            having[mark].append(edition_id)
    weights: Counter[int] = Counter()
    for some_editions in having.values():
        for edition_id in some_editions:
            weights[edition_id] += 1 / len(some_editions)  # type: ignore[assignment]  # a weight, not a count
    return sorted(weights, key=lambda edition_id: (-weights[edition_id], -edition_id))[:MOST_CANDIDATES]


def _compared(edition: Edition, asked: likeness.Words) -> Found | None:
    """``None`` where too little is shared to speak of one text."""
    ours = likeness.words(text_of(edition))
    all_ours, all_asked = likeness.stream(ours.keys), likeness.stream(asked.keys)
    if all_asked in all_ours:
        return Found(edition, True, len(all_asked) == len(all_ours), 1.0, None)
    comparison = likeness.compared(ours, asked)
    share = comparison.shared / len(asked.words)
    if share < 1 / 3 and comparison.shared < SURE_WORDS:
        return None
    return Found(edition, False, False, share, None, comparison.stretches)


def _placed(one: Found, public: dict[tuple[int, str], Edition], told: dict[tuple[int, str], Withdrawal]) -> Found:
    key = one.edition.release_id, one.edition.language
    if current := public.get(key):
        return Found(one.edition, one.identical, one.whole, one.share, current, one.stretches)
    return Found(one.edition, one.identical, one.whole, one.share, None, [], told.get(key))
