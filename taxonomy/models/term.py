"""A term: a node of a vocabulary, the same thing under every name and at every place it ever had."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from mptt.managers import TreeManager
from mptt.models import MPTTModel, TreeForeignKey
from mptt.querysets import TreeQuerySet

from taxonomy import door
from taxonomy.models.spell import Spell, SpellManager, in_order
from taxonomy.models.vocabulary import Vocabulary


class TermQuerySet(TreeQuerySet):
    def in_vocabulary(self, slug: str) -> Self:
        return self.filter(vocabulary__slug=slug)

    def filing_as(self, role: str) -> Self:
        """Terms that may be put on a release in a role."""
        allowed = Q(vocabulary__role=role)
        if role == Vocabulary.Role.SOURCE:
            allowed |= Q(vocabulary__may_be_source=True)
        return self.filter(allowed)

    def under(self, term: "Term", on: date) -> Self:
        """The terms that stood below a term on a day, right below it or deeper."""
        from taxonomy import snapshot

        return self.filter(pk__in=snapshot.current().everything_that_stood_below(term.pk, on))


class Term(MPTTModel):
    """Identity is ``uuid``: it survives renaming, moving and the address word.

    Nodes are inserted, moved and deleted in ``taxonomy.tree`` alone.
    """

    class Kind(models.TextChoices):
        FIELD = "field", _("field of work")
        STATE = "state", pgettext_lazy("kind of term", "State")
        GROUP = "group", _("group")
        BODY = "body", pgettext_lazy("kind of term", "body")
        INSTITUTION = "institution", _("institution")
        UNIT = "unit", _("part of the Secretariat")
        OPERATION = "operation", _("field operation")
        MEETING_SERIES = "meeting-series", _("meeting series")
        PAGE = "page", _("page")

    class Precision(models.TextChoices):
        DAY = "day", _("day")
        MONTH = "month", _("month")
        YEAR = "year", _("year")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vocabulary = models.ForeignKey(
        Vocabulary, verbose_name=_("vocabulary"), on_delete=models.PROTECT, related_name="terms"
    )
    parent = TreeForeignKey(
        "self", verbose_name=_("stands under"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    slug = models.SlugField(_("word in addresses"), max_length=120)
    code = models.CharField(_("code"), max_length=10, blank=True, help_text=_("ISO 3166 for a State"))
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    opened_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, help_text=_("its last day"))
    closed_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)

    objects = TreeManager.from_queryset(TermQuerySet)()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["tree_id", "lft"]
        constraints = [
            models.UniqueConstraint(name="a_slug_names_one_term_of_a_vocabulary", fields=["vocabulary", "slug"]),
            models.CheckConstraint(name="a_term_is_not_its_own_parent", condition=~Q(parent=models.F("id"))),
            models.CheckConstraint(
                name="a_term_closes_after_it_opens",
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(closed_on__gte=models.F("opened_on")),
            ),
        ]

    def __str__(self) -> str:
        from taxonomy import snapshot

        return snapshot.current().name(self.pk, "en") or self.slug

    def label(self, language: str, on: date | None = None) -> str:
        """What it is called today, or was on a day; in the nearest language that has a name for it."""
        from taxonomy import snapshot

        return snapshot.current().name(self.pk, language, on)

    def get_absolute_url(self) -> str:
        return reverse("term", args=[self.vocabulary.slug, self.slug])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._as_read = self._place()

    def _place(self) -> dict[str, Any]:
        """Where it stands as far as this instance knows."""
        return {column: self.__dict__[column] for column in door.STRUCTURE if column in self.__dict__}

    def refresh_from_db(self, using: str | None = None, fields: Any = None, from_queryset: Any = None) -> None:
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)
        read = self._place()
        if fields is not None:
            names = {self._meta.get_field(name).attname for name in fields}
            read = {column: value for column, value in read.items() if column in names}
        self._as_read |= read
        if "parent_id" in read:
            self._mptt_meta.update_mptt_cached_fields(self)

    def save(self, *, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Outside of ``taxonomy.tree`` the place is not written: the term may have been moved since it was read.

        Raises ``NotThroughTheDoor`` where the place was changed, or the term is new.
        """
        if not door.is_open():
            stands_as_read = self._place().items() <= self._as_read.items()
            if self._state.adding or not stands_as_read or kwargs.get("force_insert"):
                raise door.NotThroughTheDoor
            free = [field for field in self._meta.concrete_fields if field.attname not in (*door.STRUCTURE, "id")]
            wanted = None if update_fields is None else {*update_fields}
            deferred = self.get_deferred_fields()
            update_fields = [
                field.name
                for field in free
                if (field.attname not in deferred if wanted is None else wanted & {field.name, field.attname})
            ]
            if not update_fields:  # mptt would take it for all
                return
        elif not self._state.adding:
            # mptt has written the numbers. Were it to write the slug too, as it would, PostgreSQL would lock the
            # row against all who refer to it, and a publication would wait for the move.
            update_fields = ["parent"]
        super().save(update_fields=update_fields, **kwargs)
        self._as_read = self._place()


class Broader(Spell):
    """Under which term a term stood, from when to when; the open one says what the tree says today."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="broader_spells")
    broader = models.ForeignKey(
        Term,
        verbose_name=_("stood under"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="narrower_spells",
        help_text=_("empty: at the top"),
    )

    objects = SpellManager()

    class Meta:
        verbose_name = _("place in the tree")
        verbose_name_plural = _("places in the tree")
        ordering = ["since", "id"]
        constraints = [
            in_order("a_place_in_the_tree_ends_after_it_begins"),
            models.UniqueConstraint(name="a_term_has_one_present_place", fields=["term"], condition=Q(until=None)),
            models.CheckConstraint(name="a_term_never_stood_under_itself", condition=~Q(term=models.F("broader"))),
        ]

    def __str__(self) -> str:
        from taxonomy import snapshot

        return snapshot.current().name(self.broader_id, "en") if self.broader_id else str(_("at the top"))
