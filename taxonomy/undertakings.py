"""Large acts in the background: asked for at the desk, carried out by ``manage.py db_worker``, watched meanwhile."""

import dataclasses
import time
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django_tasks import task

from osce_site import freshness
from osce_site.models import LedgerEntry
from taxonomy import acting
from taxonomy.acting import Act
from taxonomy.models import Term, Undertaking
from taxonomy.previewing import Touched
from taxonomy.succession import NewTerm

LARGE = 5_000
"""Rows of the index; above, an act is carried out in the background. A browser waits some ten seconds for so many."""
SILENT = 60
"""Seconds without a sign of life after which a worker is taken for dead."""


def is_large(told: list[Touched]) -> bool:
    """Whether a preview tells of more than a person waits for."""
    return sum(one.rows for one in told) > LARGE


def is_large_to_undo(entry: LedgerEntry) -> bool:
    """The same of taking an act back. An edition has some five rows."""
    return int(entry.details.get("size", 0)) * 5 > LARGE


def ask(act: Act, *, by: Any) -> Undertaking:
    """Has an act carried out in the background."""
    return _ask(Undertaking(act=act.name, term=act.term, said=say(act), by=by))


def ask_to_undo(entry: LedgerEntry, *, by: Any, reason: str) -> Undertaking:
    return _ask(Undertaking(act="undone", said={"entry": entry.pk, "reason": reason}, by=by))


def _ask(asked: Undertaking) -> Undertaking:
    with transaction.atomic():
        asked.asked_at = freshness.now()
        asked.save()
        transaction.on_commit(partial(carry_out.enqueue, asked.pk))
    return asked


@task()
def carry_out(pk: int) -> None:
    """Carries out what was asked for, once: a second call finds it done."""
    asked = Undertaking.objects.select_related("by").get(pk=pk)
    if asked.ended_at:
        return
    Undertaking.objects.filter(pk=pk).update(begun_at=freshness.now())
    watch = partial(_sign, pk)
    watch(0, 0)
    try:
        # One transaction: what ends as done has been done.
        with transaction.atomic():
            entry = _do(asked, watch)
            Undertaking.objects.filter(pk=pk).update(ended_at=freshness.now(), entry=entry)
    except ValidationError as refused:
        Undertaking.objects.filter(pk=pk).update(ended_at=freshness.now(), refusal="\n".join(refused.messages))


def _do(asked: Undertaking, watch: acting.Progress) -> LedgerEntry:
    if asked.act == "undone":
        entry = LedgerEntry.objects.get(pk=asked.said["entry"])
        return acting.undo(entry, by=asked.by, reason=asked.said["reason"], progress=watch)
    return acting.carry_out(hear(asked.act, asked.said), by=asked.by, progress=watch)


# Watching. Progress goes by the cache: rows written within the act's transaction are seen by nobody before its end.


@dataclass(frozen=True)
class Standing:
    state: str
    """waiting, at work, done, refused, or interrupted."""
    done: int = 0
    total: int = 0

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


def standing(asked: Undertaking) -> Standing:
    if asked.ended_at:
        return Standing("refused" if asked.refusal else "done")
    if asked.begun_at is None:
        return Standing("waiting")
    done, total, at = cache.get(_key(asked.pk), (0, 0, asked.begun_at.timestamp()))
    return Standing("at work" if time.time() - at < SILENT else "interrupted", done, total)


def _sign(pk: int, done: int, total: int) -> None:
    cache.set(_key(pk), (done, total, time.time()), timeout=24 * 3600)


def _key(pk: int) -> str:
    return f"undertaking-{pk}"


# An act in words that JSON can hold


def say(act: Act) -> dict[str, Any]:
    return {part.name: _say(getattr(act, part.name)) for part in dataclasses.fields(act) if part.init}


def hear(name: str, said: dict[str, Any]) -> Act:
    return acting.ACTS[name](**{part: _hear(value) for part, value in said.items()})


def _say(value: Any) -> Any:
    match value:
        case Term():
            return {"term": value.pk}
        case NewTerm():
            return {"new": [value.slug, value.names]}
        case date():
            return {"day": value.isoformat()}
        case list():
            return {"list": [_say(one) for one in value]}
        case dict():
            return {"words": value}
        case QuerySet():
            return {
                "rows": value.model._meta.label_lower,
                "keys": list(value.order_by("pk").values_list("pk", flat=True)),
            }
    return value


def _hear(said: Any) -> Any:
    match said:
        case {"term": key}:
            return Term.objects.get(pk=key)
        case {"new": [slug, names]}:
            return NewTerm(slug, names)
        case {"day": raw}:
            return date.fromisoformat(raw)
        case {"list": values}:
            return [_hear(one) for one in values]
        case {"words": words}:
            return words
        case {"rows": label, "keys": keys}:
            return apps.get_model(label)._default_manager.filter(pk__in=keys)
    return said
