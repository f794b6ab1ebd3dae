"""A small organisation in which every cell of the matrix can be asked: an operation, what is above and below it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile

from osce_site import freshness
from osce_site.models import Address, User
from press import pinning
from press.correcting import withdraw
from press.models import (
    BulkAct,
    Contact,
    Delivery,
    Document,
    Photo,
    Release,
    ReleaseDocument,
    ReleasePhoto,
    ReleaseSet,
    SetMember,
    WaitingFile,
)
from press.remarking import remark
from press.showing import show_to
from taxonomy import acting, succession
from taxonomy.models import Menu, MenuEntry, Term, Undertaking
from tests import create

HEADLINES = {"own": "Mission trains border police", "other": "Secret draft of the other mission"}


NOW = datetime(2026, 1, 1, tzinfo=UTC)
PDF = ContentFile(b"%PDF-1.7")


@dataclass
class World:
    """``person``: who asks. What is his own is made for him; the rest is there for everybody."""

    person: User
    sources: dict[str, Term] = field(default_factory=dict)

    def __post_init__(self) -> None:
        bureau = create.term("Bureau", "field-operations", kind="operation")
        mission = create.term("Mission", "field-operations", kind="operation", under=bureau)
        office = create.term("Office", "field-operations", kind="operation", under=mission)
        other = create.term("Other mission", "field-operations", kind="operation")
        self.sources = {"above": bureau, "own": mission, "below": office, "other": other}
        self.things: dict[str, Any] = {"": None}
        self.another = create.officer("another")
        self._releases()
        self._files()
        self._people()
        self._taxonomy()

    def scoped(self, role: str, scope: str) -> None:
        """Gives the person a role, at its place."""
        create.assign(self.person, role, self.sources.get(scope))

    def __getitem__(self, name: str) -> Any:
        return self.things[name]

    def address(self, path: str) -> str:
        return path.format(**{name: getattr(thing, "pk", thing) for name, thing in self.things.items() if name})

    def _releases(self) -> None:
        own, other = self.sources["own"], self.sources["other"]
        public = create.release(source=[own])
        withdrawn = create.release(source=[own])
        withdraw(withdrawn, by=create.officer("bo"), kind="in-error", reason="It did not open.")
        both = create.draft(source=[own])
        self.things |= {
            "draft": create.draft(HEADLINES["own"], source=[own]),
            "public": public,
            "edition": public.editions.get(),
            "revision": public.texts.get().revisions.get(),
            "withdrawal": withdrawn.withdrawals.get(),
            "begun-by-oneself": create.draft(begun_by=self.person),
            "begun-by-another": create.draft(begun_by=self.another),
            "draft-of-another-source": create.draft(HEADLINES["other"], source=[other]),
        }
        pinning.pin(public, by=None)
        self.things["pinned"] = public
        draft = self["draft"]
        shown, _word = show_to(
            draft, kind="preview", name="Guest", by=self.another, expires_at=freshness.now() + timedelta(days=1)
        )
        asked = BulkAct.objects.create(kind="ask", releases=[draft.pk], by=self.another, asked_at=NOW)
        mail = Delivery.objects.create(
            key="one", address="a@example.org", subject="Overdue", words="It is.", made_at=NOW
        )
        self.things |= {
            "remark": remark(draft, "en", by=self.another, words="Why?"),
            "showing": shown,
            "bulk": asked,
            "delivery": mail,
        }
        sets = {"set": [self["draft"]], "set-of-two-sources": [both, self["draft-of-another-source"]]}
        for name, members in sets.items():
            self.things[name] = ReleaseSet.objects.create(name=name, made_by=self.another)
            for member in members:
                SetMember.objects.create(release_set=self[name], release=member)

    def _files(self) -> None:
        def photo(credit: str, *releases: Release, **more: Any) -> Photo:
            made = Photo(credit=credit, copyright="OSCE", usage_terms="Free.", **more)
            made.file.save("full.jpg", create.jpeg((40, 30)))
            for release in releases:
                ReleasePhoto.objects.create(release=release, photo=made)
            return made

        def document(title: str, *releases: Release, **more: Any) -> Document:
            made = Document(title=title, size=8, **more)
            made.file.save("a.pdf", PDF)
            for release in releases:
                ReleaseDocument.objects.create(release=release, document=made)
            return made

        draft, other = self["draft"], self["draft-of-another-source"]
        shown = photo("OSCE/Public")
        self.things |= {
            "photo-of-draft": photo("OSCE/Draft", draft),
            "photo-of-two-sources": photo("OSCE/Both", draft, other),
            "photo-of-public": shown,
            "photo-added-by-oneself": photo("OSCE/Oneself", added_by=self.person),
            "photo-added-by-another": photo("OSCE/Another", added_by=self.another),
            "photo-of-another-source": photo("OSCE/Secret", other),
            "document-of-draft": document("Report", draft),
            "document-added-by-another": document("Notes", added_by=self.another),
            "document-of-another-source": document("Secret report", other),
        }
        shown.editions.create(edition=self["edition"], alt="A bridge", credit="OSCE/Public", usage_terms="Free.")
        self.things |= {"token": self["photo-of-draft"].token, "document-name": self["document-of-draft"].file_name}
        for kind, name, content in (("photo", "a.jpg", create.jpeg((40, 30))), ("document", "a.pdf", PDF)):
            waiting = WaitingFile(kind=kind, name=name, size=8, pages=1, width=40, height=30, by=self.person, at=NOW)
            waiting.file.save(name, content)
            self.things[f"waiting-{kind}"] = waiting.token

    def _people(self) -> None:
        own, other = self.sources["own"], self.sources["other"]
        colleague, both, above = create.officer("colleague"), create.officer("both"), create.officer("above")
        User.objects.filter(pk=above.pk).update(is_superuser=True)
        above.is_superuser = True
        self.things |= {
            "contact": Contact.objects.create(source=own, name="Desk", email="desk@example.org"),
            "colleague": colleague,
            "colleague-of-two-sources": both,
            "superuser": above,
            "newcomer": create.officer("newcomer"),
            "role-of-source": create.assign(colleague, "writer", own),
            "role-of-all": create.assign(create.officer("of-all"), "writer"),
            "role-of-superuser": create.assign(above, "writer", own),
        }
        create.assign(both, "writer", own)
        create.assign(both, "writer", other)

    def _taxonomy(self) -> None:
        field_of_work = create.term("Arms control")
        act = succession.Rename(term=field_of_work, on=date(2020, 1, 1), reason="Why.", names={"en": "Arms"})
        entry = acting.carry_out(act, by=self.another)
        menu = Menu.objects.create(key="main")
        self.things |= {
            "term": field_of_work,
            "spare-term": create.term("Spare"),
            "vocabulary": field_of_work.vocabulary,
            "spare-vocabulary": create.vocabulary("spare"),
            "entry": entry,
            "act": entry.number,
            "undertaking": Undertaking.objects.create(
                act="close", term=field_of_work, said={}, by=self.another, asked_at=NOW
            ),
            "menu": menu,
            "menu-entry": MenuEntry.objects.create(menu=menu, key="arms", term=field_of_work),
            "address": Address.objects.create(path="/old/", kind="term", target_id=field_of_work.pk),
        }
