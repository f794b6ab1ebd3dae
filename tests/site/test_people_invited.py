"""A chief asks somebody to the desk by mail; a link that does not open says nothing about why."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from osce_site.models import Invitation, User
from osce_site.models.ledger import LedgerEntry
from osce_site.people import invitations
from tests import create
from tests.site.people import link_in, person, sign_in

pytestmark = pytest.mark.django_db

NEW = {"new_password1": "a word of my own", "new_password2": "a word of my own"}
ASKED = {
    "first_name": "Élodie",
    "last_name": "Sample",
    "email": "elodie@example.org",
    "language": "fr",
    "time_zone": "Asia/Tashkent",
    "assignments-TOTAL_FORMS": "0",
    "assignments-INITIAL_FORMS": "0",
}


@pytest.fixture
def chief(client: Client) -> User:
    cem = create.officer("cem", chief=True)
    client.force_login(cem)
    return cem


def ask(client: Client, **more: Any) -> User:
    """Through the page of the desk."""
    response = client.post("/desk/osce_site/user/add/", ASKED | more)
    assert response.status_code == 302, response.context["adminform"].form.errors
    return User.objects.latest("pk")


def last_link() -> str:
    return link_in(str(mail.outbox[-1].body))


def acts(user: User) -> list[str]:
    entries = LedgerEntry.objects.filter(subject=f"osce_site.user:{user.pk}").order_by("number")
    return [entry.act for entry in entries]


def test_an_invited_person_chooses_a_password_and_is_at_the_desk(client: Client, chief: User) -> None:
    invited = ask(client)
    assert (invited.username, invited.is_staff, invited.has_usable_password()) == ("elodie.sample", True, False)
    (letter,) = mail.outbox
    assert letter.to == ["elodie@example.org"]

    visitor = Client()
    page = visitor.get(last_link())
    assert page.status_code == 200
    assert '<html lang="fr"' in page.content.decode()
    assert visitor.post(last_link(), NEW | {"new_password2": "another"}).status_code == 200
    assert visitor.post(last_link(), NEW)["Location"] == "/desk/"
    assert visitor.get("/desk/").status_code == 200
    assert sign_in(Client(), "elodie@example.org", NEW["new_password1"])["Location"] == "/desk/"
    assert acts(invited) == ["invited", "invitation accepted"]
    assert LedgerEntry.objects.get(act="invited").by == chief


@pytest.mark.usefixtures("chief")
def test_a_person_is_invited_with_a_role(client: Client) -> None:
    role = {"assignments-TOTAL_FORMS": "1", "assignments-0-role": "editor", "assignments-0-source": ""}
    invited = ask(client, **role)
    assert [given.role for given in invited.assignments.all()] == ["editor"]
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("chief")
def test_looking_at_the_link_does_not_use_it_up(client: Client) -> None:
    ask(client)
    for _ in range(3):
        assert Client().get(last_link()).status_code == 200
        assert Client().head(last_link()).status_code == 200
    assert Client().post(last_link(), NEW).status_code == 302


def test_links_that_do_not_open_are_all_answered_the_same(client: Client, chief: User) -> None:
    links = {}
    for why in ("expired", "used", "revoked", "again", "inactive", "open"):
        invited = ask(client, email=f"{why}@example.org")
        links[why] = last_link()
        match why:
            case "expired":
                Invitation.objects.filter(person=invited).update(expires_at=timezone.now() - timedelta(seconds=1))
            case "used":
                Client().post(links[why], NEW)
            case "revoked":
                client.post(f"/desk/osce_site/user/{invited.pk}/access/invitation/revocation/")
            case "again":
                client.post(f"/desk/osce_site/user/{invited.pk}/access/invitation/")
            case "inactive":
                User.objects.filter(pk=invited.pk).update(is_active=False)
    opening = links.pop("open")
    links["never"] = "/desk/invitation/never-existed/"
    links["mistyped"] = f"{opening[:-3]}xx/"
    answers = {}
    for why, link in links.items():
        for visit in (Client().get, lambda path: Client().post(path, NEW)):
            response = visit(link)
            headers = {name: value for name, value in response.items() if name not in {"Expires", "Set-Cookie"}}
            answers[why, visit] = (
                response.status_code,
                response.content,
                sorted(headers.items()),
                bool(response.cookies),
            )
    assert len({str(answer) for answer in answers.values()}) == 1
    assert next(iter(answers.values()))[0] == 404
    assert Client().get(opening).status_code == 200


@pytest.mark.usefixtures("chief")
def test_an_invitation_runs_out_after_the_days_it_says(client: Client) -> None:
    invited = ask(client)
    (invitation,) = invited.invitations.all()
    assert invitation.expires_at - invitation.sent_at == timedelta(days=7)
    assert "7" in str(mail.outbox[0].body)


def test_sending_again_opens_a_new_link_and_closes_the_old_one(client: Client, chief: User) -> None:
    invited = ask(client)
    first = last_link()
    client.post(f"/desk/osce_site/user/{invited.pk}/access/invitation/")
    assert Client().get(first).status_code == 404
    assert Client().get(last_link()).status_code == 200
    assert acts(invited) == ["invited", "invited"]


def test_who_has_a_password_is_not_invited_again(client: Client, chief: User) -> None:
    ana = person()
    client.post(f"/desk/osce_site/user/{ana.pk}/access/invitation/")
    assert (mail.outbox, acts(ana)) == ([], [])


def test_a_mail_that_cannot_leave_is_told_and_can_be_sent_again(client: Client, chief: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    page = client.post("/desk/osce_site/user/add/", ASKED, follow=True).content.decode()
    assert "The mail could not be sent." in page
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.post(f"/desk/osce_site/user/{User.objects.latest('pk').pk}/access/invitation/")
    assert Client().get(last_link()).status_code == 200


def test_the_link_is_not_kept(client: Client, chief: User) -> None:
    ask(client)
    secret = last_link().split("/")[3]
    assert secret not in str(Invitation.objects.values().get())
    assert secret not in str(list(LedgerEntry.objects.values()))


def test_two_who_follow_one_link_at_once_are_one(client: Client, chief: User) -> None:
    ask(client)
    found = invitations.find(last_link().split("/")[3])
    assert found
    assert invitations.accept(found, "a word of my own") is not None
    assert invitations.accept(found, "a word of another") is None


def test_one_link_stands_for_a_person(client: Client, chief: User) -> None:
    ask(client)
    kept = Invitation.objects.get()
    kept.pk, kept.digest = None, "other"
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.save(force_insert=True)


def test_an_address_is_one_persons(client: Client, chief: User) -> None:
    person("ana")
    page = client.post("/desk/osce_site/user/add/", ASKED | {"email": "ANA@example.org"}).content.decode()
    assert "Somebody has this e-mail address already." in page


@pytest.mark.parametrize("field", ["first_name", "last_name", "email"])
def test_an_invitation_needs_a_name_and_an_address(client: Client, chief: User, field: str) -> None:
    assert client.post("/desk/osce_site/user/add/", ASKED | {field: ""}).status_code == 200
    assert not User.objects.filter(username__startswith="elodie").exists()


def test_two_of_one_name_are_numbered(client: Client, chief: User) -> None:
    names = [ask(client, email=f"{number}@example.org").username for number in range(3)]
    assert names == ["elodie.sample", "elodie.sample2", "elodie.sample3"]
    assert ask(client, first_name="Ирина", last_name="Пример", email="irina@example.org").username == "irina"


def test_a_chief_by_role_invites(client: Client) -> None:
    gus = person("gus")
    create.assign(gus, "chief")
    client.force_login(gus)
    invited = ask(client)
    assert client.get(f"/desk/osce_site/user/{invited.pk}/access/").status_code == 200


def test_only_who_looks_after_people_invites(client: Client) -> None:
    editor, ana = person("bo"), person("ana")
    create.assign(editor, "editor")
    client.force_login(editor)
    assert client.get("/desk/osce_site/user/add/").status_code == 403
    for word in (
        "",
        "invitation/",
        "invitation/revocation/",
        "lock/removal/",
        "sessions/end/",
        "second-factor/removal/",
    ):
        path = f"/desk/osce_site/user/{ana.pk}/access/{word}"
        assert (client.post(path) if word else client.get(path)).status_code == 403, path


@pytest.mark.usefixtures("chief")
def test_a_chief_sees_how_a_person_comes_in_and_lets_in_who_is_locked_out(client: Client) -> None:
    ana = person()
    visitor = Client()
    for _ in range(5):
        sign_in(visitor, "ana", "wrong")
    access = f"/desk/osce_site/user/{ana.pk}/access/"
    assert "5 failed attempts are remembered." in " ".join(client.get(access).content.decode().split())
    client.post(f"{access}lock/removal/")
    assert sign_in(visitor, "ana").status_code == 302
    client.post(f"{access}sessions/end/")
    assert visitor.get("/desk/").status_code == 302
    assert acts(ana) == ["sessions ended"]
