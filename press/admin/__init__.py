from press.admin import assignment, attachment, contact, frozen, release

__all__ = ["assignment", "attachment", "contact", "frozen", "release"]
