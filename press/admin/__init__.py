from press.admin import assignment, attachment, contact, deliveries, frozen, release, release_sets

__all__ = ["assignment", "attachment", "contact", "deliveries", "frozen", "release", "release_sets"]
