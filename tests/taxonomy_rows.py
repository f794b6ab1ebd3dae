"""All that the tables of the taxonomy hold, said without keys, so that two sites can be compared; and none of it."""

from typing import Any

from django.apps import apps
from django.db import connection, models

from osce_site.models import Address
from taxonomy import changes, door
from taxonomy.models import Menu, MenuEntry, Term, Undertaking, Vocabulary

NUMBERS_OF_THE_TREE = {"lft", "rght", "tree_id", "level"}
"""They say the order, which is compared as a place among siblings; what is wrong in them the order shows."""


def _tables() -> list[type[models.Model]]:
    """Every table of the taxonomy, those to come included; what is being done is not what is."""
    return [model for model in apps.get_app_config("taxonomy").get_models() if model is not Undertaking]


def _named(thing: Any) -> Any:
    if isinstance(thing, Term):
        return str(thing.uuid)
    if isinstance(thing, MenuEntry):
        return f"{thing.menu.key}/{thing.key}"
    if isinstance(thing, Vocabulary):
        return thing.slug
    return thing.key if isinstance(thing, Menu) else thing


def _row(row: models.Model, order: dict[int, int]) -> dict[str, Any]:
    said = {
        field.name: _named(getattr(row, field.name))
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in NUMBERS_OF_THE_TREE
    }
    return said | ({"order": order[row.pk]} if isinstance(row, Term) else {})


def _order() -> dict[int, int]:
    """The place of each term among its siblings."""
    families: dict[tuple[int, int | None], int] = {}
    order = {}
    for term in Term.objects.order_by("tree_id", "lft"):
        family = (term.vocabulary_id, term.parent_id)
        order[term.pk] = families[family] = families.get(family, -1) + 1
    return order


def everything() -> dict[str, list[dict[str, Any]]]:
    """Table -> its rows. Former addresses are among them, as they lead to terms."""
    order = _order()
    told = {
        model.__name__: sorted((_row(row, order) for row in model._default_manager.all()), key=repr)
        for model in _tables()
    }
    leading: dict[str, type[models.Model]] = {"term": Term, "vocabulary": Vocabulary}
    told["Address"] = [
        {"path": row.path, "to": _named(leading[row.kind]._default_manager.get(pk=row.target_id))}
        for row in Address.objects.filter(kind__in=leading).order_by("path")
    ]
    return told


def empty() -> None:
    """The site without a taxonomy, as it is before the first import."""
    with door.opened(), connection.cursor() as cursor:
        for model in _tables():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
    Address.objects.all().delete()
    changes.announce()
