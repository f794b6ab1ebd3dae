"""An instant by the officer's clock; where that shows an hour twice or never, which of two is meant."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.widgets import DateTimeInput
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from press import zones

FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")


FIRST_YEAR, LAST_YEAR = 1973, 2199


def within_our_time(day: Any) -> Any:
    """A day or an instant as it is. Raises ``ValidationError`` for years in which the organisation says nothing."""
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("The year lies between %s and %s.") % (FIRST_YEAR, LAST_YEAR))
    return day


class ClockInput(DateTimeInput):
    """What the clock shows; where that has two readings, also which of them is meant, sent as ``<name>_which``.

    Its value is an instant, or the two words that were sent.
    """

    input_type = "datetime-local"
    template_name = "admin/press/instant.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name, ""), data.get(_which(name), "")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        shown, picked = value if isinstance(value, tuple) else _told(value)
        context = super().get_context(name, shown, attrs)
        context["widget"] |= {"which": _which(name), "picked": picked, "readings": _asked(shown)}
        return context


class InstantField(forms.DateTimeField):
    """An instant, aware, or ``None`` where nothing was given. Which of two is asked only where there are two."""

    widget = ClockInput

    def prepare_value(self, value: Any) -> Any:
        return value

    def to_python(self, value: Any) -> Any:
        shown, picked = value if isinstance(value, tuple) else (value, "")
        if shown in self.empty_values:
            return None
        naive = _read(str(shown))
        if naive is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        within_our_time(naive)
        meant = zones.readings(naive, _clock())
        if found := [one for one in meant if len(meant) == 1 or one.isoformat() == picked]:
            return found[0]
        if zones.comes_twice(naive, _clock()):
            raise ValidationError(_("Summer time ends: your clock shows this hour twice. Which of the two?"))
        raise ValidationError(_("Summer time begins: your clock never shows this hour. Which is meant?"))


def instant(label: Any, help_text: Any, *, required: bool = False) -> InstantField:
    """A field for an instant by the officer's clock."""
    return InstantField(label=label, required=required, help_text=help_text)


def of_model(model: type[Model], name: str) -> InstantField:
    """The same for a field of a model, which says what it is called."""
    field: Any = model._meta.get_field(name)
    return instant(capfirst(field.verbose_name), field.help_text, required=not field.blank)


def _which(name: str) -> str:
    return f"{name}_which"


def _told(value: datetime | None) -> tuple[str, str]:
    """An instant as it is sent: what the clock shows then, and which of two that is."""
    if value is None:
        return "", ""
    here = timezone.localtime(value)
    return here.strftime(FORMATS[1] if here.second else FORMATS[0]), value.astimezone(UTC).isoformat()


def _asked(shown: str) -> list[tuple[str, str]]:
    """The readings between which is to be chosen, each with its words; none where there is but one."""
    naive = _read(shown)
    if naive is None or not FIRST_YEAR <= naive.year <= LAST_YEAR:
        return []
    meant = zones.readings(naive, _clock())
    return [(one.isoformat(), _shown(one)) for one in meant] if len(meant) > 1 else []


def _read(shown: str) -> datetime | None:
    """What a clock shows, as it was typed."""
    for known in FORMATS:
        try:
            return datetime.strptime(shown.strip(), known)  # noqa: DTZ007  # the clock's zone is asked for its readings
        except ValueError:
            continue
    return None


def _clock() -> ZoneInfo:
    return ZoneInfo(timezone.get_current_timezone_name())


def _shown(one: datetime) -> str:
    here = one.astimezone(_clock())
    return _("%(here)s by your clock (%(zone)s), %(utc)s UTC") % {
        "here": here.strftime("%H:%M"),
        "zone": here.tzname(),
        "utc": one.astimezone(UTC).strftime("%H:%M"),
    }
