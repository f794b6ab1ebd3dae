"""The pictures of the desk in docs/editing.md and in the README, taken in the example newsroom.

``pytest tests/browser/test_pictures.py --screenshots`` takes them anew; else they are only looked at.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from osce_site import freshness
from osce_site.models import User
from press import remarking, reviewing
from press.example_pictures import draw
from press.models import Release, ReleaseSet, SetMember, Tagging
from press.writing import now_renders, write
from taxonomy import snapshot
from tests.browser.at_the_desk import desk_path, hear, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("any_factor")]

Shot = Callable[[str], Path]

WIDTH = 1280
LARGEST = 200_000
"""Bytes of a picture."""

PEOPLE = {
    "writer": "Ana Marin",
    "editor": "Bo Lindgren",
    "translator": "Chloé Aubert",
    "chief": "Dora Winter",
    "mission": "Emil Petrov",
}
"""Invented names for the officers of the example."""

SLIPS = (
    "<p>Some 200 hundred border police officers from three countries began a joint training on the Drina today , "
    "the OSCE Mission to Serbia said.</p><p>The course lasts for five days. Read its programme "
    '<a href="https://www.example.org/programme">here</a>.</p>'
    "<p>“A river has two banks and one current,” said the Head of the Mission.</p>"
)
RIVER = (
    "<p>Onze écoles, un fleuve, 365 jours : le rapport que les élèves des villes de la Save ont présenté aujourd’hui à "
    "Belgrade tient en 24 pages et contient quelques mauvaises surprises.</p>"
    "<p>Chaque vendredi, les élèves ont prélevé des échantillons avec le matériel fourni par la Mission de l’OSCE en "
    "Serbie et par les centres Aarhus. L’eau était plus propre qu’ils ne l’attendaient, les rives non.</p>"
)


@pytest.fixture
def people(db: None) -> dict[str, User]:
    """The example newsroom, whose officers bear names, with a day's work in it."""
    call_command("import_terms", verbosity=0)
    call_command("demo", verbosity=0)
    for name, full_name in PEOPLE.items():
        first, last = full_name.split(" ")
        User.objects.filter(username=name).update(first_name=first, last_name=last, language="en")
    return {name: User.objects.get(username=name) for name in PEOPLE}


def release(headline: str) -> Release:
    return Release.objects.get(texts__headline__startswith=headline)


def shown(page: Page, live_server: Any, person: User | None, path: str) -> Page:
    """The page, for a person who is signed in, or for somebody who is not."""
    page.goto("about:blank")  # the page before takes its leave while its person is still signed in
    page.context.clear_cookies()
    if person is not None:
        sign_in(page.context, live_server, person)
    page.goto(f"{live_server.url}{path}")
    return page


def kept(path: Path, height: int) -> None:
    """Cut to what is spoken of, in 256 colours: the pictures travel with the project."""
    whole = Image.open(path)
    assert whole.width == WIDTH
    part = whole.convert("RGB").crop((0, 0, WIDTH, min(height, whole.height)))
    part.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.stat().st_size < LARGEST, path.name


def settled(page: Page) -> None:
    """Photos are drawn, what is asked for in the background has come."""
    page.wait_for_load_state("networkidle")


# What is in work on the day of the pictures


def training(by: User) -> Release:
    """A draft as it comes from a long day."""
    made = Release.objects.create(begun_by=by, planned_for=freshness.now() + timedelta(hours=3))
    for role, vocabulary, slug in (
        ("source", "field-operations", "mission-to-serbia"),
        ("field", "fields-of-work", "border-management"),
    ):
        Tagging.objects.create(release=made, role=role, term_id=snapshot.current().by_slug[vocabulary, slug])
    write(
        made,
        "en",
        by=by,
        place="SARAJEVO",
        headline="Border police of three countries train together on the Drina",
        lead="Officers who share a river learn to share their radio channels.",
        body=SLIPS,
    )
    return made


def river(people: dict[str, User]) -> Release:
    """Translated, then changed in the original: the translation is out of date."""
    made = release("Schools along the Sava")
    write(
        made,
        "fr",
        by=people["translator"],
        place="BELGRADE",
        headline="Les écoles de la Save publient leur propre rapport sur le fleuve",
        lead="Les élèves de onze écoles ont mesuré et photographié le fleuve pendant un an.",
        body=RIVER,
    )
    original = made.texts.get(language="en")
    now_renders(made, "fr", by=people["translator"], number=original.version)
    changed = original.body.replace("4,108 bottles", "4,180 bottles").replace(
        "cleaner than they had expected, and the banks were not",
        "cleaner than they had expected; the banks of the river were not",
    )
    write(made, "en", by=people["editor"], body=changed)
    return made


