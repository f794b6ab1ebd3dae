"""An instant by the officer's clock; where that shows an hour twice or never, which of two is meant."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import DateTimeInput
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from press import zones

FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")


FIRST_YEAR, LAST_YEAR = 1973, 2199


def within_our_time(day: Any) -> Any:
    """A day or an instant as it is. Raises ``ValidationError`` for years in which the organisation says nothing."""
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("The year lies between %s and %s.") % (FIRST_YEAR, LAST_YEAR))
    return day


class InstantField(forms.DateTimeField):
    """What the clock shows, without a zone: ``ByClock`` finds the instant that is meant."""

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        for known in FORMATS:
            try:
                return within_our_time(datetime.strptime(str(value).strip(), known))  # noqa: DTZ007  # its zone comes in ByClock.clean
            except ValueError:
                continue
        raise ValidationError(self.error_messages["invalid"], code="invalid")


def instant(label: Any, help_text: Any, *, required: bool = False) -> InstantField:
    """A field for an instant by the officer's clock."""
    return InstantField(
        label=label,
        required=required,
        help_text=help_text,
        widget=DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class ByClock(forms.Form):
    """A form with an instant ``at``. ``cleaned_data["at"]`` is aware, or ``None`` where nothing was given.

    ``which`` is asked only where what was given has two readings.
    """

    which = forms.ChoiceField(label=gettext_lazy("Which of the two"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        which = self.fields.pop("which")
        meant = self._readings()
        if len(meant) > 1:
            assert isinstance(which, forms.ChoiceField)  # as declared above
            which.choices = [(one.isoformat(), _shown(one)) for one in meant]
            self.fields["which"] = which
            fields = list(self.fields)
            self.order_fields([*fields[: fields.index("at") + 1], "which"])

    def _readings(self) -> list[datetime]:
        if not self.is_bound:
            return []
        try:
            naive = InstantField(required=False).clean(self.data.get(self.add_prefix("at"), ""))
        except ValidationError:
            return []
        return zones.readings(naive, _clock()) if naive else []

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        naive = said.get("at")
        if naive is None:
            return said
        meant, said["at"] = zones.readings(naive, _clock()), None
        if len(meant) == 1:
            said["at"] = meant[0]
        elif picked := said.pop("which", ""):
            said["at"] = next(one for one in meant if one.isoformat() == picked)
        elif zones.comes_twice(naive, _clock()):
            self.add_error("at", _("Summer time ends: your clock shows this hour twice. Which of the two?"))
        else:
            self.add_error("at", _("Summer time begins: your clock never shows this hour. Which is meant?"))
        return said


def _clock() -> ZoneInfo:
    return ZoneInfo(timezone.get_current_timezone_name())


def _shown(one: datetime) -> str:
    here = one.astimezone(_clock())
    return _("%(here)s by your clock (%(zone)s), %(utc)s UTC") % {
        "here": here.strftime("%H:%M"),
        "zone": here.tzname(),
        "utc": one.astimezone(UTC).strftime("%H:%M"),
    }
