from press.models.assignment import Assignment
from press.models.attachment import Document, Photo, PhotoText, ReleaseDocument, ReleasePhoto, WaitingFile
from press.models.bulk import BulkAct, BulkOutcome
from press.models.contact import Contact
from press.models.delivery import Delivery
from press.models.edition import Edition, EditionDocument, EditionPhoto, Withdrawal
from press.models.fingerprint import Fingerprint
from press.models.frame import Frame
from press.models.link import LinkCheck
from press.models.pin import Pin
from press.models.placement import Placement
from press.models.presence import Presence
from press.models.refiling import Refiled, Refiling
from press.models.release import Release
from press.models.release_set import ReleaseSet, SetMember, SetMenuChange
from press.models.review import Remark, Review
from press.models.revision import Revision
from press.models.showing import Opening, Showing
from press.models.tagging import Tagging
from press.models.tally import Tally, TallyChange
from press.models.text import Text

__all__ = [
    "Assignment",
    "BulkAct",
    "BulkOutcome",
    "Contact",
    "Delivery",
    "Document",
    "Edition",
    "EditionDocument",
    "EditionPhoto",
    "Fingerprint",
    "Frame",
    "LinkCheck",
    "Opening",
    "Photo",
    "PhotoText",
    "Pin",
    "Placement",
    "Presence",
    "Refiled",
    "Refiling",
    "Release",
    "ReleaseDocument",
    "ReleasePhoto",
    "ReleaseSet",
    "Remark",
    "Review",
    "Revision",
    "SetMember",
    "SetMenuChange",
    "Showing",
    "Tagging",
    "Tally",
    "TallyChange",
    "Text",
    "WaitingFile",
    "Withdrawal",
]
