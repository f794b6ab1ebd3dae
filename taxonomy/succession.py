"""What happens to terms over the years: renamed, closed, reopened, merged, split, moved.

Each act has a day and a reason. It is looked at first (``previewing.preview``), then done in one transaction with
an entry in the ledger (``carry_out``), and taken back from there (``undo``) while nothing later stands on it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from osce_site import freshness
from taxonomy import menu_succession
from taxonomy.acting import Act, CannotDo, carry_out, undo
from taxonomy.addresses import keep_address
from taxonomy.models import Label, Relation, Term
from taxonomy.recording import Recorder

__all__ = ["Close", "Merge", "Move", "NewTerm", "Rename", "Reopen", "Split", "carry_out", "undo"]


@dataclass(frozen=True, kw_only=True)
class Rename(Act):
    """New names from a day on, by language. A short name ends with the preferred one it shortened."""

    name = "renamed"
    title = gettext_lazy("Rename")
    names: dict[str, str]
    short_names: dict[str, str] = field(default_factory=dict)
    slug: str = ""
    """A new word in addresses; the former address goes on answering."""

    def refuse(self) -> None:
        super().refuse()
        if not any(self.names.values()) and not self.slug:
            raise CannotDo(_("Give a new name in one language at least."))
        taken = Term.objects.filter(vocabulary=self.term.vocabulary_id, slug=self.slug).exclude(pk=self.term.pk)
        if self.slug and taken.exists():
            raise CannotDo(_("“%s” is the word of another term.") % self.slug)

    def change(self, recorder: Recorder) -> None:
        for language, text in self.names.items():
            if text:
                _call(recorder, self.term, language, Label.Kind.PREFERRED, text, self.on)
                _call(recorder, self.term, language, Label.Kind.SHORT, self.short_names.get(language, ""), self.on)
        if self.slug and self.slug != self.term.slug:
            keep_address(self.term)
            recorder.change(self.term, slug=self.slug)


def _call(recorder: Recorder, term: Term, language: str, kind: str, text: str, on: date) -> None:
    """``text`` from a day on to the next change of name; an empty text only ends the name there is."""
    labels = Label.objects.filter(term=term, language=language, kind=kind)
    present = labels.on(on).first()
    if present and present.text == text:
        return
    later = labels.filter(since__gt=on).order_by("since").first()
    until = present.until if present else later.since - timedelta(days=1) if later and later.since else None
    if present and present.since == on:
        recorder.change(present, text=text) if text else recorder.delete(present)
        return
    if present:
        recorder.change(present, until=on - timedelta(days=1))
    if text:
        recorder.create(Label(term=term, language=language, kind=kind, text=text, since=on, until=until))


@dataclass(frozen=True, kw_only=True)
class Close(Act):
    """Its last day; what it was goes on in a successor, or in none."""

    name = "closed"
    title = gettext_lazy("Close")
    successor: Term | None = None

    def refiles(self) -> bool:
        return self.successor is not None

    def refuse(self) -> None:
        super().refuse()
        if self.term.closed_on:
            raise CannotDo(_("It is closed already."))
        _refuse_later_names(self.term, self.on)
        _refuse_successors(self.term, self.into(), self.on)

    def change(self, recorder: Recorder) -> None:
        recorder.change(self.term, closed_on=self.on, closed_precision=Term.Precision.DAY)
        if self.successor:
            _succeed(recorder, self.term, Relation.Kind.SUCCEEDED_BY, self.successor, self.on + timedelta(days=1))
        menu_succession.end(recorder, self.term, self.on)

    def into(self) -> list[Term]:
        return [self.successor] if self.successor else []


@dataclass(frozen=True, kw_only=True)
class Reopen(Act):
    """At work again from a day on. What it said before it closed stays with its successors too."""

    name = "reopened"
    title = gettext_lazy("Reopen")

    def refuse(self) -> None:
        super().refuse()
        if not self.term.closed_on:
            raise CannotDo(_("It is not closed."))
        if self.on > freshness.now().date():
            raise CannotDo(_("This is entered on its day or later, not ahead."))
        if self.on <= self.term.closed_on:
            raise CannotDo(_("It was at work until %s.") % self.term.closed_on.isoformat())
        if self.term.relations.filter(kind=Relation.Kind.MERGED_INTO).exists():
            raise CannotDo(_("It was merged into another. Undo the merger in the ledger."))

    def change(self, recorder: Recorder) -> None:
        menu_succession.resume(recorder, self.term, self.on)
        recorder.change(self.term, closed_on=None)


@dataclass(frozen=True, kw_only=True)
class Merge(Act):
    """Part of another term from a day on: its address leads there, what it said stands there, marked."""

    name = "merged"
    title = gettext_lazy("Merge")
    target: Term

    def refiles(self) -> bool:
        return True

    def refuse(self) -> None:
        super().refuse()
        _refuse_to_end_before(self.term, self.on)
        _refuse_successors(self.term, [self.target], self.on)
        if self.target.is_descendant_of(self.term):
            raise CannotDo(_("A term is not merged into one below it. Move that one first."))

    def change(self, recorder: Recorder) -> None:
        target, eve = Term.objects.get(pk=self.target.pk), self.on - timedelta(days=1)
        for child in Term.objects.filter(parent=self.term):
            recorder.move(child, under=target, since=self.on)
        _hand_over_relations(recorder, self.term, target, self.on)
        _succeed(recorder, self.term, Relation.Kind.MERGED_INTO, target, self.on)
        if self.term.closed_on is None or self.term.closed_on > eve:
            recorder.change(self.term, closed_on=eve, closed_precision=Term.Precision.DAY)
        menu_succession.hand_over(recorder, self.term, target, self.on)

    def into(self) -> list[Term]:
        return [self.target]


@dataclass(frozen=True)
class NewTerm:
    """A term that a split brings about."""

    slug: str
    names: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Split(Act):
    """Others come out of it on a day; it goes on beside them, or ends the day before."""

    name = "split"
    title = gettext_lazy("Split")
    parts: list[Term] = field(default_factory=list)
    new: list[NewTerm] = field(default_factory=list)
    goes_on: bool = False

    def refiles(self) -> bool:
        return True

    def refuse(self) -> None:
        super().refuse()
        if len(self.parts) + len(self.new) + self.goes_on < 2:
            raise CannotDo(_("Name at least two parts, or one beside which the term goes on."))
        if not self.goes_on:
            _refuse_to_end_before(self.term, self.on)
        _refuse_successors(self.term, self.parts, self.on)
        slugs = [part.slug for part in self.new]
        taken = Term.objects.filter(vocabulary=self.term.vocabulary_id, slug__in=slugs).values_list("slug", flat=True)
        twice = [slug for slug in slugs if slug in taken or slugs.count(slug) > 1]
        if twice:
            raise CannotDo(_("“%s” is the word of another term.") % twice[0])

    def change(self, recorder: Recorder) -> None:
        eve, beside = self.on - timedelta(days=1), self.term
        parts = [Term.objects.get(pk=part.pk) for part in self.parts]
        for new in self.new:
            made = recorder.insert(
                self.term.vocabulary, after=beside, since=self.on, slug=new.slug, kind=self.term.kind, opened_on=self.on
            )
            for language, text in new.names.items():
                recorder.create(Label(term=made, language=language, text=text))
            parts.append(made)
            beside = made
        for part in parts:
            _succeed(recorder, self.term, Relation.Kind.SPLIT_INTO, part, self.on)
        if not self.goes_on:
            recorder.change(self.term, closed_on=eve, closed_precision=Term.Precision.DAY)
            menu_succession.end(recorder, self.term, eve)

    def into(self) -> list[Term]:
        return self.parts


@dataclass(frozen=True, kw_only=True)
class Move(Act):
    """Under, before or after another term of its vocabulary; with none of these, last at the top."""

    name = "moved"
    title = gettext_lazy("Move")
    under: Term | None = None
    before: Term | None = None
    after: Term | None = None

    def refiles(self) -> bool:
        return True

    def change(self, recorder: Recorder) -> None:
        recorder.move(self.term, since=self.on, under=self.under, before=self.before, after=self.after)


def _refuse_later_names(term: Term, on: date) -> None:
    """What ends bears no name that only begins afterwards."""
    later = term.labels.filter(since__gt=on).order_by("since").first()
    if later and later.since:
        said = {"name": later.text, "day": later.since.isoformat()}
        raise CannotDo(_("It bears a name that only begins later: “%(name)s”, %(day)s.") % said)


def _refuse_to_end_before(term: Term, on: date) -> None:
    """What ends on the eve of a day was there by then."""
    _refuse_later_names(term, on)
    if term.opened_on and term.opened_on >= on:
        raise CannotDo(_("It opened only on %s.") % term.opened_on.isoformat())


def _refuse_successors(term: Term, successors: list[Term], on: date) -> None:
    for successor in successors:
        if successor.pk == term.pk:
            raise CannotDo(_("A term does not follow itself."))
        if successor.vocabulary_id != term.vocabulary_id:
            raise CannotDo(_("A term is followed by terms of its own vocabulary."))
        if successor.closed_on and successor.closed_on < on:
            raise CannotDo(_("“%s” is closed itself.") % successor)
    if merged := term.relations.filter(kind=Relation.Kind.MERGED_INTO).first():
        raise CannotDo(_("It was merged into “%s” already.") % merged.object)
    ends = {pk for successor in successors for pk in _followers(successor)}
    if term.pk in ends:
        raise CannotDo(_("It follows that term itself: they would follow each other in a circle."))


def _followers(term: Term) -> Iterator[int]:
    waiting, passed = [term.pk], {term.pk}
    while waiting:
        links = Relation.objects.filter(subject=waiting.pop(), kind__in=Relation.SUCCESSION)
        for pk in links.values_list("object", flat=True):
            yield pk
            if pk not in passed:
                passed.add(pk)
                waiting.append(pk)


def _succeed(recorder: Recorder, term: Term, kind: str, successor: Term, since: date) -> None:
    if not Relation.objects.filter(subject=term, kind=kind, object=successor, since=since).exists():
        recorder.create(Relation(subject=term, kind=kind, object=successor, since=since))


def _hand_over_relations(recorder: Recorder, term: Term, target: Term, on: date) -> None:
    """What holds of the term on the day or later holds of the target from then on; the past stays with the term."""
    for end, other in (("subject", "object"), ("object", "subject")):
        open_ended = Relation.objects.filter(**{end: term}).exclude(kind__in=Relation.SUCCESSION)
        for relation in open_ended.exclude(until__lt=on):
            same = Relation.objects.filter(kind=relation.kind, **{end: target, other: getattr(relation, other)})
            needed = getattr(relation, other) != target and not same.exclude(until__lt=on).exists()
            begun = relation.since is None or relation.since < on
            if begun:
                handed = Relation(kind=relation.kind, since=on, until=relation.until)
                recorder.change(relation, until=on - timedelta(days=1))
            else:
                handed = Relation(kind=relation.kind, since=relation.since, until=relation.until)
                recorder.delete(relation)
            if needed:
                setattr(handed, end, target)
                setattr(handed, other, getattr(relation, other))
                recorder.create(handed)
