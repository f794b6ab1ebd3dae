"""Who may do what, as a table: what, to which thing, in which role. docs/rights.md holds the same rows.

A cell says for which role it holds: ``own``, a role for the thing's source or for what stands above it; ``any``, a
role for whatever source; ``whole``, a role for the whole organisation; ``-``, none. A superuser may everything but
what is ``never`` done. Who is not signed in, or has no role, may nothing.
"""

from dataclasses import dataclass
from itertools import groupby

ROLES = ("translator", "writer", "editor", "chief")
SCOPES = {"own": {"own", "above", "whole"}, "any": {"own", "above", "below", "other", "whole"}, "whole": {"whole"}}
"""Cell -> where a role may be held: for the thing's source, one above or below it, another, or all."""

MATRIX = """
press.view_release                | draft public              | own    own    own    own
press.view_release                | begun-by-oneself          | any    any    any    any
press.view_release                | begun-by-another          | whole  whole  whole  whole
press.add_release                 |                           | -      any    any    any
press.change_release              | draft public              | -      own    own    own
press.change_release              | begun-by-oneself          | -      any    any    any
press.change_release              | begun-by-another          | -      whole  whole  whole
press.delete_release              | draft public              | never  never  never  never
press.view_text                   | draft public              | own    own    own    own
press.add_text                    | draft public              | own    own    own    own
press.change_text                 | draft public              | own    own    own    own
press.change_text                 | begun-by-oneself          | any    any    any    any
press.change_text                 | begun-by-another          | whole  whole  whole  whole
press.write_original              | draft public              | -      own    own    own
press.write_original              | begun-by-oneself          | -      any    any    any
press.write_original              | begun-by-another          | -      whole  whole  whole
press.remark_release              | draft public              | own    own    own    own
press.ask_review                  | draft public              | own    own    own    own
press.ask_review                  | begun-by-oneself          | any    any    any    any
press.approve_release             | draft public              | -      -      own    own
press.approve_release             | begun-by-oneself          | -      -      whole  whole
press.publish_release             | draft public              | -      -      own    own
press.publish_release             | begun-by-oneself          | -      -      whole  whole
press.publish_release             | begun-by-another          | -      -      whole  whole
press.withdraw_release            | draft public              | -      -      own    own
press.show_release                | draft public              | -      -      own    own
press.show_release                | begun-by-oneself          | -      -      whole  whole
press.force_release               | draft public              | -      -      -      own
press.force_release               | begun-by-oneself          | -      -      -      whole
press.view_tagging                | draft                     | own    own    own    own
press.change_tagging              | draft                     | -      own    own    own
press.view_releasephoto           | draft                     | own    own    own    own
press.change_releasephoto         | draft                     | -      own    own    own
press.view_releasedocument        | draft                     | own    own    own    own
press.change_releasedocument      | draft                     | -      own    own    own
press.view_edition                | edition                   | own    own    own    own
press.view_edition                |                           | any    any    any    any
press.add_edition                 |                           | never  never  never  never
press.change_edition              | edition                   | never  never  never  never
press.delete_edition              | edition                   | never  never  never  never
press.view_revision               | revision                  | own    own    own    own
press.add_revision                |                           | never  never  never  never
press.change_revision             | revision                  | never  never  never  never
press.delete_revision             | revision                  | never  never  never  never
press.view_withdrawal             | withdrawal                | own    own    own    own
press.add_withdrawal              |                           | never  never  never  never
press.change_withdrawal           | withdrawal                | never  never  never  never
press.delete_withdrawal           | withdrawal                | never  never  never  never
press.view_photo                  | photo-of-draft            | own    own    own    own
press.view_photo                  | photo-of-public           | any    any    any    any
press.view_photo                  | photo-added-by-oneself    | any    any    any    any
press.view_photo                  | photo-added-by-another    | whole  whole  whole  whole
press.add_photo                   |                           | -      any    any    any
press.change_photo                | photo-of-draft            | -      own    own    own
press.change_photo                | photo-of-public           | -      own    own    own
press.change_photo                | photo-added-by-oneself    | -      any    any    any
press.change_photo                | photo-added-by-another    | -      whole  whole  whole
press.change_photo                | photo-of-two-sources      | -      whole  whole  whole
press.delete_photo                | photo-of-draft            | -      -      own    own
press.delete_photo                | photo-added-by-oneself    | -      -      any    any
press.delete_photo                | photo-added-by-another    | -      -      whole  whole
press.view_phototext              | photo-of-draft            | own    own    own    own
press.change_phototext            | photo-of-draft            | own    own    own    own
press.delete_phototext            | photo-of-draft            | -      own    own    own
press.view_document               | document-of-draft         | own    own    own    own
press.view_document               | document-added-by-another | whole  whole  whole  whole
press.add_document                |                           | -      any    any    any
press.change_document             | document-of-draft         | -      own    own    own
press.change_document             | document-added-by-another | -      whole  whole  whole
press.delete_document             | document-of-draft         | -      -      own    own
press.delete_document             | document-added-by-another | -      -      whole  whole
press.view_delivery               | delivery                  | -      -      whole  whole
press.add_delivery                |                           | never  never  never  never
press.change_delivery             | delivery                  | never  never  never  never
press.delete_delivery             | delivery                  | never  never  never  never
press.view_contact                | contact                   | any    any    any    any
press.add_contact                 |                           | -      -      any    any
press.change_contact              | contact                   | -      -      own    own
press.delete_contact              | contact                   | -      -      own    own
press.view_releaseset             | set                       | -      own    own    own
press.view_releaseset             | set-of-two-sources        | -      whole  whole  whole
press.add_releaseset              |                           | -      -      any    any
press.change_releaseset           | set                       | -      -      own    own
press.change_releaseset           | set-of-two-sources        | -      -      whole  whole
press.delete_releaseset           | set                       | -      -      own    own
press.change_setmenuchange        | set                       | -      -      -      whole
press.view_pin                    |                           | -      -      whole  whole
press.add_pin                     |                           | -      -      whole  whole
press.change_pin                  |                           | -      -      whole  whole
press.delete_pin                  |                           | -      -      whole  whole
press.view_showing                | draft                     | -      -      own    own
press.view_assignment             | role-of-source            | -      -      -      own
press.add_assignment              |                           | -      -      -      any
press.add_assignment              | role-of-source            | -      -      -      own
press.add_assignment              | role-of-all               | -      -      -      whole
press.add_assignment              | role-of-superuser         | -      -      -      -
press.change_assignment           | role-of-source            | never  never  never  never
press.delete_assignment           | role-of-source            | -      -      -      own
press.delete_assignment           | role-of-all               | -      -      -      whole
press.delete_assignment           | role-of-superuser         | -      -      -      -
osce_site.view_user               | colleague                 | -      -      -      any
osce_site.view_user               | superuser                 | -      -      -      any
osce_site.add_user                |                           | -      -      -      any
osce_site.change_user             | newcomer                  | -      -      -      any
osce_site.change_user             | colleague                 | -      -      -      own
osce_site.change_user             | colleague-of-two-sources  | -      -      -      whole
osce_site.change_user             | superuser                 | -      -      -      -
osce_site.delete_user             | colleague                 | -      -      -      own
osce_site.delete_user             | superuser                 | -      -      -      -
osce_site.set_password            | colleague colleague-of-two-sources superuser | - - - -
osce_site.view_ledgerentry        | entry                     | -      -      any    any
osce_site.add_ledgerentry         |                           | never  never  never  never
osce_site.change_ledgerentry      | entry                     | never  never  never  never
osce_site.delete_ledgerentry      | entry                     | never  never  never  never
osce_site.view_address            | address                   | -      -      -      whole
osce_site.add_address             |                           | -      -      -      whole
osce_site.change_address          | address                   | -      -      -      whole
osce_site.delete_address          | address                   | -      -      -      whole
taxonomy.view_term                | term                      | any    any    any    any
taxonomy.add_term                 |                           | -      -      -      whole
taxonomy.change_term              | term                      | -      -      -      whole
taxonomy.delete_term              | term spare-term           | -      -      -      whole
taxonomy.view_vocabulary          | vocabulary                | any    any    any    any
taxonomy.add_vocabulary           |                           | -      -      -      whole
taxonomy.change_vocabulary        | vocabulary                | -      -      -      whole
taxonomy.delete_vocabulary        | vocabulary spare-vocabulary | -      -      -      whole
taxonomy.view_menu                | menu                      | -      -      -      whole
taxonomy.add_menu                 |                           | -      -      -      whole
taxonomy.change_menu              | menu                      | -      -      -      whole
taxonomy.delete_menu              | menu                      | -      -      -      whole
taxonomy.view_menuentry           | menu-entry                | -      -      -      whole
taxonomy.add_menuentry            |                           | -      -      -      whole
taxonomy.change_menuentry         | menu-entry                | -      -      -      whole
taxonomy.delete_menuentry         | menu-entry                | -      -      -      whole
"""

