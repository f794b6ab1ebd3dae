"""Being at the desk in a browser: signed in without the form, which has a journey of its own."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from osce_site.models import User
from press.models import Release
from taxonomy.models import Term
from tests import create

BACKEND = "osce_site.people.backend.PeopleBackend"


def sign_in(context: BrowserContext, live_server: Any, officer: User) -> None:
    """As the sign-in form does it, by the cookie of a session."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(officer.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = officer.get_session_auth_hash()
    session.create()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_server.url}])


def sign_in_by_form(page: Page, live_server: Any, role: str) -> None:
    """As a new officer of a role, with a password."""
    officer = User.objects.create_user(role, password="as long as it takes", is_staff=True)
    create.assign(officer, role)
    page.goto(f"{live_server.url}/desk/")
    page.fill("#id_username", role)
    page.fill("#id_password", "as long as it takes")
    page.click("[type=submit]")


def hear(page: Page, said: list[str]) -> None:
    """Collects what the console tells: a refused style or script, an error of ours, an answer that failed."""

    def take(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            said.append(f"{message.text} ({message.location.get('url')})")

    page.on("console", take)
    page.on("pageerror", lambda error: said.append(str(error)))


def saved(page: Page) -> None:
    """Waits until the writing page says that everything is saved."""
    expect(page.locator(".writing-saved")).to_contain_text("Saved at")


def until(page: Page, came: Callable[[], bool]) -> None:
    """Waits, half a minute at most, for what a page brings about behind it: words kept in the database."""
    for _tenth in range(300):
        if came():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come about")


def officer(name: str, role: str, full_name: str, source: Term | None = None) -> User:
    person = create.officer(name)
    person.first_name, _space, person.last_name = full_name.partition(" ")
    person.save()
    create.assign(person, role, source)
    return person


def opened(browser: Browser, live_server: Any, person: User | None, path: str, said: list[str], **more: Any) -> Page:
    """A page of a browser of one's own; nobody is signed in without ``person``."""
    context: BrowserContext = browser.new_context(viewport={"width": 1440, "height": 1000}, **more)
    if person is not None:
        sign_in(context, live_server, person)
    page = context.new_page()
    hear(page, said)
    page.goto(f"{live_server.url}{path}")
    return page


def desk_path(release: Release, act: str = "change/") -> str:
    return f"/desk/press/release/{release.pk}/{act}"
