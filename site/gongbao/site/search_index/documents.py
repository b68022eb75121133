"""What is searched in an article and what a result shows of it; the browser cuts the same fields."""

from __future__ import annotations

from collections.abc import Iterator

from gongbao.core.annotations import FACETS
from gongbao.core.records import Article, Credit, TaggedArticle

# The ranks of a hit, best first: a string in the headline, in what stands around it, elsewhere.
ZONES = 3


def searched_fields(article: Article) -> tuple[list[str], list[str], list[str]]:
    """Every field and paragraph that is searched, by zone; no match crosses from one to the next."""
    around = [article.kicker, article.subhead, article.column]
    body = [article.dateline, *_printed(article.byline), *article.paragraphs]
    for picture in article.pictures:
        body += [picture.caption, *_printed(picture.credits)]
    return _filled([article.headline]), _filled(around), _filled(body)


def shown_document(tagged: TaggedArticle, address: str) -> dict[str, object]:
    """What the browser needs to show, check and highlight a hit; empty parts are left out."""
    article = tagged.article
    document: dict[str, object] = {
        "address": address,
        "date": str(article.date),
        "page": [article.page.number, article.page.name] if article.page.number or article.page.name else [],
        "headline": article.headline,
        "kicker": article.kicker,
        "subhead": article.subhead,
        "column": article.column,
        "dateline": article.dateline,
        "byline": [_credit(credit) for credit in article.byline],
        "paragraphs": list(article.paragraphs),
        "pictures": [[picture.caption, list(map(_credit, picture.credits))] for picture in article.pictures],
        "labels": {facet: labels for facet in FACETS if (labels := list(dict.fromkeys(tagged.labels(facet))))},
    }
    return {name: value for name, value in document.items() if value}


def names(article: Article) -> list[str]:
    """The people who wrote or photographed, each once, in the order printed."""
    credited = [*article.byline, *(credit for picture in article.pictures for credit in picture.credits)]
    return list(dict.fromkeys(credit.name for credit in credited if credit.name))


def credited(article: Article, role: str) -> list[str]:
    """The people credited as ``photographer`` or ``correspondent``, in the order printed."""
    found = [(credit, "") for credit in article.byline]
    found += [(credit, "photographer") for picture in article.pictures for credit in picture.credits]
    return [credit.name for credit, otherwise in found if credit.name and _role(credit, otherwise) == role]


def _role(credit: Credit, otherwise: str) -> str:
    if "摄" in credit.role:
        return "photographer"
    return "correspondent" if "通讯员" in credit.role else otherwise


def _printed(credited: tuple[Credit, ...]) -> Iterator[str]:
    for credit in credited:
        yield credit.name
        yield credit.unit


def _credit(credit: Credit) -> list[str]:
    return [credit.name, credit.role, credit.unit]


def _filled(fields: list[str]) -> list[str]:
    return [field for field in fields if field]
