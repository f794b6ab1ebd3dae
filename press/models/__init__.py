from press.models.attachment import Document, Photo, PhotoText, ReleaseDocument, ReleasePhoto
from press.models.contact import Contact
from press.models.edition import Edition, EditionDocument, EditionPhoto, Withdrawal
from press.models.placement import Placement
from press.models.refiling import Refiled, Refiling
from press.models.release import Release
from press.models.revision import Revision
from press.models.tagging import Tagging
from press.models.text import Text

__all__ = [
    "Contact",
    "Document",
    "Edition",
    "EditionDocument",
    "EditionPhoto",
    "Photo",
    "PhotoText",
    "Placement",
    "Refiled",
    "Refiling",
    "Release",
    "ReleaseDocument",
    "ReleasePhoto",
    "Revision",
    "Tagging",
    "Text",
    "Withdrawal",
]
