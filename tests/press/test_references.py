"""Links of a body to our own pages follow renaming, moving and merging, and betray nothing."""

from datetime import date, timedelta

import pytest
from django.test import Client

from osce_site.models.address import remember
from press import body, linking, references
from press.correcting import correct
from press.publishing import publish
from press.writing import write
from taxonomy.acting import carry_out
from taxonomy.succession import Merge
from tests import create
from tests.movable_clock import the_time_is

pytestmark = pytest.mark.django_db
NOW = create.instant(2021, 5, 1)


@pytest.mark.parametrize(
    "way", ["/fields-of-work/arms/", "/fr/fields-of-work/arms", "http://localhost/en/fields-of-work/arms/"]
)
def test_an_address_of_a_term_is_recognised(way: str) -> None:
    arms = create.term("Arms")
    assert linking.reference(way) == f"term:{arms.uuid}"


def test_a_former_address_and_a_concept_are_recognised() -> None:
    arms, release = create.term("Arms"), create.draft()
    remember("/node/77", "release", release.pk)
    remember("/secretariat/weapons", "term", arms.pk)
    assert linking.reference("/node/77") == f"release:{release.pk}"
    assert linking.reference("/secretariat/weapons/") == f"term:{arms.uuid}"
    assert linking.reference(f"/id/{arms.uuid}") == f"term:{arms.uuid}"


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/fields-of-work/arms/",
        "/fields-of-work/arms/?year=2020",
        "/press-releases/99999999/",
        "mailto:press@example.org",
        "http://[",
        "/\0/",
        "",
        "#top",
        "release:1",
    ],
)
def test_what_is_not_a_page_of_ours_stays_as_it_is(address: str) -> None:
    create.term("Arms")
    assert linking.reference(address) == ""


def test_a_reference_survives_cleaning_and_recognition_changes_nothing_twice() -> None:
    arms = create.term("Arms")
    html = linking.recognised(body.clean('<p>On <a href="/fields-of-work/arms/" class="x">arms &amp; more</a>.</p>'))
    assert html == f'<p>On <a href="term:{arms.uuid}">arms &amp; more</a>.</p>'
    assert linking.recognised(body.clean(html)) == html


def test_a_link_follows_a_merger_and_speaks_the_readers_language(client: Client) -> None:
    arms, control = create.term("Arms"), create.term("Arms control")
    made = create.release(body=f'<p>On <a href="term:{arms.uuid}">arms</a>.</p>', languages=["en", "fr"])
    address = made.editions.get(language="fr").path
    assert b'<a href="/fr/fields-of-work/arms/">arms</a>' in client.get(f"/fr{address}").content
    carry_out(
        Merge(term=arms, target=control, on=date(2020, 1, 1), reason="One field."), by=create.officer("bo", chief=True)
    )
    assert b'<a href="/fr/fields-of-work/arms-control/">arms</a>' in client.get(f"/fr{address}").content


def test_a_link_to_a_release_is_there_as_long_as_that_is_public(client: Client) -> None:
    with the_time_is(NOW):
        later = create.draft("A secret about the border")
        publish(later, by=create.officer("bo"), at=NOW + timedelta(hours=1))
        made = create.release(body=f'<p>As <a href="release:{later.pk}">told before</a>.</p>')
        address = made.editions.get().path
        assert "As told before." in client.get(address).content.decode()
    with the_time_is(NOW + timedelta(hours=1)):
        path = later.editions.get().path
        assert f'<a href="{path}">told before</a>' in client.get(address).content.decode()


def test_a_link_leads_to_the_language_that_is_there(client: Client) -> None:
    french = create.release("Only here", languages=["fr"])
    html = f'<p><a href="release:{french.pk}">x</a></p>'
    assert references.resolved(html, "en", NOW + timedelta(days=9999)) == (
        f'<p><a href="/fr{french.editions.get().path}">x</a></p>'
    )


def test_a_renamed_headline_moves_the_link() -> None:
    made = create.release("First words")
    write(made, "en", by=create.officer(), headline="Second words")

    correct(made, "en", by=create.officer("bo"), correction="correction", note="Other words.")
    html = references.resolved(f'<p><a href="release:{made.pk}">x</a></p>', "en", create.instant(2100))
    assert "/second-words/" in html


def test_unknown_references_are_no_links() -> None:
    html = '<p><a href="term:00000000-0000-0000-0000-000000000000">a</a> <a href="release:7">b</a></p>'
    assert references.resolved(html, "en", NOW) == "<p>a b</p>"
