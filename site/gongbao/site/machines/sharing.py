"""What a messenger or a social network shows of a page that somebody passes on (Open Graph, ogp.me).

They take absolute addresses only, so all this is there where ``site.url`` is set; base.html has what all pages tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from markupsafe import Markup

from gongbao.core.records import TaggedArticle
from gongbao.site import addresses
from gongbao.site.article_pictures import Copy
from gongbao.site.gist import lede
from gongbao.site.machines.identity import moment
from gongbao.site.wording import FACET_NAMES

_FOLDER = "pictures/sharing"
ARCHIVE_PICTURE = f"{_FOLDER}/archive.png"
WIDTH, HEIGHT = 1200, 630  # pixels, as Facebook and X ask for; base.html says so too
LEAST_WIDTH = 600  # pixels; a smaller picture is shown as a stamp beside the headline


def campaign_picture(label: str) -> str:
    """The address of a campaign's picture."""
    return f"{_FOLDER}/{addresses.label_folder('campaign', label)}.png"


def page_picture(name: str) -> str:
    """The address of the picture of all pages that bear this name."""
    return f"{_FOLDER}/page/{addresses.digest_name(name)}.png"


def article_picture(tagged: TaggedArticle, own: Sequence[Copy] = ()) -> Copy:
    """The first of an article's own that is large enough, else its page's by name, its campaign's, the archive's."""
    if (large := next((one for one in own if one.width >= LEAST_WIDTH), None)) is not None:
        return large
    if tagged.article.page.name:
        address = page_picture(tagged.article.page.name)
    else:
        address = next(map(campaign_picture, tagged.labels("campaign")), ARCHIVE_PICTURE)
    return Copy(address, WIDTH, HEIGHT)


def facts(tagged: TaggedArticle) -> Markup:
    """What the head of an article's page tells beside what all pages do."""
    article = tagged.article
    found = [("og:type", "article"), ("og:description", lede(tagged))]
    if article.date.day:
        found.append(("article:published_time", moment(article.date)))
    if article.page.name:
        found.append(("article:section", article.page.name))
    found += [("article:author", one.name) for one in article.byline if one.name]
    found += [("article:tag", label) for facet in FACET_NAMES for label in dict.fromkeys(tagged.labels(facet))]
    lines = [f'<meta property="{name}" content="{escape(text)}">' for name, text in dict.fromkeys(found) if text]
    return Markup("\n".join(lines))  # noqa: S704 (escaped)
