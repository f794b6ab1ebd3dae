"""The menu: entries placed by hand, and branches grown from a vocabulary or a term."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from osce_site.languages import OFFICIAL
from taxonomy.models.spell import Spell, in_order
from taxonomy.models.term import Term
from taxonomy.models.vocabulary import Vocabulary


class Menu(models.Model):
    key = models.SlugField(_("key"), max_length=40, unique=True)

    class Meta:
        verbose_name = _("menu")
        verbose_name_plural = _("menus")
        ordering = ["key"]
        constraints = [models.CheckConstraint(name="a_menu_has_a_key", condition=~Q(key=""))]

    def __str__(self) -> str:
        return self.key


class MenuEntry(Spell):
    """One line of a menu. It leads to a term, a vocabulary or a path, or only holds others together."""

    menu = models.ForeignKey(Menu, on_delete=models.CASCADE, related_name="entries")
    parent = models.ForeignKey(
        "self", verbose_name=_("below"), null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    key = models.SlugField(_("key"), max_length=60)
    term = models.ForeignKey(
        Term, verbose_name=_("term"), null=True, blank=True, on_delete=models.PROTECT, related_name="menu_entries"
    )
    vocabulary = models.ForeignKey(
        Vocabulary, verbose_name=_("vocabulary"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    path = models.CharField(_("path"), max_length=200, blank=True, help_text=_("a path of this site: /search/"))
    grow = models.PositiveSmallIntegerField(
        _("levels grown below it"), default=0, help_text=_("0: none; 1: the terms right below; and so on")
    )
    kept_back_since = models.DateTimeField(
        null=True, editable=False, help_text=_("not shown to readers, but from the instant on that ``shown_from`` says")
    )
    shown_from = models.DateTimeField(_("shown from"), null=True, editable=False)
    shown_until = models.DateTimeField(_("shown until"), null=True, editable=False)

    class Meta:
        verbose_name = _("menu entry")
        verbose_name_plural = _("menu entries")
        ordering = ["menu", "position", "id"]
        constraints = [
            in_order("a_menu_entry_ends_after_it_begins"),
            models.UniqueConstraint(name="a_key_names_one_entry_of_a_menu", fields=["menu", "key"]),
            models.CheckConstraint(name="a_menu_entry_is_not_below_itself", condition=~Q(parent=models.F("id"))),
            models.CheckConstraint(
                name="a_menu_entry_has_one_target",
                condition=Q(term=None, vocabulary=None) | Q(term=None, path="") | Q(vocabulary=None, path=""),
            ),
            models.CheckConstraint(
                name="a_menu_path_is_of_this_site",
                condition=Q(path="") | (Q(path__startswith="/") & ~Q(path__startswith="//")),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def is_shown(self, at: datetime) -> bool:
        return is_shown(self.kept_back_since, self.shown_from, self.shown_until, at)


def is_shown(kept_back: datetime | None, since: datetime | None, until: datetime | None, at: datetime) -> bool:
    """Whether readers are shown an entry at an instant, on the days on which it holds."""
    opened = kept_back is None or (since is not None and since <= at)
    return opened and (until is None or until > at)


class MenuEntryLabel(models.Model):
    """An entry's own name in one language; without one it is called what its target is called."""

    entry = models.ForeignKey(MenuEntry, on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(_("language"), max_length=8, choices=list(OFFICIAL.items()))
    text = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="a_menu_entry_has_one_name_a_language", fields=["entry", "language"]),
        ]

    def __str__(self) -> str:
        return self.text
