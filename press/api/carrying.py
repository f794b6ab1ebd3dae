"""The photos and documents of a release while one writes: what it carries, what can be put on it, their order."""

from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from press import attaching, reach
from press.api.asking import OfARelease, of_a_release
from press.models import Document, Photo, Release

router = Router()
FOUND = 12
LONGEST = 200
"""Characters of what is typed that are looked at."""


class Order(Schema):
    keys: list[int]


class Carried(Schema):
    """Each as ``press.attaching.told`` tells of it."""

    photos: list[dict[str, Any]]
    documents: list[dict[str, Any]]


def carried(release: Release) -> dict[str, list[dict[str, Any]]]:
    photos = release.release_photos.select_related("photo").prefetch_related("photo__texts")
    documents = release.release_documents.select_related("document")
    return {
        "photos": [attaching.told(row.photo) for row in photos],
        "documents": [attaching.told(row.document) for row in documents],
    }


@router.get("/{int:number}/carries", response=Carried)
@of_a_release("press.view_release")
def carries(request: OfARelease, number: int) -> Any:
    return carried(request.release)


@router.get("/{int:number}/attachments", response=Carried)
@of_a_release("press.change_release")
def attachments(request: OfARelease, number: int, q: str = "") -> Any:
    """The photos and documents called so that can be put on it, the newest first."""
    sought = q[:LONGEST].replace("\0", "").strip()
    if not sought:
        return {"photos": [], "documents": []}
    shown = reach.seen(request.user, Photo.objects.exclude(pk__in=request.release.release_photos.values("photo")))
    listed = reach.seen(
        request.user, Document.objects.exclude(pk__in=request.release.release_documents.values("document"))
    )
    photos = shown.filter(Q(texts__alt__icontains=sought) | Q(name__icontains=sought)).order_by("-pk")
    return {
        "photos": [attaching.told(one) for one in photos.prefetch_related("texts").distinct()[:FOUND]],
        "documents": [attaching.told(one) for one in listed.filter(title__icontains=sought)[:FOUND]],
    }


@router.post("/{int:number}/photos/{int:key}", response=Carried)
@of_a_release("press.change_release")
def put_photo(request: OfARelease, number: int, key: int) -> Any:
    attaching.put_on(
        request.release, get_object_or_404(reach.seen(request.user, Photo.objects.all()), pk=key), by=request.user
    )
    return carried(request.release)


@router.delete("/{int:number}/photos/{int:key}", response=Carried)
@of_a_release("press.change_release")
def take_photo(request: OfARelease, number: int, key: int) -> Any:
    attaching.take_off(request.release, photo=key, by=request.user)
    return carried(request.release)


@router.put("/{int:number}/photos/order", response=Carried)
@of_a_release("press.change_release")
def order_photos(request: OfARelease, number: int, said: Order) -> Any:
    attaching.put_in_order(request.release, said.keys, by=request.user)
    return carried(request.release)


@router.post("/{int:number}/documents/{int:key}", response=Carried)
@of_a_release("press.change_release")
def put_document(request: OfARelease, number: int, key: int) -> Any:
    attaching.put_on(
        request.release, get_object_or_404(reach.seen(request.user, Document.objects.all()), pk=key), by=request.user
    )
    return carried(request.release)


@router.delete("/{int:number}/documents/{int:key}", response=Carried)
@of_a_release("press.change_release")
def take_document(request: OfARelease, number: int, key: int) -> Any:
    attaching.take_off(request.release, document=key, by=request.user)
    return carried(request.release)
