"""Coming to the desk by name and password; who tries too often waits; no answer tells who is there."""

import re
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.conf import settings as conf
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import translation

from osce_site.models import LedgerEntry, User
from osce_site.people import passwords
from osce_site.people.client_address import client_address
from tests import create
from tests.site.people import PASSWORD, link_in, person, sign_in

pytestmark = pytest.mark.django_db

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


def told(response: Any) -> str:
    """What a page says, without the word that guards its form."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


@pytest.mark.parametrize("login", ["ana", "ana@example.org", " Ana@Example.org "])
def test_a_person_signs_in_by_name_or_by_address(client: Client, login: str) -> None:
    person()
    assert sign_in(client, login)["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_the_desk_leads_to_the_sign_in_and_from_there_to_where_one_was_going(client: Client) -> None:
    person(is_superuser=True)
    asked = client.get("/desk/osce_site/user/")
    assert asked["Location"] == "/desk/login/?next=/desk/osce_site/user/"
    response = client.post(asked["Location"], {"login": "ana", "password": PASSWORD, "next": "/desk/osce_site/user/"})
    assert response["Location"] == "/desk/osce_site/user/"
    assert reverse("admin:login") == reverse("account_login")


def test_nobody_is_led_away_after_signing_in(client: Client) -> None:
    person()
    response = client.post(
        "/desk/login/", {"login": "ana", "password": PASSWORD, "next": "https://elsewhere.example.net/"}
    )
    assert response["Location"] == "/desk/"


@pytest.mark.parametrize("field", ["is_active", "is_staff"])
def test_who_may_not_come_in_is_told_what_a_stranger_is_told(client: Client, field: str) -> None:
    person("bo", **{field: False})
    assert told(sign_in(client, "bo")) == told(sign_in(client, "no")).replace('value="no"', 'value="bo"')


def test_who_leaves_the_staff_is_out_with_the_next_request(client: Client) -> None:
    ana = person()
    sign_in(client, "ana")
    User.objects.filter(pk=ana.pk).update(is_staff=False)
    assert client.get("/desk/")["Location"] == "/desk/login/?next=/desk/"


def test_signing_out_ends_the_session(client: Client) -> None:
    person()
    sign_in(client, "ana")
    assert client.get("/desk/logout/").status_code == 200
    assert client.post("/desk/logout/")["Location"] == "/desk/login/"
    assert client.get("/desk/").status_code == 302


def test_createsuperuser_still_makes_a_person(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", interactive=False, username="cem", email="", verbosity=0)
    assert sign_in(client, "cem")["Location"] == "/desk/"


# No way to find out who is there


def work(client: Client, monkeypatch: pytest.MonkeyPatch, login: str) -> tuple[int, int, int]:
    """Status, queries and hashes of one failed attempt."""
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(salt)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    with CaptureQueriesContext(connection) as queries:
        response = sign_in(client, login, "wrong")
    monkeypatch.undo()
    return response.status_code, len(queries), len(hashed)


def test_a_known_and_an_unknown_name_cost_the_same(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    person()
    work(client, monkeypatch, "warming-up")
    known = [work(client, monkeypatch, login) for login in ("ana", "ana@example.org")]
    unknown = [work(client, monkeypatch, login) for login in ("eva", "eva@example.org")]
    assert known == unknown
    assert [status for status, _, _ in known] == [200, 200]
    assert [hashes for _, _, hashes in known] == [1, 1]


def test_a_known_and_an_unknown_name_are_answered_the_same(client: Client) -> None:
    person()
    for login in ("ana", "ana@example.org"):
        stranger = login.replace("ana", "eva")
        known, unknown = sign_in(client, login, "wrong"), sign_in(client, stranger, "wrong")
        assert told(known).replace(f'value="{login}"', "") == told(unknown).replace(f'value="{stranger}"', "")
        assert "do not go together" in told(known)


def test_a_forgotten_password_is_answered_the_same_whoever_asks(client: Client) -> None:
    person()
    answers, costs = [], []
    for email in ("warming-up@example.org", "ana@example.org", "eva@example.org"):
        with CaptureQueriesContext(connection) as queries:
            response = client.post("/desk/password/", {"email": email}, follow=True)
        answers.append(told(response))
        costs.append(len(queries))
    assert answers[1] == answers[2]
    assert costs[1] == costs[2]
    assert mail.outbox == []  # the worker sends, not the answer


def test_only_who_has_the_address_gets_a_mail() -> None:
    person()
    User.objects.create_user("bo", email="bo@example.org", is_staff=True)  # invited, has not come yet
    person("cem", is_active=False)
    for name in ("ana", "bo", "cem", "eva"):
        passwords.mail_link.call(f"{name}@example.org", "http://testserver")
    assert [letter.to for letter in mail.outbox] == [["ana@example.org"]]


def test_the_link_in_the_mail_opens_once_and_ends_all_sessions(client: Client) -> None:
    person()
    elsewhere = Client()
    sign_in(elsewhere, "ana")
    passwords.mail_link.call("ANA@example.org", "http://testserver")
    link = link_in(str(mail.outbox[0].body))
    new = {"new_password1": "another one, longer", "new_password2": "another one, longer"}
    assert client.get(link).status_code == 200
    assert client.post(link, new)["Location"] == "/desk/login/"
    assert client.get(link).status_code == 404
    assert elsewhere.get("/desk/").status_code == 302
    assert sign_in(client, "ana", "another one, longer")["Location"] == "/desk/"
    assert [letter.subject for letter in mail.outbox[1:]] == ["Your account at the desk was changed"]


def test_a_link_that_is_not_whole_opens_nothing(client: Client) -> None:
    person()
    answers = {client.get(f"/desk/password/{word}/").content for word in ("1-abc", "zzzzzzzzzzzzz-a", "-", "x" * 99)}
    assert len(answers) == 1
    assert client.get("/desk/password/1-abc/").status_code == 404


# Who tries too often waits


@pytest.mark.parametrize("login", ["ana", "nobody", "ana@example.org"])
def test_after_five_failures_a_name_waits_a_quarter_of_an_hour(client: Client, login: str) -> None:
    person()
    assert [sign_in(client, login, "wrong").status_code for _ in range(6)] == [200] * 4 + [429] * 2
    locked = sign_in(client, login)
    assert locked.status_code == 429
    assert "Try again in 15 minutes." in " ".join(told(locked).split())
    AccessAttempt.objects.update(attempt_time="2020-01-01T00:00Z")  # as if it were long ago
    assert sign_in(client, login).status_code == (200 if login == "nobody" else 302)


def test_trying_again_while_locked_does_not_make_the_wait_longer(client: Client) -> None:
    for _ in range(5):
        sign_in(client, "ana", "wrong")
    before = AccessAttempt.objects.get()
    sign_in(client, "ana", "wrong")
    after = AccessAttempt.objects.get()
    assert (after.attempt_time, after.failures_since_start) == (before.attempt_time, before.failures_since_start)


def test_who_is_locked_out_at_one_address_comes_in_from_another(client: Client) -> None:
    """Else anybody could keep an officer from the desk at the minute of an embargo."""
    person()
    for _ in range(30):
        sign_in(client, "ana", "wrong")
    assert sign_in(client, "ana", **ELSEWHERE).status_code == 302


def test_one_name_is_not_tried_from_everywhere_without_end(client: Client) -> None:
    person()
    answers = [
        sign_in(client, "ana", "wrong", REMOTE_ADDR=f"203.0.{number // 4}.1").status_code for number in range(101)
    ]
    assert answers == [200] * 101
    assert "do not go together" not in told(sign_in(client, "ana", "wrong", **ELSEWHERE))


def test_a_success_forgets_the_failures(client: Client) -> None:
    person()
    for _ in range(3):
        for login in ("ana", "ana@example.org"):
            for _ in range(3):
                sign_in(client, login, "wrong")
            assert sign_in(client, login).status_code == 302
            client.logout()


def test_the_lock_speaks_the_language_of_the_reader(client: Client) -> None:
    for _ in range(4):
        sign_in(client, "ana", "wrong")
    locked = sign_in(client, "ana", "wrong", HTTP_ACCEPT_LANGUAGE="fr")
    assert '<html lang="fr"' in told(locked)


def test_what_is_kept_of_an_attempt_holds_no_password(client: Client) -> None:
    sign_in(client, "ana", "my one secret")
    assert "secret" not in str(AccessAttempt.objects.values().get())


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.5", "127.0.0.1"),
        (1, "10.9.9.9, 203.0.113.5", "203.0.113.5"),
        (2, "10.9.9.9, 203.0.113.5, 10.0.0.2", "203.0.113.5"),
        (2, "203.0.113.5", "127.0.0.1"),
        (1, "nonsense", "0.0.0.0"),
        (1, "", "0.0.0.0"),
    ],
)
def test_the_address_is_what_our_own_outermost_server_saw(
    rf: Any, settings: Any, proxies: int, forwarded: str, address: str
) -> None:
    settings.PROXIES = proxies
    assert client_address(rf.get("/", HTTP_X_FORWARDED_FOR=forwarded)) == address


# Readers


def test_readers_get_no_cookie(client: Client) -> None:
    release = create.release("Bridge opens")
    for path in ("/", "/press-releases/", f"/press-releases/{release.pk}/", "/search/?q=bridge", "/nothing-there/"):
        assert not client.get(path, follow=True).cookies, path
    client.get("/desk/login/")
    assert conf.SESSION_COOKIE_NAME not in client.cookies


def test_nothing_of_signing_in_answers_outside_the_desk() -> None:
    reverse_dict: Any = get_resolver().reverse_dict
    names = [name for name in reverse_dict if isinstance(name, str)]
    ours = [
        name
        for name in names
        if name.startswith(("account", "mfa", "usersession", "session", "my_", "invit", "password_l"))
    ]
    assert len(ours) > 20
    for name in ours:
        pattern = reverse_dict[name][0][0][0]
        assert pattern.startswith("desk/"), name


@pytest.mark.parametrize("path", ["/accounts/login/", "/signup/", "/desk/signup/", "/desk/account/email/", "/login/"])
def test_nobody_signs_up(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code in {302, 404}
    assert response.get("Location", "/desk/login/").startswith("/desk/login/")


def test_the_desk_keeps_the_language_and_the_clock_that_a_person_chose(client: Client) -> None:
    ana = person()
    client.force_login(ana)
    client.post("/desk/account/", {"language": "de", "time_zone": "Asia/Tashkent"})
    ana.refresh_from_db()
    assert (ana.language, ana.time_zone) == ("de", "Asia/Tashkent")
    with translation.override("de"):
        assert '<html lang="de"' in told(client.get("/desk/account/"))


def test_changing_the_password_keeps_this_session_and_ends_the_others(client: Client) -> None:
    person()
    sign_in(client, "ana")
    other = Client()
    sign_in(other, "ana")
    new = "another one, longer"
    wrong = {"old_password": "wrong", "new_password1": new, "new_password2": new}
    assert client.post("/desk/account/password/", wrong).status_code == 200
    assert client.post("/desk/account/password/", wrong | {"old_password": PASSWORD}).status_code == 302
    assert client.get("/desk/account/").status_code == 200
    assert other.get("/desk/account/").status_code == 302
    assert len(mail.outbox) == 1


def test_a_chief_sets_nobodys_password(client: Client) -> None:
    victim, chief = person("eve"), person("cem")
    create.assign(chief, "chief")
    client.force_login(chief)
    address = f"/desk/osce_site/user/{victim.pk}/password/"
    assert client.get(address).status_code == 403
    new = {"password1": "another long word", "password2": "another long word"}
    assert client.post(address, new).status_code == 403
    client.force_login(person("root", is_superuser=True))
    assert client.post(address, new).status_code == 302
    assert LedgerEntry.objects.filter(act="password set").count() == 1
