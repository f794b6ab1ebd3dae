"""A second factor: who may publish has one, or the desk stays closed."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from osce_site import env
from osce_site.models import User
from osce_site.models.ledger import LedgerEntry
from osce_site.people.adapter import SecondFactorAdapter
from tests import create
from tests.site.people import SECRET, code, person, sign_in, with_app

pytestmark = pytest.mark.django_db

SET_UP = "/desk/account/second-factor/"
NONSENSE = [
    *("", "{}", "[]", "1", "{", '{"response": {"userHandle": "MQ"}}', '{"id": "a", "response": 1}'),
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {"userHandle": "MQ"}}',
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {"userHandle": "MQ", "clientDataJSON": "e30", '
    '"authenticatorData": "AA", "attestationObject": "oA", "signature": "AA"}}',
]


@pytest.fixture
def required(settings: Any) -> None:
    settings.SECOND_FACTOR = "required"


def editor(name: str = "bo") -> User:
    made = person(name)
    create.assign(made, "editor")
    return made


def prove(client: Client, login: str, step: int = 0) -> Any:
    """Name, password, code."""
    assert sign_in(client, login)["Location"] == "/desk/login/code/"
    return client.post("/desk/login/code/", {"code": code(step=step)})


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("path", ["/desk/", "/desk/press/release/", "/desk/nothing-there/", "/desk/osce_site/user/"])
@pytest.mark.parametrize("superuser", [True, False])
def test_who_may_publish_sets_one_up_before_the_desk_opens(client: Client, path: str, superuser: bool) -> None:
    client.force_login(person("cem", is_superuser=True) if superuser else editor())
    assert client.get(path)["Location"] == SET_UP
    assert client.post(path)["Location"] == SET_UP
    assert client.get("/desk/account/").status_code == 200
    assert client.get(SET_UP).status_code == 200
    assert client.get("/desk/jsi18n/").status_code == 200


@pytest.mark.usefixtures("required")
def test_the_api_is_closed_to_who_has_none(client: Client) -> None:
    client.force_login(editor())
    for path in ("/api/texts/1/", "/api/releases/1/filing", "/api/"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()) == (403, {"detail": "Set up your second factor first."})


@pytest.mark.usefixtures("required")
def test_elsewhere_who_has_none_is_a_reader(client: Client) -> None:
    create.release("Bridge opens")
    anonymous = Client().get("/press-releases/")
    client.force_login(editor("eva"))
    assert client.get("/press-releases/").content == anonymous.content


@pytest.mark.usefixtures("required")
def test_who_does_not_publish_needs_none(client: Client) -> None:
    writer = person("dan")
    create.assign(writer, "writer")
    client.force_login(writer)
    assert client.get("/desk/").status_code == 200


@pytest.mark.usefixtures("required")
def test_who_becomes_an_editor_is_asked_with_the_next_request(client: Client) -> None:
    dan = person("dan")
    client.force_login(dan)
    assert client.get("/desk/").status_code == 200
    create.assign(dan, "editor")
    assert client.get("/desk/")["Location"] == SET_UP


def test_where_it_is_offered_nobody_is_kept_out(client: Client) -> None:
    client.force_login(editor())
    assert client.get("/desk/").status_code == 200
    assert client.get(f"/api/releases/{create.draft().pk}/filing").status_code == 200


def test_another_word_for_required_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECOND_FACTOR", "perhaps")
    with pytest.raises(Exception, match="SECOND_FACTOR is 'perhaps'; allowed are required and offered"):
        env.choice("SECOND_FACTOR", ["required", "offered"], default="required")


@pytest.mark.usefixtures("required")
def test_an_app_is_set_up_and_opens_the_desk(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    bo = editor()
    assert sign_in(client, "bo")["Location"] == "/desk/"
    page = client.get(f"{SET_UP}app/").content.decode()  # just signed in: nobody asks again
    (secret,) = re.findall(r'class="secret">(\w+)<', page)
    assert 'src="data:image/svg+xml;base64,' in page
    assert client.post(f"{SET_UP}app/", {"code": "000000"}).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(f"{SET_UP}app/", {"code": code(secret)})
    assert done["Location"] == f"{SET_UP}codes/"
    codes = re.findall(r"<li><code>(\d{8})</code>", client.get(done["Location"]).content.decode())
    assert len(set(codes)) == 10
    assert client.get("/desk/").status_code == 200
    assert [letter.to for letter in mail.outbox] == [[bo.email]]

    again = Client()
    assert sign_in(again, "bo")["Location"] == "/desk/login/code/"
    assert again.get("/desk/").status_code == 302
    assert again.post("/desk/login/code/", {"code": codes[0]})["Location"] == "/desk/"
    third = Client()
    sign_in(third, "bo")
    assert third.post("/desk/login/code/", {"code": codes[0]}).status_code == 200  # each opens once


def test_the_code_of_the_app_opens_once(client: Client) -> None:
    with_app(editor())
    assert prove(client, "bo")["Location"] == "/desk/"
    assert prove(Client(), "bo").status_code == 200


def test_codes_are_not_guessed(client: Client) -> None:
    with_app(editor())
    sign_in(client, "bo")
    for _ in range(6):
        answer = client.post("/desk/login/code/", {"code": "000000"})
    assert "Too many" in answer.content.decode()
    assert client.post("/desk/login/code/", {"code": code()}).status_code == 200


def test_the_password_alone_signs_nobody_in_who_has_a_factor(client: Client) -> None:
    with_app(editor())
    sign_in(client, "bo")
    for path in ("/desk/", "/desk/account/", SET_UP, "/desk/account/sessions/"):
        assert client.get(path)["Location"].startswith("/desk/login/")


def test_a_passkey_is_not_added_from_nonsense(client: Client) -> None:
    person()
    sign_in(client, "ana")
    client.get(f"{SET_UP}passkeys/new/")
    for credential in NONSENSE:
        assert client.post(f"{SET_UP}passkeys/new/", {"credential": credential}).status_code == 200, credential
    assert not Authenticator.objects.exists()


@pytest.mark.usefixtures("required")
def test_the_last_factor_of_who_publishes_stays(client: Client) -> None:
    bo = editor()
    with_app(bo)
    prove(client, "bo")
    assert client.post(f"{SET_UP}app/removal/").status_code == 200
    assert Authenticator.objects.filter(user=bo, type="totp").exists()


def test_where_it_is_offered_the_factor_can_go(client: Client) -> None:
    bo = editor()
    with_app(bo)
    prove(client, "bo")
    assert client.post(f"{SET_UP}app/removal/")["Location"] == SET_UP
    assert not Authenticator.objects.filter(user=bo).exists()  # nor are recovery codes left over


def test_who_signed_in_long_ago_shows_again_who_it_is(client: Client) -> None:
    person()
    sign_in(client, "ana")
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 301
    session.save()
    assert client.get(f"{SET_UP}app/")["Location"] == f"/desk/account/again/?next={quote(SET_UP, safe='')}app%2F"
    again = {"password": "as long as it takes", "next": f"{SET_UP}app/"}
    assert client.post("/desk/account/again/", again)["Location"] == f"{SET_UP}app/"
    assert client.get(f"{SET_UP}app/").status_code == 200


def test_secrets_are_not_kept_in_the_clear(settings: Any) -> None:
    bo = editor()
    with_app(bo)
    kept = Authenticator.objects.get(user=bo, type="totp").data["secret"]
    assert SECRET not in kept
    adapter = SecondFactorAdapter()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key"
    assert adapter.decrypt(kept) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    assert adapter.decrypt(kept) == ""


def test_no_code_fits_where_the_key_of_the_site_was_lost(client: Client, settings: Any) -> None:
    with_app(editor())
    settings.SECRET_KEY = "another key"
    assert prove(client, "bo").status_code == 200


def test_a_chief_removes_what_was_lost_with_a_reason(client: Client) -> None:
    bo, cem = editor(), person("cem", is_superuser=True)
    with_app(bo)
    elsewhere = Client()
    prove(elsewhere, "bo")
    client.force_login(cem)
    removal = f"/desk/osce_site/user/{bo.pk}/access/second-factor/removal/"
    client.post(removal, {"reason": ""})
    assert Authenticator.objects.filter(user=bo).count() == 2
    client.post(removal, {"reason": "The telephone fell into the Danube."})
    assert not Authenticator.objects.filter(user=bo).exists()
    assert elsewhere.get("/desk/").status_code == 302
    entry = LedgerEntry.objects.get(act="second factor removed")
    assert (entry.by, entry.subject, entry.reason) == (
        cem,
        f"osce_site.user:{bo.pk}",
        "The telephone fell into the Danube.",
    )
    assert [letter.to for letter in mail.outbox] == [[bo.email]]


def test_a_passkey_that_is_none_is_refused(client: Client) -> None:
    person()
    options = client.get("/desk/login/passkey/", headers={"accept": "application/json"}).json()
    assert options["request_options"]["publicKey"]["userVerification"] == "required"
    for credential in NONSENSE:
        answer = client.post("/desk/login/passkey/", {"credential": credential})
        assert answer["Location"] == "/desk/login/", credential
        assert client.get("/desk/").status_code == 302
