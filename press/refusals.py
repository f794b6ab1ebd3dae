"""What is said to an officer whose act cannot be done."""

from django.core.exceptions import ValidationError


class CannotPublish(ValidationError):
    """It cannot go out; the message says why, to the officer."""


class NotReviewed(CannotPublish):
    """Nobody but who wrote it last has seen it: somebody else has to approve it, or a chief to force it."""


class CannotReview(ValidationError):
    """This review, or this remark, cannot be given; the message says why."""


class ChangedMeanwhile(CannotPublish, CannotReview):
    """A text was saved after the page was opened from which somebody decides on it."""


class CannotPin(ValidationError):
    """It cannot be put at the head of the home page, or moved there; the message says why."""
