"""A photo's way from a folder on an officer's machine to the public page."""

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, FilePayload, Page, expect

from press import images
from press.models import Photo, WaitingFile
from press.publishing import publish
from tests import create
from tests.browser.at_the_desk import sign_in_by_form
from tests.press import files

pytestmark = pytest.mark.django_db(transaction=True)

Shot = Callable[[str], Path]

DROP = """([zone, given]) => {
  const carried = new DataTransfer();
  for (const [name, type, data] of given) {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    carried.items.add(new File([bytes], name, { type }));
  }
  const drop = (kind) => new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried });
  for (const kind of ["dragenter", "dragover", "drop"]) document.querySelector(zone).dispatchEvent(drop(kind));
}"""


@pytest.fixture(autouse=True)
def _nothing_is_said_in_the_console(page: Page) -> Iterator[None]:
    """But that a file was refused: the browser notes each answer that is not 200."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "status of 422" not in message.text:
            said.append(f"{message.text} ({message.location.get('url')})")

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield
    assert said == []


def drop(page: Page, zone: str, *given: tuple[str, str, bytes]) -> None:
    told = [[name, kind, base64.b64encode(data).decode()] for name, kind, data in given]
    page.evaluate(DROP, [zone, told])


def bridge() -> bytes:
    from press.example_pictures import draw

    return bytes(draw("bridge", "a bridge").read())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_photo_goes_from_being_dropped_to_the_public_page(
    page: Page, live_server: Any, screenshot: Shot, scheme: Any
) -> None:
    page.emulate_media(color_scheme=scheme)
    release = create.draft("New bridge opens over the river", place="BELGRADE")
    sign_in_by_form(page, live_server, "chief")
    page.goto(f"{live_server.url}/desk/press/photo/upload/?release={release.pk}")
    expect(page.locator(".upload__zone label")).to_have_text("Drop photos here, or choose them:")
    drop(
        page,
        ".upload__zone",
        ("Bridge over the river.JPG", "image/jpeg", bridge()),
        ("holiday.jpg", "image/jpeg", b"<html><script>alert(1)</script>"),
    )
    expect(page.locator(".upload__taken")).to_contain_text("Taken. Now its words:")
    expect(page.locator(".upload__refused")).to_contain_text("This is no whole JPEG, PNG or WebP photo.")
    expect(page.locator(".upload__status")).to_have_text("All files have been looked at.")
    expect(page.get_by_role("link", name="Describe it")).to_be_focused()
    screenshot(f"desk-upload-{scheme}")
    page.keyboard.press("Enter")

    page.wait_for_url("**/desk/press/photo/upload/*/")
    page.get_by_label("Credit", exact=False).first.fill("OSCE/Ana Example")
    page.fill("#id_copyright", "OSCE")
    page.fill("#id_usage_terms", "Free to use with the credit.")
    page.fill("#id_alt_en", "A stone bridge with four arches over a wide river")
    picture = page.locator("[data-focal] img")
    box = picture.bounding_box()
    assert box
    picture.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.75})
    expect(page.locator("#id_focal_x")).to_have_value("25")
    expect(page.locator("#id_focal_y")).to_have_value("75")
    page.fill("#id_focal_x", "30")
    screenshot(f"desk-photo-words-{scheme}")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/desk/press/release/{release.pk}/**")

    photo = Photo.objects.get()
    assert (photo.name, photo.focal_x, photo.focal_y) == ("bridge-over-the-river", 30, 75)
    images.make_sizes(photo, photo.wanted)
    page.goto(f"{live_server.url}/desk/press/photo/{photo.pk}/change/")
    expect(page.locator(".photo-state")).to_contain_text("Ready")
    screenshot(f"desk-photo-{scheme}")
    page.goto(f"{live_server.url}/desk/press/photo/")
    expect(page.locator(".thumbnail")).to_be_visible()
    screenshot(f"desk-photos-{scheme}")

    publish(release, by=create.officer("bo"))
    page.context.clear_cookies()
    page.goto(f"{live_server.url}{release.editions.get().get_absolute_url()}")
    shown = page.get_by_role("img", name="A stone bridge with four arches over a wide river")
    expect(shown).to_be_visible()
    assert page.evaluate("document.querySelector('.photo img').complete")
    assert str(page.evaluate("document.querySelector('.photo img').currentSrc")).endswith(".avif")
    expect(page.locator(".photo__credit")).to_have_text("Photo: OSCE/Ana Example")
    screenshot(f"photo-public-{scheme}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Media kit").click()
    assert download.value.suggested_filename == "new-bridge-opens-over-the-river.zip"


def test_a_photo_comes_in_by_keyboard_and_without_scripts(page: Page, live_server: Any, browser: Any) -> None:
    sign_in_by_form(page, live_server, "chief")
    plain = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    try:
        tab = plain.new_page()
        tab.goto(f"{live_server.url}/desk/press/photo/upload/")
        good = {"name": "bridge.jpg", "mimeType": "image/jpeg", "buffer": files.saved(files.corners())}
        tab.set_input_files("#upload-file", [{"name": "a.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"}])
        tab.locator("#upload-file").focus()
        tab.get_by_role("button", name="Upload").press("Enter")
        expect(tab.locator(".upload__refused")).to_contain_text("This is no whole JPEG, PNG or WebP photo.")
        tab.set_input_files("#upload-file", [good])
        tab.get_by_role("button", name="Upload").press("Enter")
        tab.fill("#id_credit", "OSCE/Ana")
        tab.fill("#id_copyright", "OSCE")
        tab.fill("#id_usage_terms", "Free.")
        tab.fill("#id_alt_en", "A bridge")
        tab.fill("#id_focal_x", "10")
        tab.get_by_role("button", name="Save").press("Enter")
        tab.wait_for_url("**/desk/press/photo/*/change/")
    finally:
        plain.close()
    assert Photo.objects.get().focal_x == 10
    assert not WaitingFile.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(page: Page, live_server: Any) -> None:
    sign_in_by_form(page, live_server, "chief")
    page.goto(f"{live_server.url}/desk/press/photo/upload/")
    page.evaluate("document.querySelector('form.upload').dataset.limit = '1000'")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    big = FilePayload(name="big.jpg", mimeType="image/jpeg", buffer=files.saved(files.corners()))
    page.set_input_files("#upload-file", [big])
    expect(page.locator(".upload__refused")).to_contain_text("It is larger than 40.0")
    assert sent == []
