"""Statements that are put together once: the same rows as the queryset gives, whatever their values."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.test import Client

from osce_site import shapes
from press.models import Edition, EditionPhoto, Placement
from taxonomy.models import Term
from tests import create

pytestmark = pytest.mark.django_db
NOON = create.instant(2026, 3, 2)


def _public(values: shapes.Values) -> Any:
    rows = Placement.objects.of(values["term"]).in_language(values["language"]).published(values["at"])
    rows = rows.filter(listed_at__gte=values["since"]) if values["since"] else rows
    return rows.order_by("pk").select_related("edition")


def test_a_statement_gives_what_its_queryset_gives(django_assert_num_queries: Any) -> None:
    term = create.term("Borders")
    for hour in range(3):
        at = NOON + timedelta(hours=hour)
        create.release(f"Release {hour}", languages=["en", "fr"], about=[term], published_at=at)
    sizes = set()
    for about in (None, term.pk):
        for language in ("en", "fr", "de"):
            for at, since in [(NOON, None), (NOON + timedelta(hours=1), NOON), (NOON, NOON)]:
                given = {"term": about, "language": language, "at": at, "since": since}
                wanted = list(_public(given))
                with django_assert_num_queries(1):
                    found = shapes.things(shapes.statement("of a test", _public, given), Placement, "edition")
                    assert [row.edition.headline for row in found] == [row.edition.headline for row in wanted]
                assert [vars(row.edition) | {"_state": 0} for row in found] == [
                    vars(row.edition) | {"_state": 0} for row in wanted
                ]
                assert [(row.listed_at, row.leads, row.term_id) for row in found] == [
                    (row.listed_at, row.leads, row.term_id) for row in wanted
                ]
                sizes.add(len(found))
    assert sizes == {0, 1, 2}


def test_it_is_put_together_once_for_a_shape() -> None:
    built: list[shapes.Values] = []

    def build(values: shapes.Values) -> Any:
        built.append(values)
        return Edition.objects.filter(Q(release_id=values["one"]) | Q(pk=values["other"]), language=values["in"])

    def parameters(**values: Any) -> list[Any]:
        return shapes.statement("once", build, values)[1]

    assert parameters(one=1, other=2, **{"in": "en"}) == [1, 2, "en"]
    assert parameters(one=3, other=1, **{"in": "de"}) == [3, 1, "de"]
    assert len(built) == 1
    assert parameters(one=5, other=5, **{"in": "de"}) == [5, 5, "de"]
    assert len(built) == 2


def test_a_value_that_does_not_come_out_again_is_refused() -> None:
    """It would be that of whoever asked first."""

    def build(values: shapes.Values) -> Any:
        return Edition.objects.filter(headline__icontains=values["word"])

    with pytest.raises(ValueError, match="not among the parameters"):
        shapes.statement("lost", build, {"word": "bridge"})


def test_annotations_are_told() -> None:
    release = create.release("With a photo")
    build = lambda values: (  # noqa: E731
        Edition.objects.filter(release_id=values["number"]).annotate(
            has_photos=Exists(EditionPhoto.objects.filter(edition=OuterRef("pk")))
        )
    )
    (edition,) = shapes.things(shapes.statement("told", build, {"number": release.pk}), Edition, told=("has_photos",))
    assert not edition.has_photos  # type: ignore[attr-defined]
    assert edition == Edition.objects.get()


def test_look_ups_are_prepared_and_what_goes_by_a_term_searches_or_counts_is_not(client: Client) -> None:
    release = create.release("One of its kind", about=[create.term("Borders")], published_at=NOON)
    create.release("Another of its kind", about=[*Term.objects.all()], published_at=NOON)
    page = Edition.objects.get(release=release).path
    for _ in range(4):
        for address in ("/press-releases/", "/search/?q=kind", "/fields-of-work/borders/", page):
            assert b"One of its" in client.get(address).content
    statements = " ".join(_prepared()).replace('"', "")
    told = {name: f"FROM {name}" in statements for name in ("press_placement", "press_edition", "osce_site_area")}
    assert set(told.values()) == {connection.vendor == "postgresql"}
    assert "term_id = $" not in statements
    assert "press_search" not in statements
    assert "press_tally" not in statements


def _prepared() -> list[str]:
    """What the database keeps of this connection; SQLite keeps nothing that could be told."""
    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall()]