ADDRESSES = """
GET    /desk/press/release/languages/                         press.view_release     -
GET    /desk/press/release/{draft}/text/en/                   press.view_text        draft
POST   /desk/press/release/{draft}/text/fr/rendering/         press.view_text        draft
GET    /desk/press/release/{draft}/text/en/revisions/         press.view_text        draft
GET    /desk/press/release/{draft}/text/en/revisions/1/       press.view_text        draft
POST   /desk/press/release/{draft}/text/en/revisions/1/restoration/  press.write_original  draft
GET    /desk/press/release/{draft}/preview/en/                press.view_text        draft
GET    /desk/press/release/{begun-by-oneself}/preview/en/     press.view_release     begun-by-oneself
GET    /desk/press/release/{begun-by-another}/preview/en/     press.view_release     begun-by-another
GET    /desk/press/release/{draft}/preview/files/{token}/full.jpg  press.view_text   draft
GET    /desk/press/release/{draft}/review/                    press.view_release     draft
POST   /desk/press/release/{draft}/review/request/            press.ask_review       draft
POST   /desk/press/release/{draft}/review/approval/           press.approve_release  draft
POST   /desk/press/release/{begun-by-oneself}/review/approval/  press.approve_release  begun-by-oneself
POST   /desk/press/release/{draft}/review/return/             press.approve_release  draft
POST   /desk/press/release/{draft}/review/afterwards/         press.approve_release  draft
POST   /desk/press/release/{draft}/remarks/en/                press.remark_release   draft
POST   /desk/press/release/{draft}/remark/{remark}/resolution/  press.remark_release  draft
GET    /desk/press/release/{draft}/publication/               press.publish_release  draft
POST   /desk/press/release/{draft}/publication/               press.publish_release  draft
GET    /desk/press/release/{begun-by-oneself}/publication/    press.publish_release  begun-by-oneself
GET    /desk/press/release/{begun-by-another}/publication/    press.publish_release  begun-by-another
GET    /desk/press/release/{public}/publication/cancellation/  press.publish_release  public
GET    /desk/press/release/{public}/correction/en/            press.publish_release  public
POST   /desk/press/release/{public}/correction/en/            press.publish_release  public
GET    /desk/press/release/{public}/withdrawal/               press.withdraw_release  public
POST   /desk/press/release/{public}/withdrawal/               press.withdraw_release  public
GET    /desk/press/release/{draft}/showings/                  press.show_release     draft
POST   /desk/press/release/{draft}/showings/preview/          press.show_release     draft
POST   /desk/press/release/{draft}/showings/embargoed/        press.show_release     draft
POST   /desk/press/release/{draft}/showings/{showing}/revocation/  press.show_release  draft
GET    /desk/press/releaseset/{set}/publication/              press.change_releaseset  set
GET    /desk/press/releaseset/{set-of-two-sources}/publication/  press.change_releaseset  set-of-two-sources
POST   /desk/press/releaseset/{set}/publication/cancellation/  press.change_releaseset  set
GET    /desk/bulk/{bulk}/                                     press.force_release    -
GET    /desk/home/                                            press.view_pin         -
POST   /desk/home/                                            press.view_pin         -
POST   /desk/home/{public}/place/                             press.change_pin       -
GET    /desk/home/{pinned}/end/                               press.change_pin       -
POST   /desk/home/{pinned}/removal/                           press.delete_pin       -
GET    /desk/press/photo/upload/                              press.add_photo        -
GET    /desk/press/photo/upload/?release={draft}              press.change_release   draft
GET    /desk/press/photo/upload/{waiting-photo}/              press.add_photo        -
GET    /desk/press/photo/upload/{waiting-photo}/file          press.add_photo        -
POST   /desk/press/photo/upload/{waiting-photo}/discard/      press.add_photo        -
GET    /desk/press/photo/{photo-of-draft}/file/full.jpg       press.view_photo       photo-of-draft
GET    /desk/press/photo/{photo-of-public}/file/full.jpg      press.view_photo       photo-of-public
GET    /desk/press/photo/{photo-added-by-another}/file/full.jpg  press.view_photo    photo-added-by-another
POST   /desk/press/photo/{photo-of-draft}/sizes/              press.change_photo     photo-of-draft
GET    /desk/press/document/upload/                           press.add_document     -
GET    /desk/press/document/upload/{waiting-document}/        press.add_document     -
GET    /desk/press/document/upload/{waiting-document}/file    press.add_document     -
POST   /desk/press/document/upload/{waiting-document}/discard/  press.add_document   -
GET    /desk/press/document/{document-of-draft}/file/{document-name}  press.view_document  document-of-draft
GET    /desk/osce_site/user/{colleague}/access/               osce_site.change_user  colleague
GET    /desk/osce_site/user/{superuser}/access/               osce_site.change_user  superuser
GET    /desk/osce_site/user/{colleague}/password/             osce_site.set_password  colleague
GET    /desk/osce_site/user/{colleague-of-two-sources}/password/  osce_site.set_password  colleague-of-two-sources
GET    /desk/osce_site/user/{superuser}/password/             osce_site.set_password  superuser
POST   /desk/osce_site/user/{colleague}/access/invitation/    osce_site.change_user  colleague
POST   /desk/osce_site/user/{colleague}/access/invitation/revocation/  osce_site.change_user  colleague
POST   /desk/osce_site/user/{colleague}/access/lock/removal/  osce_site.change_user  colleague
POST   /desk/osce_site/user/{colleague}/access/sessions/end/  osce_site.change_user  colleague
POST   /desk/osce_site/user/{colleague}/access/second-factor/removal/  osce_site.change_user  colleague
GET    /desk/taxonomy/term/branch/?of=field-operations        taxonomy.view_term     term
GET    /desk/taxonomy/term/find/?q=mission                    taxonomy.view_term     term
GET    /desk/taxonomy/term/offer/?term=mission                taxonomy.view_term     term
GET    /desk/taxonomy/term/health/                            taxonomy.view_term     term
GET    /desk/taxonomy/term/{term}/acts/                       taxonomy.view_term     term
GET    /desk/taxonomy/term/{term}/acts/close/                 taxonomy.change_term   term
POST   /desk/taxonomy/term/{term}/acts/close/                 taxonomy.change_term   term
GET    /desk/taxonomy/term/undo/{act}/                        taxonomy.change_term   term
GET    /desk/taxonomy/term/undertakings/{undertaking}/        taxonomy.change_term   term
GET    /desk/taxonomy/menu/{menu}/preview/                    taxonomy.view_menu     menu
GET    /api/releases/{draft}/filing                           press.view_release     draft
POST   /api/releases/{draft}/filing                           press.change_release   draft  {"term": 0}
DELETE /api/releases/{draft}/filing/field/1                   press.change_release   draft
GET    /api/releases/{draft}/terms?q=mission                  press.change_release   draft
GET    /api/releases/{draft}/pages?q=mission                  press.view_release     draft
GET    /api/releases/{draft}/carries                          press.view_release     draft
GET    /api/releases/{draft}/attachments                      press.change_release   draft
POST   /api/releases/{draft}/photos/{photo-of-draft}          press.change_release   draft
DELETE /api/releases/{draft}/photos/{photo-of-draft}          press.change_release   draft
PUT    /api/releases/{draft}/photos/order                     press.change_release   draft  {"keys": []}
POST   /api/releases/{draft}/documents/{document-of-draft}    press.change_release   draft
DELETE /api/releases/{draft}/documents/{document-of-draft}    press.change_release   draft
GET    /api/releases/{draft}/texts/en                         press.view_text        draft
PUT    /api/releases/{draft}/texts/en                         press.write_original   draft  {"based_on": 1, "words": {}}
PUT    /api/releases/{draft}/texts/fr                         press.change_text      draft  {"based_on": 0, "words": {}}
PUT    /api/releases/{begun-by-oneself}/texts/fr              press.change_text      begun-by-oneself  {"based_on": 0, "words": {}}
POST   /api/releases/{draft}/texts/en/presence                press.view_text        draft
DELETE /api/releases/{draft}/texts/en/presence                press.view_text        draft
GET    /api/releases/{draft}/texts/en/revisions               press.view_text        draft
GET    /api/releases/{draft}/texts/en/revisions/1             press.view_text        draft
POST   /api/releases/{draft}/texts/en/checks                  press.view_release     draft
GET    /api/releases/{draft}/remarks                          press.view_release     draft
POST   /api/releases/{draft}/remarks                          press.remark_release   draft  {"language": "en", "words": "Why?"}
POST   /api/releases/{draft}/remarks/{remark}/resolution      press.remark_release   draft
"""
"""Method, address, the row of the matrix that says who is answered, and the least of a body that is read."""

