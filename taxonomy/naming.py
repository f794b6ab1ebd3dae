"""How the ledger's sentences call what belongs to the taxonomy, and how its acts are told (osce_site/telling.py)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from osce_site.languages import ORIGINAL
from osce_site.telling import Named
from taxonomy import snapshot

SENTENCES = {
    "renamed": _("{who} renamed {thing}"),
    "closed": _("{who} closed {thing}"),
    "reopened": _("{who} reopened {thing}"),
    "merged": _("{who} merged {thing} into another term"),
    "split": _("{who} split {thing}"),
    "moved": _("{who} moved {thing}"),
}


def terms(keys: list[str], reader: Any) -> dict[str, Named]:
    """No query: the taxonomy is in memory."""
    if not reader.has_perm("taxonomy.view_term"):
        return {}
    taxonomy, language = snapshot.current(), get_language() or ORIGINAL
    return {
        key: Named(taxonomy.name(int(key), language), reverse("admin:taxonomy_term_change", args=[key]))
        for key in keys
        if key.isdecimal() and int(key) in taxonomy.nodes
    }
