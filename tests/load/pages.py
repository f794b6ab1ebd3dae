"""The addresses that the bench asks for, found in a database: of this site and of the naive one. Run as a program."""

import json
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple


class Page(NamedTuple):
    """``naive``: the address of the same on the naive site; empty where it has none."""

    name: str
    path: str
    naive: str


def find() -> list[Page]:
    from django.db import connection
    from django.utils.http import urlencode

    from press.models import Edition, Placement
    from taxonomy import snapshot

    taxonomy = snapshot.current()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT term_id FROM press_placement WHERE leads AND language = 'en' AND term_id IS NOT NULL "
            "GROUP BY term_id ORDER BY count(*) DESC LIMIT 1"
        )
        widest = cursor.fetchone()[0]
        cursor.execute("SELECT count(DISTINCT release_id) FROM naive_release_terms WHERE term_id = %s", [widest])
        below = [widest, *taxonomy.everything_below(widest)]
        cursor.execute("SELECT count(DISTINCT release_id) FROM naive_release_terms WHERE term_id = ANY(%s)", [below])
        pages = cursor.fetchone()[0] // 20
    of_term = Placement.objects.of(widest).in_language("en")
    deepest = of_term.order_by("term_id", "listed_at", "release_number")[20:21].get().release_number
    middle = Edition.objects.filter(language="en").order_by("-published_at")[200:201].get()
    path, naive = taxonomy.path(taxonomy.nodes[widest]), f"/terms/{widest}/"
    year = middle.published_at.year
    three, asked = filter_of_three(taxonomy)
    words = common_words()
    return [
        Page("home", "/", "/"),
        Page("a release", middle.path, f"/releases/{middle.release_id}/"),
        Page("newsroom, first page", "/press-releases/", "/"),
        Page("widest term, first page", path, naive),
        Page("widest term, deepest page", f"{path}?after={deepest}", f"{naive}?page={pages}"),
        Page("widest term, one year", newsroom_of(widest, taxonomy, year), f"{naive}?year={year}"),
        Page("three terms and a year", f"/press-releases/?{urlencode(asked)}", f"/filter/?{urlencode(three)}"),
        Page("Atom feed", "/feeds/press-releases.atom", "/feed.atom"),
        Page("sitemap, index", "/sitemap.xml", "/sitemap.xml"),
        Page("sitemap, one part", sitemap_part(year), "/sitemap-releases.xml?p=2"),
        Page("search, two common words", f"/search/?{urlencode({'q': words})}", f"/search/?{urlencode({'q': words})}"),
    ]


def newsroom_of(term: int, taxonomy: Any, year: int) -> str:
    from press import queries

    return f"{queries.newsroom_of(taxonomy.nodes[term])}&year={year}"


def sitemap_part(year: int) -> str:
    """The latest that the index of the sitemap names of a year."""
    from osce_site import freshness
    from press import sitemaps

    names = (name for name, _newest in sitemaps.parts(freshness.now()) if name.startswith(f"releases-{year}"))
    return f"/sitemap-{next(names)}.xml"


def filter_of_three(taxonomy: Any) -> tuple[list[tuple[str, Any]], dict[str, str]]:
    """Source, field and country of a release that has all, and its year: the most frequent such of the newest 2,000."""
    from collections import Counter

    from press.models import Edition

    found: Counter[tuple[int, ...]] = Counter()
    for edition in Edition.objects.filter(language="en").order_by("-published_at")[:2000]:
        roles = [edition.terms(role)[:1] for role in ("source", "field", "country")]
        if all(roles):
            found[(*(role[0] for role in roles), edition.published_at.year)] += 1
    *terms, year = found.most_common(1)[0][0]
    names = [taxonomy.nodes[term].slug for term in terms]
    asked = dict(zip(("source", "about", "country"), names, strict=True)) | {"year": str(year)}
    return [*(("term", term) for term in terms), ("year", year)], asked


def common_words() -> str:
    """Two words of at least five letters: of those that not more than every third of 1,000 texts has, the most common."""
    from collections import Counter

    from press import body, search
    from press.models import Edition

    found: Counter[str] = Counter()
    for said in Edition.objects.filter(language="en").order_by("pk").values_list("body", flat=True)[:1000]:
        found.update({word for word in search.split(body.plain(said), "en") if len(word) >= 5})
    return " ".join([word for word, count in found.most_common() if count <= 333][:2])


def mixed(most: int = 1500) -> list[str]:
    """Addresses of many kinds, for a load as of a day."""
    from press.models import Edition
    from taxonomy import snapshot

    taxonomy = snapshot.current()
    releases = Edition.objects.order_by("-pk")[:most]
    terms = [taxonomy.path(node) for node in taxonomy.nodes.values() if node.kind != "group"]
    found = ["/", "/press-releases/", "/feeds/press-releases.atom", "/sitemap.xml", *terms]
    prefix = {"en": ""}
    return found + [prefix.get(one.language, f"/{one.language}") + one.path for one in releases]


def publish() -> dict[str, Any]:
    """Publishes five releases; the median of what it takes, and the last as it must be seen at once."""
    import time
    from statistics import median

    from django.db import connection

    from press.models import Release, Tagging
    from press.publishing import publish
    from press.writing import write
    from taxonomy import snapshot

    taxonomy = snapshot.current()
    term = taxonomy.by_slug["fields-of-work", "arms-control"]
    spent, in_sql = [], []
    for number in range(5):
        release = Release.objects.create()
        headline = f"Published at {datetime.now().isoformat()} {number}"  # noqa: DTZ005  # to tell it apart
        write(release, "en", by=None, headline=headline, body="<p>A sentence of the bench.</p>", place="VIENNA")
        Tagging.objects.create(release=release, term_id=term, role="field")
        times: list[float] = []

        def timed(execute: Any, *args: Any, times: list[float] = times) -> Any:
            begun = time.perf_counter()
            try:
                return execute(*args)
            finally:
                times.append((time.perf_counter() - begun) * 1000)

        begun = time.perf_counter()
        with connection.execute_wrapper(timed):
            publish(release, by=None)
        spent.append((time.perf_counter() - begun) * 1000)
        in_sql.append(sum(times))
    return {"ms": median(spent), "ms in the database": median(in_sql), "queries": len(times), "headline": headline}


if __name__ == "__main__":
    import django

    django.setup()
    told: dict[str, Callable[[], Any]] = {"find": find, "mixed": mixed, "publish": publish}
    print(json.dumps(told[sys.argv[1]]()))  # noqa: T201