MODELS = {
    "press.release": "draft",
    "press.edition": "edition",
    "press.revision": "revision",
    "press.withdrawal": "withdrawal",
    "press.photo": "photo-of-draft",
    "press.document": "document-of-draft",
    "press.contact": "contact",
    "press.delivery": "delivery",
    "press.releaseset": "set",
    "press.assignment": "role-of-source",
    "osce_site.user": "colleague",
    "osce_site.ledgerentry": "entry",
    "osce_site.address": "address",
    "taxonomy.term": "term",
    "taxonomy.vocabulary": "vocabulary",
    "taxonomy.menu": "menu",
    "taxonomy.menuentry": "menu-entry",
}
"""Model at the desk -> the thing by which its list, forms and history are asked for."""

HANGING = {
    "tagging",
    "releasephoto",
    "releasedocument",
    "phototext",
    "setmember",
    "setmenuchange",
    "pin",
    "showing",
    "opening",
    "review",
    "remark",
    "refiling",
    "refiled",
    "delivery",
    "linkcheck",
    "text",
    "vocabularyname",
    "label",
    "profile",
    "relation",
    "broader",
    "menuentrylabel",
}
"""Models that are looked at and changed on the page of another: of each some permission stands in the matrix, or none."""

FREE = {
    "admin:index": "the first page, for whoever may come to the desk; what stands on it is each one's own",
    "admin:app_list": "as the first page",
    "admin:login": "for everybody",
    "admin:logout": "for everybody",
    "admin:password_change": "of oneself",
    "admin:password_change_done": "of oneself",
    "my_account": "of oneself; and whatever leads to it: osce_site/people",
    "admin:jsi18n": "words of the interface",
    "admin:autocomplete": "asks the list of the model offered, see what is never shown",
    "desk:find": "finds what one may open",
    "desk:keys": "the keys of the desk",
    "admin:view_on_site": "leads to the public page, which answers as for any reader",
}
"""Addresses of the desk that ask for no right, and why."""

