from django.urls import path, register_converter
from django.urls.converters import IntConverter, StringConverter

from press import feeds
from press.feed_forms import FORMS
from press.sharing import FORMS as CITATIONS
from press.views import at_a_date, copies, history, media_kit, newsroom, release, search, verify


class NumberConverter(IntConverter):
    """A release's number, as long as one can be."""

    regex = "[1-9][0-9]{0,11}"


class CitationFormConverter(StringConverter):
    """The ending of a citation's file."""

    regex = "|".join(CITATIONS)


class FeedFormConverter(StringConverter):
    """The ending of a feed's address."""

    regex = "|".join(FORMS)


register_converter(NumberConverter, "number")
register_converter(CitationFormConverter, "citation_form")
register_converter(FeedFormConverter, "feed_form")

app_name = "press"
urlpatterns = [
    path("press-releases/", newsroom.release_list, name="release_list"),
    path("press-releases/<number:number>/", release.release, {"slug": ""}, name="release_by_number"),
    path("press-releases/<number:number>/<slug:slug>/", release.release, name="release"),
    path("press-releases/<number:number>/<slug:slug>/history/", history.release_history, name="release_history"),
    path("press-releases/<number:number>/<slug:slug>/media-kit.zip", media_kit.kit, name="media_kit"),
    path("press-releases/<number:number>/<slug:slug>/text.txt", copies.text, name="text"),
    path("press-releases/<number:number>/<slug:slug>/citation.<citation_form:form>", copies.citation, name="citation"),
    path("press-releases/<number:number>/<slug:slug>/share.png", copies.picture, name="share_image"),
    path("search/", search.search, name="search"),
    path("search/suggestions/", search.suggestions, name="search_suggestions"),
    path("at/", at_a_date.choose, name="at_a_date"),
    path("share.png", copies.picture_of_site, name="share_image_of_site"),
    path("verify/", verify.verify, name="verify"),
    path("feeds/", feeds.overview, name="feeds"),
    path("feeds/press-releases.<feed_form:form>", feeds.newsroom, name="feed"),
    path("feeds/<slug:vocabulary>/<slug:slug>.<feed_form:form>", feeds.term, name="term_feed"),
]
