"""Where a release stands, as it is shown in lists: the state, and what is remarkable beside it."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from press.standing import Standing


def drawn(stands: Standing) -> SafeString:
    marks = [
        ("alarm", _("Overdue"), stands.overdue),
        ("alarm", _("Not reviewed"), stands.unreviewed),
        ("soon", _("Changed since approval"), stands.changed_since and not stands.in_work),
        ("soon", _("Correction in work"), stands.in_work),
    ]
    shown = [(kind, words) for kind, words, holds in marks if holds]
    return format_html(
        '<span class="state state-{}">{}</span>{}',
        stands.state.value,
        stands.state.label,
        format_html_join("", ' <span class="mark mark-{}">{}</span>', shown),
    )