OF_SUPERUSERS = ("auth", "axes", "django_tasks_database", "account", "mfa", "usersessions")
"""Apps whose records nobody but a superuser sees."""


@dataclass(frozen=True)
class Cell:
    """``thing``: its name in tests/press/rights_world.py, empty for any of its kind."""

    permission: str
    thing: str
    role: str
    holds: str

    def allows(self, scope: str) -> bool:
        held = "any" if self.holds == "own" and not self.thing else self.holds
        return scope in SCOPES.get(held, set())


def cells() -> list[Cell]:
    found = []
    for row in MATRIX.strip().splitlines():
        permission, things, holds = (part.strip() for part in row.split("|"))
        for thing in things.split() or [""]:
            found += [Cell(permission, thing, role, cell) for role, cell in zip(ROLES, holds.split(), strict=True)]
    return found


def as_markdown() -> str:
    """The table as docs/rights.md shows it: rows of one permission and one answer together."""
    lines = ["| permission | thing | translator | writer | editor | chief |", "|---|---|---|---|---|---|"]
    for row in MATRIX.strip().splitlines():
        permission, things, holds = (part.strip() for part in row.split("|"))
        shown = ", ".join(thing.replace("-", " ") for thing in things.split()) or "any"
        lines.append(f"| `{permission}` | {shown} | {' | '.join(holds.split())} |")
    return "\n".join(lines)


def by_row() -> dict[tuple[str, str], dict[str, Cell]]:
    return {
        key: {cell.role: cell for cell in row}
        for key, row in groupby(cells(), lambda cell: (cell.permission, cell.thing))
    }


@dataclass(frozen=True)
class Asked:
    """``body``: the least that an operation of the API reads, so that it comes to ask for the right."""

    method: str
    path: str
    permission: str
    thing: str = ""
    body: str = ""


def asked() -> list[Asked]:
    """The addresses of the table. The pages that the admin has for each model: tests/press/rights_forms.py."""
    lines = [line.split(maxsplit=4) for line in ADDRESSES.strip().splitlines()]
    return [Asked(method, path, code, thing.strip("-"), *body) for method, path, code, thing, *body in lines]
