"""Every kind of page the desk has, told by the resolver, and one address of each in a small newsroom."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from osce_site import freshness
from osce_site.models import Address, LedgerEntry, User
from press import reviewing
from press.desk import bulk
from press.models import (
    BulkAct,
    Contact,
    Delivery,
    Photo,
    Release,
    ReleaseSet,
    Remark,
    SetMember,
)
from press.publishing import publish
from press.writing import write
from taxonomy import acting, undertakings
from taxonomy.models import Menu, MenuEntry, MenuEntryLabel, Term, Undertaking
from taxonomy.succession import Close
from tests import create


@dataclass
class World:
    """A newsroom with one thing of each kind; ``chief`` may see and do everything."""

    chief: User
    person: User
    draft: Release
    public: Release
    scheduled: Release
    forced: Release
    term: Term
    entry: LedgerEntry
    undertaking: Undertaking
    bulk: BulkAct
    menu: Menu
    remark: Remark
    photo: Photo
    release_set: ReleaseSet


def build() -> World:
    now = freshness.now()
    chief = User.objects.create_superuser("chief", "chief@example.org", "as long as it takes")
    ana, bo = create.officer("ana"), create.officer("bo")
    create.assign(ana, "writer")
    create.assign(bo, "editor")
    source = create.term("Secretariat", "structures", kind="structure")
    field = create.term("Arms control")
    below = create.term("Small arms", under=field)
    create.term("Border management")
    closing = create.term("Mission to Minsk", "field-operations", kind="operation")
    entry = acting.carry_out(Close(term=closing, on=now.date(), reason="Its mandate ended."), by=chief)
    undertaking = undertakings.ask(Close(term=below, on=now.date(), reason="It is done elsewhere."), by=chief)
    filed: Any = {"source": [source], "about": [field]}
    draft = create.draft("Schools publish a river report", languages=["en", "fr"], begun_by=chief, **filed)
    write(draft, "en", by=ana, body="<p>Three schools took part.</p>")
    remark = Remark.objects.create(release=draft, language="en", words="Which river?", quote="river", at=now, by=bo)
    photo = create.photo(draft)
    public = create.release("Police trained in Skopje", languages=["en", "fr"], **filed)
    reviewing.ask(create.draft("Observers arrive", **filed), by=ana)
    scheduled = create.release("Council meets", published_at=now + timedelta(hours=3), **filed)
    create.release("Conference opens", published_at=now + timedelta(hours=3), **filed)
    create.draft("Statement planned", planned_for=now + timedelta(hours=7), **filed)
    create.draft("Too late", planned_for=now - timedelta(hours=1), **filed)
    forced = create.draft("Published in haste", **filed)
    publish(forced, by=chief, forced="The Council meets today.")
    Contact.objects.create(name="Press line", duty="Spokesperson", email="press@example.org", source=source)
    Address.objects.create(path="/node/17", kind="release", target_id=public.pk)
    done = bulk.ask(bulk.Kind.PUBLISH, [public.pk, create.draft("One of many", **filed).pk], by=bo)
    menu = Menu.objects.create(key="main")
    first = MenuEntry.objects.create(menu=menu, key="work", position=1)
    MenuEntryLabel.objects.create(entry=first, language="en", text="Our work")
    MenuEntry.objects.create(menu=menu, parent=first, key="arms", term=field, position=1)
    release_set = ReleaseSet.objects.create(name="Ministerial Council", made_by=chief)
    SetMember.objects.create(release_set=release_set, release=draft)
    Delivery.objects.create(key="one", address="bo@example.org", subject="Overdue", words="It is late.", made_at=now)
    return World(
        chief, bo, draft, public, scheduled, forced, field, entry, undertaking, done, menu, remark, photo, release_set
    )


Way = Callable[[World], str | None]


def of_release(word: str, *more: Any, release: str = "draft") -> Way:
    return lambda world: reverse(f"admin:press_release_{word}", args=[getattr(world, release).pk, *more])


VISITS: dict[str, Way] = {
    "admin:index": lambda world: reverse("admin:index"),
    "admin:app_list": lambda world: reverse("admin:app_list", args=["press"]),
    "desk:find": lambda world: f"{reverse('desk:find')}?q=police",
    "desk:keys": lambda world: reverse("desk:keys"),
    "desk:bulk": lambda world: reverse("desk:bulk", args=[world.bulk.pk]),
    "my_account": lambda world: reverse("my_account"),
    "account_change_password": lambda world: reverse("account_change_password"),
    "session_list": lambda world: reverse("session_list"),
    "account_reauthenticate": lambda world: reverse("account_reauthenticate"),
    "mfa_index": lambda world: reverse("mfa_index"),
    "mfa_activate_totp": lambda world: reverse("mfa_activate_totp"),
    "mfa_list_webauthn": lambda world: reverse("mfa_list_webauthn"),
    "mfa_add_webauthn": lambda world: reverse("mfa_add_webauthn"),
    "admin:osce_site_user_access": lambda world: reverse("admin:osce_site_user_access", args=[world.person.pk]),
    "admin:taxonomy_menu_preview": lambda world: reverse("admin:taxonomy_menu_preview", args=[world.menu.pk]),
    "admin:taxonomy_term_acts": lambda world: reverse("admin:taxonomy_term_acts", args=[world.term.pk]),
    "admin:taxonomy_term_act": lambda world: reverse("admin:taxonomy_term_act", args=[world.term.pk, "rename"]),
    "admin:taxonomy_undo": lambda world: reverse("admin:taxonomy_undo", args=[world.entry.number]),
    "admin:taxonomy_undertaking": lambda world: reverse("admin:taxonomy_undertaking", args=[world.undertaking.pk]),
    "admin:taxonomy_health": lambda world: reverse("admin:taxonomy_health"),
    "admin:press_photo_upload": lambda world: reverse("admin:press_photo_upload"),
    "admin:press_document_upload": lambda world: reverse("admin:press_document_upload"),
    "admin:press_release_languages": lambda world: reverse("admin:press_release_languages"),
    "admin:press_release_text": of_release("text", "en"),
    "admin:press_release_publication": of_release("publication"),
    "admin:press_release_cancellation": of_release("cancellation", release="scheduled"),
    "admin:press_release_correction": of_release("correction", "en", release="public"),
    "admin:press_release_withdrawal": of_release("withdrawal", release="public"),
    "admin:press_release_showings": of_release("showings"),
    "admin:press_release_review": of_release("review"),
    "admin:press_release_revisions": of_release("revisions", "en"),
    "admin:press_release_revision": of_release("revision", "en", 1),
    "admin:press_releaseset_publication": lambda world: reverse(
        "admin:press_releaseset_publication", args=[world.release_set.pk]
    ),
}
"""Name of an address -> where it leads in the small newsroom. The lists and forms of the models add themselves."""

ELSEWHERE = {
    "account_login": "before one signs in; tests/site/test_people.py",
    "mfa_authenticate": "half signed in; the journey of people",
    "mfa_login_webauthn": "answers a script",
    "account_logout": "leads out",
    "invitation": "before one signs in",
    "account_reset_password": "before one signs in",
    "account_reset_password_done": "before one signs in",
    "password_link": "before one signs in",
    "session_end": "takes a form, shows none",
    "mfa_reauthenticate": "only with a second factor",
    "mfa_reauthenticate_webauthn": "only with a second factor",
    "mfa_deactivate_totp": "only with a second factor",
    "mfa_edit_webauthn": "only with a second factor",
    "mfa_remove_webauthn": "only with a second factor",
    "mfa_view_recovery_codes": "only with a second factor",
    "mfa_generate_recovery_codes": "only with a second factor",
    "mfa_download_recovery_codes": "a file",
    "admin:login": "leads to the sign-in",
    "admin:logout": "leads out",
    "admin:password_change": "leads to one's account",
    "admin:password_change_done": "leads to one's account",
    "admin:autocomplete": "answers a script",
    "admin:jsi18n": "a script",
    "admin:view_on_site": "leads to the site",
    "admin:osce_site_user_send_invitation": "takes a form, shows none",
    "admin:osce_site_user_revoke_invitation": "takes a form, shows none",
    "admin:osce_site_user_unlock": "takes a form, shows none",
    "admin:osce_site_user_end_sessions": "takes a form, shows none",
    "admin:osce_site_user_remove_factors": "takes a form, shows none",
    "admin:taxonomy_term_branch": "a part of the tree's page",
    "admin:taxonomy_term_find": "a part of the tree's page",
    "admin:taxonomy_term_offer": "answers a script",
    "admin:press_photo_words": "after an upload; the journey of a photo",
    "admin:press_photo_waiting_file": "a file",
    "admin:press_photo_discard": "takes a form, shows none",
    "admin:press_photo_file": "a file",
    "admin:press_photo_sizes": "takes a form, shows none",
    "admin:press_document_words": "after an upload",
    "admin:press_document_waiting_file": "a file",
    "admin:press_document_discard": "takes a form, shows none",
    "admin:press_document_file": "a file",
    "admin:press_release_rendering": "takes a form, shows none",
    "admin:press_release_preview": "a page of the site",
    "admin:press_release_preview_file": "a file",
    "admin:press_release_previews": "takes a form, shows none",
    "admin:press_release_embargoed": "takes a form, shows none",
    "admin:auth_user_password_change": "takes a form, shows none",
    "admin:press_release_remarks": "takes a form, shows none",
    "admin:press_release_revocation": "takes a form, shows none",
    "admin:press_release_review_request": "takes a form, shows none",
    "admin:press_release_review_approval": "takes a form, shows none",
    "admin:press_release_review_return": "takes a form, shows none",
    "admin:press_release_review_afterwards": "takes a form, shows none",
    "admin:press_release_remark_resolution": "takes a form, shows none",
    "admin:press_release_restoration": "takes a form, shows none",
    "admin:press_releaseset_cancellation": "only what is scheduled; told with it",
}
"""Name of an address -> why it is no page that is looked at here."""


def names() -> set[str]:
    """The names of all addresses below ``/desk/``, with their namespaces."""
    found = set()
    for route, name in _walk(get_resolver().url_patterns, "", ""):
        if route.startswith("desk/") and name:
            found.add(name)
    return found


def _walk(patterns: Any, route: str, space: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield here, f"{space}{pattern.name}" if pattern.name else ""
        elif isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, here, f"{pattern.namespace}:" if pattern.namespace else space)


def of_models() -> dict[str, Way]:
    """The list, the two forms, the history and the deletion of each model that is at the desk."""
    found: dict[str, Way] = {}
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found[f"{name}_changelist"] = lambda world, name=name: reverse(f"{name}_changelist")  # type: ignore[misc]
        found[f"{name}_add"] = lambda world, name=name: reverse(f"{name}_add")  # type: ignore[misc]
        for word in ("change", "history", "delete"):
            found[f"{name}_{word}"] = _of_first(model, f"{name}_{word}")
    return found


def _of_first(model: type[Model], name: str) -> Way:
    def way(world: World) -> str | None:
        known: dict[Any, Any] = {
            Release: world.draft,
            Term: world.term,
            User: world.person,
            Menu: world.menu,
            Photo: world.photo,
        }
        one = known.get(model) or model._default_manager.order_by("pk").first()
        return reverse(name, args=[one.pk]) if one else None

    return way
