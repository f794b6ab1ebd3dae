from taxonomy.models.label import Label
from taxonomy.models.navigation import Menu, MenuEntry, MenuEntryLabel
from taxonomy.models.profile import Profile
from taxonomy.models.relation import Relation
from taxonomy.models.term import Broader, Term
from taxonomy.models.undertaking import Undertaking
from taxonomy.models.vocabulary import Vocabulary, VocabularyName

__all__ = [
    "Broader",
    "Label",
    "Menu",
    "MenuEntry",
    "MenuEntryLabel",
    "Profile",
    "Relation",
    "Term",
    "Undertaking",
    "Vocabulary",
    "VocabularyName",
]
