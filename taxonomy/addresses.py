"""The paths that terms and vocabularies ever had, and what they lead to today."""

from django.urls import resolve
from django.utils.translation import gettext as _

from osce_site.languages import OFFICIAL
from osce_site.models import Address
from osce_site.models.address import normal, remember
from taxonomy import snapshot
from taxonomy.models import Term, Vocabulary

Kind = Address.Kind


def why_no_word(word: str) -> str:
    """Why a vocabulary cannot stand under a word in addresses, or an empty string: other pages stand there."""
    kept = {*OFFICIAL, "id", "files", "static", "feeds", "api", "node", "verify", "at"}
    leads = {resolve(f"/{word}/{rest}").url_name for rest in ("", "x/")} if word not in kept else set()
    return "" if leads == {"vocabulary", "term"} else _("Other pages of the site stand under “%s”.") % word


def keep_address(term: Term) -> None:
    """The path a term has now goes on leading to it. A path that was public once is kept, whatever is undone."""
    remember(f"/{term.vocabulary.slug}/{term.slug}/", Kind.TERM, term.pk)


def keep_addresses(vocabulary: Vocabulary, word: str) -> None:
    """The same for a vocabulary under its former word in addresses, and for all its terms."""
    remember(f"/{word}/", Kind.VOCABULARY, vocabulary.pk)
    for key, slug in vocabulary.terms.values_list("pk", "slug"):
        remember(f"/{word}/{slug}/", Kind.TERM, key)


def close_addresses(term: Term) -> None:
    """What led to a term that is deleted answers that it is gone for good."""
    keep_address(term)
    remember(f"/id/{term.uuid}/", Kind.TERM, term.pk)
    Address.objects.filter(kind=Kind.TERM, target_id=term.pk).update(kind=Kind.GONE)


def led_to(vocabulary: str, slug: str) -> int | None:
    """The key of the term that once had a path. One query."""
    known = Address.objects.filter(path=normal(f"/{vocabulary}/{slug}/"), kind=Kind.TERM).first()
    return known.target_id if known and known.target_id in snapshot.current().nodes else None


def present_path(address: Address) -> str:
    """Where a term or a vocabulary of a former address stands today, mergers followed; empty where it is gone."""
    taxonomy = snapshot.current()
    if address.kind == Kind.TERM and address.target_id in taxonomy.nodes:
        return taxonomy.path(taxonomy.nodes[taxonomy.present(address.target_id)])
    if address.kind == Kind.VOCABULARY:
        word = Vocabulary.objects.filter(pk=address.target_id).values_list("slug", flat=True).first()
        return f"/{word}/" if word else ""
    return ""
