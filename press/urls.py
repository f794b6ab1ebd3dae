from django.urls import path, register_converter
from django.urls.converters import IntConverter

from press import feeds
from press.views import at_a_date, media_kit, newsroom, release, search, verify


class NumberConverter(IntConverter):
    """A release's number, as long as one can be."""

    regex = "[1-9][0-9]{0,11}"


register_converter(NumberConverter, "number")

app_name = "press"
urlpatterns = [
    path("press-releases/", newsroom.release_list, name="release_list"),
    path("press-releases/<number:number>/", release.release, {"slug": ""}, name="release_by_number"),
    path("press-releases/<number:number>/<slug:slug>/", release.release, name="release"),
    path("press-releases/<number:number>/<slug:slug>/history/", release.release_history, name="release_history"),
    path("press-releases/<number:number>/<slug:slug>/media-kit.zip", media_kit.kit, name="media_kit"),
    path("search/", search.search, name="search"),
    path("search/suggestions/", search.suggestions, name="search_suggestions"),
    path("at/", at_a_date.choose, name="at_a_date"),
    path("verify/", verify.verify, name="verify"),
    path("feeds/press-releases.atom", feeds.newsroom, name="feed"),
    path("feeds/<slug:vocabulary>/<slug:slug>.atom", feeds.term, name="term_feed"),
]
