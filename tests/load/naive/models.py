from typing import ClassVar

from django.db import models
from mptt.models import MPTTModel, TreeForeignKey


class Term(MPTTModel):
    name = models.CharField(max_length=300)
    slug = models.SlugField(max_length=120)
    parent = TreeForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")

    def __str__(self) -> str:
        return self.name


class Release(models.Model):
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    body = models.TextField()
    published_at = models.DateTimeField(db_index=True)
    terms = models.ManyToManyField(Term, related_name="releases")

    objects: ClassVar[models.Manager["Release"]] = models.Manager()

    class Meta:
        ordering = ["-published_at"]

    def __str__(self) -> str:
        return self.title
