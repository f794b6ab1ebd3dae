from press.admin import attachment, contact, frozen, release

__all__ = ["attachment", "contact", "frozen", "release"]
