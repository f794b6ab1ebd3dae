"""A page of the old site becomes a draft, and then a release that the public finds under all it is about."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from press.models import Release, Tagging
from press.publishing import publish
from tests import create

pytestmark = pytest.mark.django_db

HEADLINE = (
    "Turning migration governance challenges into mutually beneficial opportunities is the way forward, "
    "say participants at 2017 OSCE Mediterranean conference"
)


@pytest.fixture
def _loaded() -> None:
    call_command("import_terms", verbosity=0)


@pytest.mark.usefixtures("_loaded")
def test_the_reference_page_goes_all_the_way_to_its_readers(seed_page: Path, client: Client) -> None:
    call_command("import_release", str(seed_page))
    call_command("import_release", str(seed_page))
    release = Release.objects.get()
    text = release.texts.get()
    assert (release.kind, release.dateline_on, text.place) == ("press-release", date(2017, 10, 24), "ROME")
    assert text.headline == HEADLINE
    assert text.body.startswith("<p>Co-operation in migration management")
    assert text.body.count("<p>") == 7
    assert client.get(f"/press-releases/{release.pk}/").status_code == 404

    publish(release, by=create.officer("bo"), at=create.instant(2017, 10, 24))
    page = release.editions.get().get_absolute_url()
    shown = client.get(page).content.decode()
    for part in ("Press release", HEADLINE, "ROME, 24 October 2017 – ", "200 hundred high level"):
        assert part in shown
    filed = [
        "/countries/mediterranean-partners/",
        "/structures/chairpersonship/",
        "/fields-of-work/countering-terrorism/",
        "/fields-of-work/migration/",
    ]
    for path in filed:
        assert f'href="{path}"' in shown
        assert page in client.get(path).content.decode()
    for path in ("/press-releases/", "/feeds/press-releases.atom", "/feeds/fields-of-work/migration.atom"):
        assert page in client.get(path).content.decode()


OTHER_LAYOUT = """<!doctype html><html><head><title>x</title><link rel="canonical" href="https://old.example/node/4711">
<style>p {color: red}</style></head><body><nav><ul><li><a href="/">News</a></li></ul></nav>
<article><span class="kind">Statement</span><h1>Mission  concerned by
 attack on reporter</h1>
<div class="text"><p><strong>SKOPJE</strong>, 3 March 2011 – The Mission <a href="https://example.org/law">called</a> for
 an inquiry.<script>alert(1)</script></p><p>It was &ldquo;unacceptable&rdquo;.</p><ul><li>One</li><li>Two</li></ul></div>
<dl><dt>Topics: Media freedom</dt><dt>Source:</dt><dd>Mission to Skopje</dd></dl>
<h3>Related</h3><p>Another story</p></article></body></html>"""


def terms() -> None:
    create.term("Media freedom")
    create.term("Mission to Skopje", "field-operations", kind="operation")


def test_a_page_in_another_layout_is_read_and_its_old_address_answers(tmp_path: Path, client: Client) -> None:
    terms()
    page = tmp_path / "page.html"
    page.write_text(OTHER_LAYOUT, "utf-8")
    call_command("import_release", str(page))
    release = Release.objects.get()
    text = release.texts.get()
    assert (release.kind, text.headline, text.place) == (
        "statement",
        "Mission concerned by attack on reporter",
        "SKOPJE",
    )
    assert text.body == (
        '<p>The Mission <a href="https://example.org/law">called</a> for an inquiry.</p>'
        "<p>It was “unacceptable”.</p><ul><li>One</li><li>Two</li></ul>"
    )
    assert sorted(str(tagging.term) for tagging in Tagging.objects.all()) == ["Media freedom", "Mission to Skopje"]
    assert client.get("/node/4711").status_code == 404
    publish(release, by=create.officer("bo"))
    assert client.get("/node/4711")["Location"] == release.editions.get().get_absolute_url()


PAGE = (
    "Statement\nMission concerned\n- Source:\n- Mission to Skopje\nSKOPJE, 3 March 2011 – The Mission is concerned.\n"
)
REFUSED = {
    "Shopping list\nEggs\n": "is no release: no paragraph opens with a dateline",
    "Mission concerned\nSKOPJE, 3 March 2011 – The Mission is concerned.\n": "does not say of which kind",
    PAGE.replace("Mission to Skopje", "Mission to Skopie"): "which is no term; nearest: Mission to Skopje",
    PAGE.replace("3 March 2011", "3 Brumaire 2011"): "the unknown month “Brumaire”",
    PAGE.replace("3 March 2011", "31 February 2011"): "an impossible date",
    PAGE.replace("3 March 2011", "3 March 0000"): "an impossible date",
    PAGE.replace("3 March 2011", "3 March 1066"): "before the organisation was",
    PAGE.replace("Mission concerned", "x" * 1000): "no headline of at most 300 characters",
    "\0\0": "is not text",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_filed_is_refused_with_its_reason_and_leaves_nothing(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terms()
    bad, good = tmp_path / "bad.txt", tmp_path / "good.txt"
    bad.write_text(text, "utf-8")
    good.write_text(PAGE, "utf-8")
    with pytest.raises(CommandError, match="1 of 2 not filed"):
        call_command("import_release", str(bad), str(good))
    told = " ".join(capsys.readouterr().out.split())
    assert REFUSED[text] in told
    assert [release.texts.get().headline for release in Release.objects.all()] == ["Mission concerned"]


def test_a_dry_run_files_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    terms()
    page = tmp_path / "page.txt"
    page.write_text(PAGE, "utf-8")
    call_command("import_release", str(page), dry_run=True)
    assert "would be filed" in capsys.readouterr().out
    assert Release.objects.count() == 0
