"""Each article as ninjs 3.0, the IPTC's News in JSON: for other newsrooms, agencies and union portals.

``uri`` is the article's name for ever (identity.py), not its address, which is among the renditions where the
archive's own address is known. What ninjs has no property for stands in ``descriptions`` under a role of its own:
``citation`` (page and date as GB/T 7714 cites them), ``dateline``, ``column``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from gongbao.core.annotations import SHOWN
from gongbao.core.records import Article, Credit, TaggedArticle
from gongbao.site import addresses
from gongbao.site.article_page import citation, people
from gongbao.site.article_pictures import Copies, article_copies
from gongbao.site.catalogue import shown_headline
from gongbao.site.gist import lede
from gongbao.site.machines.identity import article_urn, moment, urn
from gongbao.site.render import Site
from gongbao.site.wording import KIND_NAMES

MEDIA_TYPE = "application/json"  # ninjs has registered none of its own
_STANDARD = {"name": "ninjs", "version": "3.0", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json#"}
_PER_CENT = 100
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # json.dumps makes an encoder each time

Values = dict[str, Any]


def ninjs_address(article_id: str) -> str:
    """Beside the article's page: ``articles/3f/<id>.json``."""
    return f"{addresses.id_address(article_id).removesuffix('.html')}.json"


def ninjs(tagged: TaggedArticle, site: Site) -> bytes:
    """The file; half a surrogate pair becomes a question mark, as on the page."""
    return f"{_as_json(ninjs_values(tagged, site))}\n".encode("utf-8", "replace")


def one_ninjs(articles: Sequence[TaggedArticle], site: Site) -> bytes:
    """The file of the one article."""
    return ninjs(articles[0], site)


def ninjs_values(tagged: TaggedArticle, site: Site) -> Values:
    """The article as JSON values; what is empty is left out."""
    article = tagged.article
    headline = shown_headline(article)
    values: Values = {
        "standard": _STANDARD,
        "uri": article_urn(article.id),
        "type": "text",
        "representationType": "full",
        "version": str(article.revision),
        "contentCreated": moment(article.date) if article.date.day else "",
        "pubStatus": "usable",
        "language": "zh-Hans",
        "title": headline,
        "headlines": _said(kicker=article.kicker, main=headline, subhead=article.subhead),
        "by": _by(article.byline),
        "descriptions": _said(
            summary=lede(tagged),
            column=article.column,
            dateline=article.dateline,
            citation=citation(article, site.newspaper),
        ),
        "bodies": _bodies(article),
        "genres": [{"name": KIND_NAMES[article.kind]}],
        "people": [{"name": name, "rel": "author"} for name in dict.fromkeys(c.name for c in article.byline if c.name)],
        "places": [{"name": name, "rel": "about"} for name in dict.fromkeys(tagged.labels("district"))],
        "subjects": list(_subjects(tagged)),
        "infoSources": [{"name": site.newspaper, "role": "publisher"}],
        "altIds": [{"role": "gongbao", "value": article.id}],
        "renditions": _renditions(article, site),
        "associations": list(_pictures(article, site)),
    }
    return {name: value for name, value in values.items() if value}


def _said(**by_role: str) -> list[Values]:
    return [{"role": role, "value": value} for role, value in by_role.items() if value]


def _bodies(article: Article) -> list[Values]:
    text = article.text
    if not text:
        return []
    count = sum(map(len, article.paragraphs))  # line ends are not printed
    return [{"role": "main", "contentType": "text/plain", "charCount": count, "value": text}]


def _by(byline: tuple[Credit, ...]) -> str:
    """``本报记者 张工 通讯员 李师傅（某厂工会）``, as the page has it."""
    return " ".join(
        " ".join(filter(None, (person.role, person.name))) + (f"（{person.unit}）" if person.unit else "")
        for person in people(byline)
    )


def _subjects(tagged: TaggedArticle) -> Iterator[Values]:
    """Labels with who set them and how sure; key phrases with their weight. A score of 0.997 is not 100."""
    for tag in tagged.annotations.tags:
        if tag.status in SHOWN:
            sure = int(tag.score * _PER_CENT + 1e-9)
            name = {"name": tag.label, "rel": "about", "literal": f"{tag.facet}:{tag.label}"}
            yield {**name, "creator": str(tag.origin), "confidence": min(_PER_CENT, max(0, sure))}
    for phrase in tagged.annotations.phrases:
        weight = round(phrase.weight * _PER_CENT)
        yield {"name": phrase.text, "rel": "keyword", "relevance": min(_PER_CENT, max(0, weight))}


def _renditions(article: Article, site: Site) -> list[Values]:
    if not site.url:
        return []
    return [{"name": "web", "href": site.url + addresses.article_address(article), "contentType": "text/html"}]


def _picture_renditions(copies: Copies | None, site: Site) -> list[Values]:
    if copies is None or not site.url:
        return []
    return [
        {
            "name": name,
            "href": site.url + one.address,
            "contentType": "image/jpeg",
            "width": one.width,
            "height": one.height,
        }
        for name, one in copies._asdict().items()
    ]


def _pictures(article: Article, site: Site) -> Iterator[Values]:
    for number, (picture, copies) in enumerate(zip(article.pictures, article_copies(article), strict=True), 1):
        values = {
            "name": f"picture-{number}",
            "uri": urn("picture", article.id, str(number)),
            "type": "picture",
            "by": _by(picture.credits),
            "descriptions": _said(caption=picture.caption, file=copies.large.address if copies else ""),
            "renditions": _picture_renditions(copies, site),
        }
        yield {name: value for name, value in values.items() if value}
