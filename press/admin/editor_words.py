"""What the rich-text editor says, in the officer's language: the library itself says most of it in English alone."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

WORDS = (
    # The menu above the text: what its buttons are called, and the kinds of paragraph it offers.
    _("Paragraph"),
    _("Heading 2"),
    _("Heading 3"),
    _("paragraph"),
    _("heading 2"),
    _("heading 3"),
    _("unordered list"),
    _("ordered list"),
    _("blockquote"),
    _("bold"),
    _("italic"),
    _("insert link"),
    _("remove link"),
    _("undo"),
    _("redo"),
    # Tables
    _("Insert table"),
    _("Add column"),
    _("Delete column"),
    _("Add row"),
    _("Delete row"),
    _("Merge cells"),
    _("Split cell"),
    _("Toggle header cell"),
    _("Delete table"),
    # Its two windows: a new table, a link.
    _("Table Properties"),
    _("Rows"),
    _("Columns"),
    _("Include header row"),
    _("Insert Table"),
    _("Yes"),
    _("No"),
    _("Edit Link"),
    _("URL"),
    _("Title"),
    _("Update"),
    _("Cancel"),
    # The list whose numbers are set.
    _("List properties"),
    _("Decimal numbers"),
    _("Lowercase letters"),
    _("Uppercase letters"),
    _("Lowercase Roman numerals"),
    _("Uppercase Roman numerals"),
    _("Start at"),
    _("List type"),
)
"""As the editor writes them; a browser test tells when it writes others."""


def words() -> dict[str, str]:
    """Each as the editor writes it -> in the language of the page."""
    return {word: gettext(word) for word in WORDS}
