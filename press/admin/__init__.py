from press.admin import assignment, attachment, contact, deliveries, frozen, release

__all__ = ["assignment", "attachment", "contact", "deliveries", "frozen", "release"]
