"""What stands on the first page of the desk."""

from typing import Any

from django import template

from press.desk import first_page as page

register = template.Library()


@register.simple_tag(takes_context=True)
def first_page(context: dict[str, Any]) -> page.Page:
    """All of it, for who is signed in (``press.desk.first_page``)."""
    return page.of(context["user"])
