"""The paths a term ever had."""

from osce_site.models import Address
from osce_site.models.address import remember
from taxonomy.models import Term


def keep_address(term: Term) -> None:
    """The path a term has now goes on leading to it. A path that was public once is kept, whatever is undone."""
    remember(f"/{term.vocabulary.slug}/{term.slug}/", Address.Kind.TERM, term.pk)
