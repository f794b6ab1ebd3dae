"""From the mail of an invitation to a passkey: how a person comes to the desk, in a real browser."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from osce_site.models import User
from tests import create
from tests.site.people import PASSWORD, code, person

pytestmark = pytest.mark.django_db(transaction=True)

Shot = Callable[[str], Path]

CHOSEN = "a word of my own"


@pytest.fixture(autouse=True)
def _nothing_is_said_in_the_console(page: Page) -> Iterator[None]:
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "status of 429" not in message.text:
            said.append(f"{message.text} ({message.location.get('url')})")

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield
    assert said == []


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest, page: Page) -> str:
    page.emulate_media(color_scheme=request.param)
    return str(request.param)


def sign_in(page: Page, url: str, name: str, password: str = PASSWORD) -> None:
    page.goto(f"{url}/desk/")
    page.get_by_label("Name or e-mail address").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_from_the_invitation_to_the_end_of_a_session(
    page: Page, browser: Browser, live_server: Any, settings: Any, screenshot: Shot, theme: str
) -> None:
    settings.SECOND_FACTOR = "required"
    chief = person("cem", is_superuser=True)
    settings.SECOND_FACTOR = "offered"  # the chief's own is not what this is about
    sign_in(page, live_server.url, chief.username)
    page.goto(f"{live_server.url}/desk/osce_site/user/add/")
    page.get_by_label("First name").fill("Eva")
    page.get_by_label("Last name").fill("Sample")
    page.get_by_label("Email address").fill("eva@example.org")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The invitation is on its way to eva@example.org.")).to_be_visible()
    page.context.clear_cookies()

    settings.SECOND_FACTOR = "required"
    create.assign(User.objects.get(email="eva@example.org"), "editor")
    (link,) = re.findall(r"http\S+", str(mail.outbox[0].body))
    page.goto(link)
    page.locator("#id_new_password1").fill(CHOSEN)
    page.locator("#id_new_password2").fill(CHOSEN)
    screenshot(f"choose-password-{theme}")
    page.get_by_role("button", name="Choose this password").click()

    expect(page.get_by_role("heading", level=1, name="Second factor")).to_be_visible()  # before anything else
    page.get_by_role("link", name="Set up an app").click()
    secret = page.locator(".secret").inner_text()
    expect(page.locator("img.qr")).to_be_visible()
    assert page.evaluate("document.querySelector('img.qr').naturalWidth") > 0
    screenshot(f"second-factor-{theme}")
    page.get_by_label("Code").fill(code(secret))
    page.get_by_role("button", name="Set up").click()
    codes = page.locator(".recovery-codes li").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("link", name="on to the desk").click()
    expect(page).to_have_url(f"{live_server.url}/desk/")
    page.get_by_role("button", name="Log out").click()

    sign_in(page, live_server.url, "eva@example.org", CHOSEN)
    page.get_by_label("Code").fill(code(secret, step=1))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{live_server.url}/desk/")

    other = browser.new_context(user_agent="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0").new_page()
    sign_in(other, live_server.url, "eva@example.org", CHOSEN)
    other.get_by_label("Code").fill(codes[0])
    other.get_by_role("button", name="Sign in", exact=True).click()
    expect(other).to_have_url(f"{live_server.url}/desk/")
    page.goto(f"{live_server.url}/desk/account/sessions/")
    screenshot(f"sessions-{theme}")
    page.get_by_role("button", name="End Firefox, Windows").click()
    expect(page.get_by_text("The session was ended.")).to_be_visible()
    other.goto(f"{live_server.url}/desk/")
    expect(other.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
    other.context.close()


def test_a_passkey_alone_signs_in(page: Page, live_server: Any, screenshot: Shot) -> None:
    person()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    authenticator = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": authenticator})
    sign_in(page, live_server.url, "ana")
    page.goto(f"{live_server.url}/desk/account/second-factor/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of the passkey").fill("Key ring")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", level=1, name="Recovery codes")).to_be_visible()
    page.goto(f"{live_server.url}/desk/account/second-factor/")
    expect(page.get_by_text("Key ring")).to_be_visible()
    screenshot("passkeys")
    page.get_by_role("button", name="Log out").click()

    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(f"{live_server.url}/desk/")
    page.get_by_role("button", name="Log out").click()

    sign_in(page, live_server.url, "ana")  # with the password the passkey is the second factor
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(f"{live_server.url}/desk/")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_the_account_fit_and_have_one_heading(
    page: Page, live_server: Any, width: int, theme: str
) -> None:
    ana = person(is_superuser=True)
    page.set_viewport_size({"width": width, "height": 640})
    for path in ("login/", "password/", "password/sent/", "invitation/none/"):
        if path == "invitation/none/":
            continue  # 404 is told in the console
        page.goto(f"{live_server.url}/desk/{path}")
        fits(page)
    sign_in(page, live_server.url, "ana")
    second = "account/second-factor/"
    for path in (
        "account/",
        "account/password/",
        "account/sessions/",
        second,
        f"{second}app/",
        f"{second}passkeys/new/",
    ):
        page.goto(f"{live_server.url}/desk/{path}")
        fits(page)
    page.goto(f"{live_server.url}/desk/osce_site/user/{ana.pk}/access/")
    fits(page)


def fits(page: Page) -> None:
    assert page.locator("h1").count() == 1, page.url
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, page.url
    unnamed = page.evaluate(
        """[...document.querySelectorAll("input:not([type=hidden]), select")]
           .filter((field) => !field.labels.length && !field.ariaLabel).map((field) => field.outerHTML)"""
    )
    assert unnamed == [], page.url
