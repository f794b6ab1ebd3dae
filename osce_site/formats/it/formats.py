"""The first of a month is written "1", not "01"."""

DATE_FORMAT = "j F Y"
