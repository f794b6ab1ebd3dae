"""Several releases, in chosen languages, and changes of a menu, that go out at one instant: all or nothing."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from press.models.release import Release
from taxonomy.models import MenuEntry


class ReleaseSet(models.Model):
    name = models.CharField(_("name"), max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    goes_out_at = models.DateTimeField(_("goes out at"), null=True, editable=False)
    sent_at = models.DateTimeField(
        _("settled at"), null=True, editable=False, help_text=_("when it was published or scheduled as a whole")
    )

    class Meta:
        verbose_name = _("release set")
        verbose_name_plural = _("release sets")
        ordering = ["-id"]
        constraints = [models.CheckConstraint(name="a_release_set_has_a_name", condition=~Q(name=""))]

    def __str__(self) -> str:
        return self.name


class SetMember(models.Model):
    release_set = models.ForeignKey(ReleaseSet, on_delete=models.CASCADE, related_name="members")
    release = models.ForeignKey(
        Release, verbose_name=_("release"), on_delete=models.PROTECT, related_name="set_members"
    )
    languages = models.JSONField(_("languages"), default=list, blank=True, help_text=_("empty: all it has"))

    class Meta:
        verbose_name = _("release of a set")
        verbose_name_plural = _("releases of a set")
        ordering = ["release_set", "id"]
        constraints = [
            models.UniqueConstraint(name="a_release_stands_once_in_a_set", fields=["release_set", "release"]),
        ]

    def __str__(self) -> str:
        return str(self.release)


class SetMenuChange(models.Model):
    """From the instant of the set on, a menu entry is shown, or no longer shown."""

    release_set = models.ForeignKey(ReleaseSet, on_delete=models.CASCADE, related_name="menu_changes")
    entry = models.ForeignKey(MenuEntry, verbose_name=_("menu entry"), on_delete=models.CASCADE, related_name="+")
    shown = models.BooleanField(_("shown"), default=True, help_text=_("from the instant on; else it ends then"))
    before = models.JSONField(
        default=dict, editable=False, help_text=_("how the entry stood before; put back if called off")
    )

    class Meta:
        verbose_name = _("menu change of a set")
        verbose_name_plural = _("menu changes of a set")
        ordering = ["release_set", "id"]
        constraints = [
            models.UniqueConstraint(name="a_menu_entry_changes_once_in_a_set", fields=["release_set", "entry"]),
        ]

    def __str__(self) -> str:
        return str(self.entry)
