"""The page of a release: its head, its forms, what stands near it."""

import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from press import share_image
from press.correcting import correct, withdraw
from press.models import Edition, Release
from press.nearby import nearby
from press.publishing import publish
from press.writing import write
from tests import create

pytestmark = pytest.mark.django_db

Budget = Callable[[int], Any]


def edition_of(release: Release, language: str = "en") -> Edition:
    return release.editions.filter(language=language).latest("number")


def page(release: Release) -> str:
    answer = Client().get(edition_of(release).path)
    assert answer.status_code == 200
    return answer.content.decode()


def graph(html: str) -> dict[str, Any]:
    """What a page tells machines, by kind."""
    (told,) = re.findall(r'<script type="application/ld\+json">\s*(.*?)\s*</script>', html)
    return {thing["@type"]: thing for thing in json.loads(told)["@graph"]}


def at_day(headline: str, day: int, **more: Any) -> Release:
    return create.release(headline, published_at=create.instant(2026, 3, day), **more)


def test_the_page_costs_the_same_with_much_and_with_little_around_it(
    client: Client, django_assert_num_queries: Budget
) -> None:
    arms, vienna = create.term("Arms control"), create.term("Mission", "where-we-are")
    release = at_day("Release", 5, about=[arms], source=[vienna])
    path = edition_of(release).path
    for day in (4, 6, 7):
        at_day(f"Near {day}", day, about=[arms], source=[vienna])
        client.get(path)  # reads the taxonomy of this version
        with django_assert_num_queries(4):
            assert client.get(path).status_code == 200


def test_what_shares_more_stands_first_and_then_what_is_nearer_in_time() -> None:
    arms, borders = create.term("Arms control"), create.term("Borders")
    release = at_day("Release", 10, about=[arms, borders])
    at_day("Far", 1, about=[arms])
    at_day("Near", 12, about=[arms])
    at_day("Both", 2, about=[arms, borders])
    at_day("Other", 10, about=[create.term("Elections")])
    found = nearby(edition_of(release), create.instant(2026, 4))
    assert [row.edition.headline for row in found.related] == ["Both", "Near", "Far"]


def test_a_series_is_one_source_in_one_kind_and_within_a_year() -> None:
    mission = create.term("Mission", "where-we-are")
    create.release("Long ago", published_at=create.instant(2020), source=[mission])
    at_day("First", 1, source=[mission])
    release = at_day("Second", 2, source=[mission])
    at_day("Elsewhere", 3, source=[create.term("Office", "where-we-are")])
    at_day("Statement", 3, source=[mission], kind="statement")
    at_day("Third", 4, source=[mission])
    found = nearby(edition_of(release), create.instant(2026, 4))
    assert (found.previous and found.previous.edition.headline, found.next and found.next.edition.headline) == (
        "First",
        "Third",
    )
    first = nearby(edition_of(Release.objects.get(editions__headline="First")), create.instant(2026, 4))
    assert first.previous is None


def test_nothing_that_is_ahead_stands_near() -> None:
    arms = create.term("Arms control")
    release = at_day("Release", 10, about=[arms])
    at_day("Ahead", 20, about=[arms])
    found = nearby(edition_of(release), create.instant(2026, 3, 15))
    assert (found.related, found.previous, found.next) == ([], None, None)


def test_machines_are_told_what_the_release_is_and_what_was_corrected() -> None:
    hostile = "Mission </script><script>alert(1)</script> & more"
    release = create.release(hostile, languages=("en", "fr"), about=[create.term("Arms control")])
    html = page(release)
    assert "<script>alert" not in html
    told = graph(html)
    assert set(told) == {"NewsArticle", "BreadcrumbList", "GovernmentOrganization"}
    article = told["NewsArticle"]
    assert (article["headline"], article["inLanguage"]) == (hostile, "en")
    assert article["dateline"].startswith("VIENNA, ")
    assert article["about"] == [{"@type": "Thing", "name": "Arms control"}]
    assert "correction" not in article


def test_a_headline_is_set_by_its_length() -> None:
    told = [page(create.release(("word " * many).strip())) for many in (12, 25, 40)]
    assert [re.findall(r"headline--(\w+)", html) for html in told] == [["short"], ["long"], ["longest"]]


def test_the_share_image_is_drawn_in_every_script_and_at_any_length() -> None:
    for headline in ("Short", "Миссия обучает пограничников " * 20, "x" * 400):
        picture = Image.open(io.BytesIO(share_image.drawn(headline, "24 October 2017", "OSCE")))
        assert (picture.size, picture.format) == ((1200, 630), "PNG")