def test_the_pictures_of_the_handbook(
    page: Page, live_server: Any, screenshot: Shot, said: list[str], people: dict[str, User]
) -> None:
    hear(page, said)
    page.set_viewport_size({"width": WIDTH, "height": 900})
    page.emulate_media(color_scheme="light")
    drina, sava, rights = training(people["writer"]), river(people), release("Rights are lived in small places")
    remarking.remark(rights, "en", by=people["editor"], field="headline", quote="small places", words="Whose words?")

    shown(page, live_server, people["editor"], "/desk/")
    settled(page)
    kept(screenshot("desk-first-page"), 980)

    shown(page, live_server, people["writer"], desk_path(drina, "text/en/"))
    page.click("[role=tab] >> text=Checks")
    expect(page.locator(".finding").nth(3)).to_be_visible()
    settled(page)
    kept(screenshot("desk-writing"), 900)

    shown(page, live_server, people["translator"], desk_path(sava, "text/fr/"))
    expect(page.locator(".writing-original ins").first).to_be_visible()
    settled(page)
    kept(screenshot("desk-translating"), 900)

    shown(page, live_server, people["writer"], f"{desk_path(sava, 'text/en/')}revisions/?from=1&to=2")
    expect(page.locator("ins").first).to_be_visible()
    kept(screenshot("desk-versions"), 800)

    shown(page, live_server, people["translator"], "/desk/press/release/languages/")
    kept(screenshot("desk-languages"), 760)

    shown(page, live_server, people["editor"], desk_path(rights, "review/"))
    settled(page)
    kept(screenshot("desk-review"), 1110)

    shown(page, live_server, people["editor"], desk_path(release("Media invited to evening walk")))
    settled(page)
    kept(screenshot("desk-release"), 850)

    photo(page, live_server, screenshot, people, drina)
    showings(page, live_server, screenshot, people, rights)
    publication(page, live_server, screenshot, people, rights, sava)


def photo(page: Page, live_server: Any, screenshot: Shot, people: dict[str, User], of: Release) -> None:
    """What an upload is asked for."""
    data = draw("bridge", "a bridge").read()
    shown(page, live_server, people["writer"], f"/desk/press/photo/upload/?release={of.pk}")
    given: FilePayload = {"name": "drina-bridge.jpg", "mimeType": "image/jpeg", "buffer": data}
    page.set_input_files("#upload-file", given)
    page.get_by_role("link", name="Describe it").click()
    page.get_by_label("Credit").fill("OSCE/Emil Petrov")
    page.get_by_label("Copyright").fill("OSCE")
    page.get_by_label("Usage terms").fill("Free to use with the credit.")
    page.get_by_label("Alternative text, English").fill("A stone bridge of five arches over a wide river")
    settled(page)
    kept(screenshot("desk-photo-words"), 820)


def showings(page: Page, live_server: Any, screenshot: Shot, people: dict[str, User], of: Release) -> None:
    """A link for somebody without an account, and what he sees."""
    shown(page, live_server, people["editor"], desk_path(of, "showings/"))
    form = page.get_by_role("region", name="A preview")
    form.get_by_label("Name").fill("Ambassador Aalto")
    form.get_by_label("Organisation").fill("Permanent Mission of Ruritania")
    form.get_by_role("button", name="Make the link").click()
    address = page.locator(".showing-address").inner_text().strip()
    word = re.sub(r"^https?://[^/]+", "", address)
    shown(page, live_server, None, word)
    settled(page)
    kept(screenshot("guest"), 900)
    page.get_by_label("Your remark").fill("Thank you. Please name the languages.")
    page.get_by_role("button", name="Send the remark").click()
    shown(page, live_server, people["editor"], desk_path(of, "showings/"))
    page.locator(".showings details summary").first.click()
    kept(screenshot("desk-showings"), 900)


def publication(
    page: Page, live_server: Any, screenshot: Shot, people: dict[str, User], rights: Release, sava: Release
) -> None:
    """The clocks of a publication, and a set of which one cannot go out yet."""
    reviewing.approve(rights, by=people["editor"])
    shown(page, live_server, people["editor"], desk_path(rights, "publication/"))
    tomorrow = freshness.now() + timedelta(days=1)
    page.fill("#id_at", f"{tomorrow:%Y-%m-%d}T18:00")
    settled(page)
    kept(screenshot("desk-publication"), 700)

    together = ReleaseSet.objects.create(name="Human Rights Day", made_by=people["editor"])
    for one in (rights, sava):
        SetMember.objects.create(release_set=together, release=one)
    shown(page, live_server, people["editor"], f"/desk/press/releaseset/{together.pk}/change/")
    kept(screenshot("desk-set"), 520)
