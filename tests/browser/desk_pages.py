"""Every kind of page the desk and its guests have, told by the resolver, and one address of each in a small newsroom."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from osce_site.models import User
from press.models import Document, Photo, Release, ReleaseSet
from taxonomy.models import Menu, Term
from tests.browser.desk_world import SECRET, World, password_word

Way = Callable[[World], str | None]


def at(name: str, *args: Any) -> Way:
    return lambda world: reverse(name, args=args)


def of(one: str, name: str, *more: Any) -> Way:
    """The page of a thing in the newsroom; ``one`` is its name there."""
    return lambda world: reverse(name, args=[getattr(world, one).pk, *more])


def of_release(word: str, *more: Any, release: str = "draft") -> Way:
    return of(release, f"admin:press_release_{word}", *more)


ACTS: dict[str, Way] = {
    "admin:index": at("admin:index"),
    "admin:app_list": at("admin:app_list", "press"),
    "desk:find": lambda world: f"{reverse('desk:find')}?q=police",
    "desk:keys": at("desk:keys"),
    "desk:bulk": of("bulk", "desk:bulk"),
    "desk:pins": at("desk:pins"),
    "desk:pin_end": of("public", "desk:pin_end"),
    "admin:osce_site_user_access": of("officer", "admin:osce_site_user_access"),
    "admin:taxonomy_menu_preview": of("menu", "admin:taxonomy_menu_preview"),
    "admin:taxonomy_term_acts": of("term", "admin:taxonomy_term_acts"),
    "admin:taxonomy_term_act": of("term", "admin:taxonomy_term_act", "rename"),
    "admin:taxonomy_undo": lambda world: reverse("admin:taxonomy_undo", args=[world.entry.number]),
    "admin:taxonomy_undertaking": of("undertaking", "admin:taxonomy_undertaking"),
    "admin:taxonomy_health": at("admin:taxonomy_health"),
    "admin:press_photo_upload": lambda world: f"{reverse('admin:press_photo_upload')}?release={world.draft.pk}",
    "admin:press_photo_words": lambda world: reverse("admin:press_photo_words", args=[world.waiting_photo.token]),
    "admin:press_document_upload": at("admin:press_document_upload"),
    "admin:press_document_words": lambda world: reverse(
        "admin:press_document_words", args=[world.waiting_document.token]
    ),
    "admin:press_release_languages": at("admin:press_release_languages"),
    "admin:press_release_text": of_release("text", "en"),
    "admin:press_release_text, a translation": of_release("text", "fr"),
    "admin:press_release_publication": of_release("publication"),
    "admin:press_release_cancellation": of_release("cancellation", release="scheduled"),
    "admin:press_release_correction": of_release("correction", "en", release="public"),
    "admin:press_release_withdrawal": of_release("withdrawal", release="public"),
    "admin:press_release_showings": of_release("showings"),
    "admin:press_release_review": of_release("review"),
    "admin:press_release_review, afterwards": of_release("review", release="forced"),
    "admin:press_release_revisions": of_release("revisions", "en"),
    "admin:press_release_revision": of_release("revision", "en", 2),
    "admin:press_release_change, public": of_release("change", release="public"),
    "admin:press_release_change, scheduled": of_release("change", release="scheduled"),
    "admin:press_releaseset_publication": of("release_set", "admin:press_releaseset_publication"),
    "admin:press_releaseset_cancellation": of("scheduled_set", "admin:press_releaseset_cancellation"),
}
"""Name of an address -> where it leads in the small newsroom; behind a comma, another of its looks."""

BY_WHOM: dict[str, dict[str, Way]] = {
    "nobody": {
        "account_login": at("account_login"),
        "invitation": at("invitation", SECRET),
        "account_reset_password": at("account_reset_password"),
        "account_reset_password_done": at("account_reset_password_done"),
        "password_link": lambda world: reverse("password_link", args=[password_word(world)]),
    },
    "half signed in": {"mfa_authenticate": at("mfa_authenticate")},
    "chief": {
        "my_account": at("my_account"),
        "account_change_password": at("account_change_password"),
        "session_list": at("session_list"),
        "account_reauthenticate": at("account_reauthenticate"),
        "account_logout": at("account_logout"),
        "mfa_index": at("mfa_index"),
        "mfa_activate_totp": at("mfa_activate_totp"),
        "mfa_add_webauthn": at("mfa_add_webauthn"),
    },
    "with app": {
        "mfa_index, with an app": at("mfa_index"),
        "mfa_reauthenticate": at("mfa_reauthenticate"),
        "mfa_deactivate_totp": at("mfa_deactivate_totp"),
        "mfa_view_recovery_codes": at("mfa_view_recovery_codes"),
        "mfa_generate_recovery_codes": at("mfa_generate_recovery_codes"),
    },
    "with passkey": {
        "mfa_index, with a passkey": at("mfa_index"),
        "mfa_edit_webauthn": of("passkey", "mfa_edit_webauthn"),
        "mfa_remove_webauthn": of("passkey", "mfa_remove_webauthn"),
    },
}
"""Who looks -> the pages of signing in and of the own account, as in ``ACTS``."""

GUESTS: dict[str, Way] = {
    "guest:text": lambda world: reverse("guest:text", args=[world.preview, "en"]),
    "guest:text, under embargo": lambda world: reverse("guest:text", args=[world.embargoed, "en"]),
}
"""What a guest is shown, by a link."""

TOO_OFTEN: dict[str, tuple[str, dict[str, str], int]] = {
    "locked out": ("account_login", {"login": "bo", "password": "guessed"}, 5),
    "429": ("account_reset_password", {"email": "bo@example.org"}, 21),
}
"""What answers who tries too often: the page whose form he sends, what he sends, and at which time."""

ELSEWHERE = {
    "mfa_login_webauthn": "answers a script",
    "mfa_list_webauthn": "leads to the second factor",
    "session_end": "takes a form, shows none",
    "mfa_reauthenticate_webauthn": "asks for the passkey at once; tests/browser/test_signing_in.py",
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
    "admin:press_photo_add": "leads to the upload",
    "admin:press_photo_waiting_file": "a file",
    "admin:press_photo_discard": "takes a form, shows none",
    "admin:press_photo_file": "a file",
    "admin:press_photo_sizes": "takes a form, shows none",
    "admin:press_document_add": "leads to the upload",
    "admin:press_document_waiting_file": "a file",
    "admin:press_document_discard": "takes a form, shows none",
    "admin:press_document_file": "a file",
    "admin:press_release_rendering": "takes a form, shows none",
    "admin:press_release_preview": "a page of the site",
    "admin:press_release_preview_file": "a file",
    "admin:press_release_previews": "takes a form, shows none",
    "admin:press_release_embargoed": "takes a form, shows none",
    "desk:pin_place": "takes a form, shows none",
    "desk:pin_removal": "takes a form, shows none",
    "admin:auth_user_password_change": "takes a form, shows none",
    "admin:press_release_remarks": "takes a form, shows none",
    "admin:press_release_revocation": "takes a form, shows none",
    "admin:press_release_review_request": "takes a form, shows none",
    "admin:press_release_review_approval": "takes a form, shows none",
    "admin:press_release_review_return": "takes a form, shows none",
    "admin:press_release_review_afterwards": "takes a form, shows none",
    "admin:press_release_remark_resolution": "takes a form, shows none",
    "admin:press_release_restoration": "takes a form, shows none",
    "guest:door": "leads to a language",
    "guest:file": "a file",
    "guest:approval": "takes a form, shows none",
    "guest:remarks": "takes a form, shows none",
}
"""Name of an address -> why it is no page that is looked at here."""


def names() -> set[str]:
    """The names of all addresses of the desk and of its guests, with their namespaces."""
    walked = _walk(get_resolver().url_patterns, "", "")
    return {name for route, name in walked if name and route.startswith(("desk/", "preview/"))}


def _walk(patterns: Any, route: str, space: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield here, f"{space}{pattern.name}" if pattern.name else ""
        elif isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, here, f"{pattern.namespace}:" if pattern.namespace else space)


def of_models(*words: str) -> dict[str, Way]:
    """Of each model that is at the desk, those of its list, its two forms, its history and its deletion."""
    found: dict[str, Way] = {}
    for model in admin.site._registry:
        for word in words:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{word}"
            if name not in ELSEWHERE:
                found[name] = at(name) if word in {"changelist", "add"} else _of_first(model, name)
    return found


def _of_first(model: type[Model], name: str) -> Way:
    """``None`` where the newsroom has none of it."""
    told = {
        User: "officer",
        Release: "draft",
        ReleaseSet: "release_set",
        Term: "term",
        Menu: "menu",
        Photo: "photo",
        Document: "document",
    }

    def way(world: World) -> str | None:
        one = getattr(world, told[model]) if model in told else model._default_manager.order_by("pk").first()
        return reverse(name, args=[one.pk]) if one else None

    return way


def parts() -> dict[str, dict[str, dict[str, Way]]]:
    """All that is looked at, in parts of about the same size: part -> who looks -> pages."""
    return {
        "the lists": {"chief": of_models("changelist", "history")},
        "the forms": {"chief": of_models("add", "change", "delete")},
        "the acts": {"chief": ACTS},
        "the accounts": BY_WHOM,
        "the guests' pages": {"nobody": GUESTS},
    }


def told() -> set[str]:
    """The names of the addresses that are looked at, or of which is said why not."""
    looked_at = {name for part in parts().values() for pages in part.values() for name in pages}
    return {name.partition(",")[0] for name in looked_at} | ELSEWHERE.keys()
