"""Where one is signed in, and the end of it."""

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from osce_site.people import sessions
from tests import create
from tests.site.people import person, sign_in

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile Safari/604.1"


def signed_in(agent: str, address: str = "203.0.113.5") -> Client:
    client = Client(headers={"user-agent": agent}, REMOTE_ADDR=address)
    assert sign_in(client, "ana").status_code == 302
    return client


def test_all_sessions_are_listed_the_own_one_first() -> None:
    person()
    signed_in(PHONE, "203.0.113.77")
    page = signed_in(FIREFOX).get("/desk/account/sessions/").content.decode()
    assert page.index("Firefox, Linux") < page.index("this one") < page.index("Safari, iOS")
    assert "203.0.113.77" in page


def test_ending_another_session_ends_it_and_no_other() -> None:
    ana = person()
    telephone, desk, tablet = signed_in(PHONE), signed_in(FIREFOX), signed_in("nothing known")
    other = UserSession.objects.get(user=ana, user_agent=PHONE)
    assert desk.post(f"/desk/account/sessions/{other.pk}/end/")["Location"] == "/desk/account/sessions/"
    assert telephone.get("/desk/").status_code == 302
    assert [client.get("/desk/").status_code for client in (desk, tablet)] == [200, 200]
    desk.post("/desk/account/sessions/")
    assert tablet.get("/desk/").status_code == 302
    assert desk.get("/desk/").status_code == 200


def test_nobody_ends_the_session_of_somebody_else() -> None:
    person()
    desk = signed_in(FIREFOX)
    stranger = Client()
    stranger.force_login(person("bo"))
    own = UserSession.objects.get(user_agent=FIREFOX)
    assert stranger.post(f"/desk/account/sessions/{own.pk}/end/").status_code == 404
    assert stranger.get(f"/desk/account/sessions/{own.pk}/end/").status_code == 405
    assert desk.get("/desk/").status_code == 200


def test_when_a_session_was_last_seen_is_written_every_ten_minutes_at_most() -> None:
    person()
    desk = signed_in(FIREFOX)
    long_ago = create.instant(2020)
    UserSession.objects.update(last_seen_at=long_ago)
    desk.get("/desk/account/")
    seen = UserSession.objects.get().last_seen_at
    assert seen > long_ago
    desk.get("/desk/account/")
    assert UserSession.objects.get().last_seen_at == seen
    cache.clear()
    desk.get("/desk/account/")
    assert UserSession.objects.get().last_seen_at > seen


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "Firefox, Linux"),
        (PHONE, "Safari, iOS"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("", "unknown browser"),
    ],
)
def test_a_browser_is_told_in_two_words(agent: str, device: str) -> None:
    assert sessions.device(agent) == device