@pytest.mark.parametrize("name", ["text.txt", "citation.ris", "citation.bib", "share.png"])
def test_other_forms_are_there_exactly_while_the_release_is_public(name: str) -> None:
    reader, release = Client(), create.draft("Mission opens")
    publish(release, by=create.officer("bo"), at=create.instant(2099))
    path = f"{edition_of(release).path}{name}"
    assert reader.get(path).status_code == 404
    out = create.release("Mission closes")
    path = f"{edition_of(out).path}{name}"
    assert reader.get(path).status_code == 200
    assert reader.get(path)["Cache-Control"] == "no-cache"
    moved = reader.get(f"/press-releases/{out.pk}/other/{name}")
    assert (moved.status_code, moved["Location"]) == (301, path)
    assert reader.get(f"/fr{path}").status_code == 404
    withdraw(out, by=create.officer("bo"), kind="withdrawn", reason="An error.")
    assert reader.get(path).status_code == 404


def test_a_citation_is_read_by_reference_managers() -> None:
    release = at_day("Costs & 5% {of} all", 2)
    address = f"http://testserver{edition_of(release).path}"
    ris = Client().get(f"{edition_of(release).path}citation.ris").content.decode().split("\r\n")
    assert (ris[0], ris[-2], f"UR  - {address}" in ris) == ("TY  - PRESS", "ER  - ", True)
    assert {"TI  - Costs & 5% {of} all", "DA  - 2026/03/02", "CY  - VIENNA"} <= set(ris)
    bib = Client().get(f"{edition_of(release).path}citation.bib").content.decode()
    assert r"title = {{Costs \& 5\% \{of\} all}}" in bib


def corrected() -> Release:
    """Three editions."""
    release = create.release("Mission trains", body="<p>Forty officers took part.</p>")
    bo = create.officer("bo")
    for words in ("Fifty", "Sixty"):
        write(release, "en", by=create.officer(), headline="Mission trains", body=f"<p>{words} officers took part.</p>")
        correct(release, "en", by=bo, correction="correction", note=f"{words} took part.")
    return release


def test_any_two_editions_are_compared_by_word_and_that_is_not_indexed() -> None:
    reader, release = Client(), corrected()
    path = f"{edition_of(release).path}history/"
    plain = reader.get(path).content.decode()
    assert "noindex" not in plain
    assert '<option value="1" >' in plain
    compared = reader.get(f"{path}?from=1&to=3").content.decode()
    found = re.search(r'<section class="compared".*?</section>', compared, re.DOTALL)
    assert found is not None
    assert re.findall(r"<(del|ins)\s*>(.*?)</", found[0]) == [("del", "Forty"), ("ins", "Sixty")]
    assert '<meta name="robots" content="noindex">' in compared
    assert f'<link rel="canonical" href="http://testserver{path}">' in compared
    same = reader.get(f"{path}?from=2&to=2").content.decode()
    assert "Their words are the same." in same
    for asked in ("from=1&to=4", "from=1", "from=0&to=1", "from=x&to=1"):
        assert reader.get(f"{path}?{asked}").status_code == 404
    assert reader.get(f"{path}?to=2&from=1")["Location"] == f"{path}?from=1&to=2"


def test_published_is_when_the_first_edition_was_however_often_it_was_corrected() -> None:
    release = create.release("Mission trains", published_at=create.instant(2020, 3, 4))
    write(release, "en", by=create.officer(), headline="Mission trains", body="<p>Fifty took part.</p>")
    correct(release, "en", by=create.officer("bo"), correction="correction", note="Fifty took part.")
    facts = re.search(r"<dt>Published</dt>.*?</dd>", page(release), re.DOTALL)
    assert facts is not None
    assert 'datetime="2020-03-04T' in facts[0]


def test_a_correction_is_told_to_machines_with_its_note() -> None:
    article = graph(page(corrected()))["NewsArticle"]
    assert [one["text"] for one in article["correction"]] == ["Sixty took part.", "Fifty took part."]
    assert article["datePublished"] < article["dateModified"]


def test_the_site_has_an_icon_and_a_manifest() -> None:
    reader = Client()
    assert reader.get("/favicon.ico").status_code == 302
    manifest = reader.get("/site.webmanifest")
    assert manifest["Content-Type"] == "application/manifest+json"
    assert json.loads(manifest.content)["start_url"] == "/"
