"""A small newsroom with one thing of each kind, and the persons who come to see its pages."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.account.internal.flows import login
from allauth.account.internal.userkit import user_id_to_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client

from osce_site import freshness
from osce_site.models import Address, Invitation, LedgerEntry, User
from osce_site.people import invitations, passwords
from press import attaching, pinning, reviewing, showing
from press.desk import bulk
from press.models import (
    BulkAct,
    Contact,
    Delivery,
    Document,
    Photo,
    Release,
    ReleaseSet,
    Remark,
    SetMember,
    WaitingFile,
)
from press.publishing import publish
from press.release_sets import publish_together
from press.writing import write
from taxonomy import acting, undertakings
from taxonomy.models import Menu, MenuEntry, MenuEntryLabel, Term, Undertaking
from taxonomy.succession import Close
from tests import create
from tests.press.files import pdf
from tests.site.people import PASSWORD, person, sign_in, with_app

SECRET = "a word that came by mail"


@dataclass
class World:
    """A newsroom with one thing of each kind; ``chief`` may see and do everything."""

    chief: User
    officer: User
    with_app: User
    with_passkey: User
    passkey: Authenticator
    draft: Release
    public: Release
    scheduled: Release
    forced: Release
    term: Term
    entry: LedgerEntry
    undertaking: Undertaking
    bulk: BulkAct
    menu: Menu
    photo: Photo
    waiting_photo: WaitingFile
    waiting_document: WaitingFile
    document: Document
    release_set: ReleaseSet
    scheduled_set: ReleaseSet
    preview: str
    embargoed: str


def build() -> World:
    """On a fresh database. The releases are Ana's, the acts Bo's."""
    chief = person("chief", is_superuser=True)
    ana, bo = person("ana"), person("bo")
    create.assign(ana, "writer")
    create.assign(bo, "editor")
    source = create.term("Secretariat", "structures", kind="structure")
    field = create.term("Arms control")
    filed: dict[str, Any] = {"source": [source], "about": [field]}
    releases = _releases(ana, bo, chief, filed)
    draft = releases["draft"]
    Contact.objects.create(name="Press line", duty="Spokesperson", email="press@example.org", source=source)
    Address.objects.create(path="/node/17", kind="release", target_id=releases["public"].pk)
    Delivery.objects.create(
        key="one", address="bo@example.org", subject="Overdue", words="It is late.", made_at=freshness.now()
    )
    acted = bulk.ask(bulk.Kind.PUBLISH, [releases["public"].pk, create.draft("One of many", **filed).pk], by=bo)
    ends = freshness.now() + timedelta(days=1)
    to_guest: dict[str, Any] = {"by": bo, "expires_at": ends, "organisation": "Permanent Mission"}
    return World(
        chief=chief,
        officer=bo,
        **_persons(chief),
        **releases,
        **_taxonomy(field, chief),
        bulk=acted,
        **_files(draft, chief),
        **_sets(draft, filed, chief),
        preview=showing.show_to(draft, kind="preview", name="Ambassador", **to_guest)[1],
        embargoed=showing.show_to(releases["scheduled"], kind="embargoed", name="Jo", **to_guest)[1],
    )


def _persons(chief: User) -> dict[str, Any]:
    app, key = person("app", is_superuser=True), person("key", is_superuser=True)
    with_app(app)
    passkey = Authenticator.objects.create(user=key, type=Authenticator.Type.WEBAUTHN, data={"name": "Key ring"})
    invited = person("eva", password=None)
    now = freshness.now()
    Invitation.objects.create(
        person=invited, by=chief, digest=invitations.digest(SECRET), sent_at=now, expires_at=now + timedelta(days=1)
    )
    return {"with_app": app, "with_passkey": key, "passkey": passkey}


def _releases(ana: User, bo: User, chief: User, filed: dict[str, Any]) -> dict[str, Any]:
    """One of each state, and what stands on the first page beside them."""
    now = freshness.now()
    draft = create.draft("Schools publish a river report", languages=["en", "fr"], begun_by=chief, **filed)
    write(draft, "en", by=ana, body="<p>Three schools took part.</p>")
    Remark.objects.create(release=draft, language="en", words="Which river?", quote="river", at=now, by=bo)
    public = create.release("Police trained in Skopje", languages=["en", "fr"], **filed)
    reviewing.ask(create.draft("Observers arrive", **filed), by=ana)
    scheduled = create.release("Council meets", published_at=now + timedelta(hours=3), **filed)
    create.release("Conference opens", published_at=now + timedelta(hours=3), **filed)
    create.draft("Statement planned", planned_for=now + timedelta(hours=7), **filed)
    create.draft("Too late", planned_for=now - timedelta(hours=1), **filed)
    forced = create.draft("Published in haste", **filed)
    publish(forced, by=chief, forced="The Council meets today.")
    for pinned in (scheduled, forced, public):
        pinning.pin(pinned, by=bo, until=now + timedelta(days=2) if pinned == public else None)
    return {"draft": draft, "public": public, "scheduled": scheduled, "forced": forced}


def _taxonomy(field: Term, chief: User) -> dict[str, Any]:
    below = create.term("Small arms", under=field)
    create.term("Border management")
    closing = create.term("Mission to Minsk", "field-operations", kind="operation")
    entry = acting.carry_out(Close(term=closing, on=freshness.now().date(), reason="Its mandate ended."), by=chief)
    ending = Close(term=below, on=freshness.now().date(), reason="It is done elsewhere.")
    menu = Menu.objects.create(key="main")
    first = MenuEntry.objects.create(menu=menu, key="work", position=1)
    MenuEntryLabel.objects.create(entry=first, language="en", text="Our work")
    MenuEntry.objects.create(menu=menu, parent=first, key="arms", term=field, position=1)
    return {"term": field, "entry": entry, "undertaking": undertakings.ask(ending, by=chief), "menu": menu}


def _files(draft: Release, chief: User) -> dict[str, Any]:
    report, paper = ContentFile(pdf("Report"), name="report.pdf"), ContentFile(pdf("Plan"), name="plan.pdf")
    received = attaching.receive(report, "document", by=chief, release=draft)
    return {
        "photo": create.photo(draft),
        "document": attaching.make_document(received, by=chief, title="Report", language="en"),
        "waiting_photo": attaching.receive(create.jpeg(), "photo", by=chief, release=draft),
        "waiting_document": attaching.receive(paper, "document", by=chief),
    }


def _sets(draft: Release, filed: dict[str, Any], chief: User) -> dict[str, Any]:
    standing = ReleaseSet.objects.create(name="Ministerial Council", made_by=chief)
    SetMember.objects.create(release_set=standing, release=draft)
    going = ReleaseSet.objects.create(name="Summit", made_by=chief)
    SetMember.objects.create(release_set=going, release=create.draft("Summit ends", **filed))
    publish_together(going, by=chief, at=freshness.now() + timedelta(hours=5), forced="The summit is tonight.")
    return {"release_set": standing, "scheduled_set": going}


def password_word(world: World) -> str:
    """What the link for a forgotten password ends in."""
    return passwords.link_for(world.officer, "").rstrip("/").rpartition("/")[2]


def _nobody(world: World) -> Client:
    return Client()


def _half_signed_in(world: World) -> Client:
    client = Client()
    sign_in(client, world.with_app.username, PASSWORD)
    return client


def _signed_in(name: str) -> Callable[[World], Client]:
    """As somebody who has just given his password: what is asked again is not asked now."""

    def client_of(world: World) -> Client:
        client, who = Client(), getattr(world, name)
        client.force_login(who, backend=settings.AUTHENTICATION_BACKENDS[1])
        session = client.session
        session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
        session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(who)
        session.save()
        return client

    return client_of


COMERS = {
    "nobody": _nobody,
    "half signed in": _half_signed_in,
    "chief": _signed_in("chief"),
    "with app": _signed_in("with_app"),
    "with passkey": _signed_in("with_passkey"),
}
"""Who looks at a page -> a client with the cookies of a session."""
