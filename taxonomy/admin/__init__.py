from taxonomy.admin import navigation, term, vocabulary

__all__ = ["navigation", "term", "vocabulary"]
