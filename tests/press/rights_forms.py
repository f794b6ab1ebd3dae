"""What a page of the desk's admin would send if its button were pressed, with something said that was not there before.

So a check that is missing shows: the database has changed.
"""

from dataclasses import dataclass, field
from typing import Any

from django.forms import modelform_factory
from django.test import Client
from lxml import html

from tests.press.rights_matrix import MODELS
from tests.press.rights_world import World


@dataclass(frozen=True)
class Page:
    """The pages of a model: what is said to change a thing and to add one, and which thing can be deleted at all.

    ``adds``: the row of the matrix that says who may add this very thing, where adding any is not all that is asked.
    A value in braces is the key of a thing of the world, or of one of its sources.
    """

    changed: dict[str, Any]
    added: dict[str, Any] = field(default_factory=dict)
    adds: tuple[str, str] | None = None
    deletes: str = ""


MEMBER = {"members-TOTAL_FORMS": 1, "members-0-release": "{draft}"}
PAGES = {
    "press.release": Page(
        {"kind": "statement"},
        {"kind": "statement", "taggings-TOTAL_FORMS": 1, "taggings-0-role": "source", "taggings-0-term": "{own}"}
        | {"taggings-0-position": 0},
        adds=("press.change_release", "draft"),
    ),
    "press.edition": Page({"headline": "Another"}, {"number": 99}),
    "press.revision": Page({"headline": "Another"}, {"number": 99}),
    "press.withdrawal": Page({"reason": "Another"}, {"reason": "New"}),
    "press.photo": Page(
        {"credit": "OSCE/Another", "texts-0-language": "en", "texts-0-alt": "A bridge"},
        deletes="photo-added-by-another",
    ),
    "press.document": Page({"title": "Another"}, deletes="document-added-by-another"),
    "press.contact": Page(
        {"name": "Another"},
        {"source": "{own}", "name": "New", "email": "new@example.org"},
        adds=("press.change_contact", "contact"),
    ),
    "press.delivery": Page({"subject": "Another"}, {"key": "two", "address": "b@example.org", "subject": "New"}),
    "press.releaseset": Page({"name": "Another"}, {"name": "New", **MEMBER}, adds=("press.change_releaseset", "set")),
    "press.assignment": Page(
        {"role": "translator"},
        {"user": "{newcomer}", "role": "writer", "source": "{own}"},
        adds=("press.add_assignment", "role-of-source"),
    ),
    "osce_site.user": Page(
        {"first_name": "Another"},
        {"first_name": "New", "last_name": "Officer", "email": "new@example.org"},
        deletes="colleague",
    ),
    "osce_site.ledgerentry": Page({"reason": "Another"}, {"number": 99, "act": "told", "reason": "New"}),
    "osce_site.address": Page({"path": "/another/"}, {"path": "/new/", "kind": "term", "target_id": "{term}"}),
    "taxonomy.term": Page(
        {"code": "XX"},
        {"vocabulary": "{vocabulary}", "slug": "new", "kind": "field", "labels-TOTAL_FORMS": 1}
        | {"labels-0-language": "en", "labels-0-kind": "preferred", "labels-0-text": "New"},
        deletes="spare-term",
    ),
    "taxonomy.vocabulary": Page(
        {"position": 9}, {"slug": "new", "position": 9, "role": ""}, deletes="spare-vocabulary"
    ),
    "taxonomy.menu": Page({"key": "another"}, {"key": "new"}),
    "taxonomy.menuentry": Page({"key": "another"}, {"menu": "{menu}", "key": "new", "term": "{term}"}),
}


def filled(form: dict[str, Any], said: dict[str, Any], there: World) -> dict[str, Any]:
    keys = {**there.things, **there.sources}
    named = {f"{{{name}}}": getattr(thing, "pk", thing) for name, thing in keys.items()}
    return form | {name: named.get(value, value) if isinstance(value, str) else value for name, value in said.items()}


def form_of(client: Client, address: str) -> dict[str, Any] | None:
    """What the form of a page holds as it is opened; ``None`` where it has no button that saves."""
    page = html.fromstring(client.get(address, follow=True).content)
    for form in page.forms:
        if form.xpath('.//*[@name="_save"]'):
            return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}
    return None


def form_by_hand(thing: Any) -> dict[str, Any]:
    """For what nobody changes, and so no page shows a form for: all that could be said of it."""
    form = modelform_factory(type(thing), fields="__all__")(instance=thing)
    page = html.fromstring(f"<html><body><form>{form}</form></body></html>")
    return dict(page.forms[0].form_values())


def key_of(model: str, deletes: bool = False) -> str:
    return (PAGES[model].deletes if deletes else "") or MODELS[model]
