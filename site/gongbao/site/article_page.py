"""An article as its page shows it: every tag with its evidence, every part with what is known of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from html import escape  # three times as fast as markupsafe's, and a build spends its time here
from itertools import pairwise
from typing import Any, NamedTuple

from markupsafe import Markup

from gongbao.core.annotations import SHOWN, Evidence, Figure, Origin, Status, Tag
from gongbao.core.records import Article, Credit, Kind, TaggedArticle
from gongbao.core.topics import streets_of
from gongbao.site import addresses
from gongbao.site.article_pictures import Copy, article_copies
from gongbao.site.catalogue import shown_headline
from gongbao.site.gist import happened, phrase_links
from gongbao.site.machines import sharing
from gongbao.site.wording import (
    COLUMN,
    FACET_NAMES,
    FIELD_NAMES,
    KIND_NAMES,
    ORIGIN_NAMES,
    PEOPLE,
    STREET,
    page_text,
    shown_label,
)

MARKED_TAGS = 24  # tags whose evidence lights up in the text; the style sheet has a rule for each
_TITLES = ("记者", "通讯员", "评论员")  # roles that the paper's own name stands before: 本报记者, but not 本报摄影
_OWN_UNITS = frozenset({"", "本报", "本刊", "本台", "本网"})
_FIELDS = list(FIELD_NAMES)  # in reading order
_AUTHORS_CITED = 3  # GB/T 7714: the first three, then 等


class Person(NamedTuple):
    """A name in a byline with what was printed beside it."""

    name: str
    role: str  # 本报记者; 记者、摄影
    unit: str
    address: str


class Proof(NamedTuple):
    """One piece of evidence: where it stands and the words, with what is around them."""

    where: str
    anchor: str  # empty when the words cannot be pointed at
    quote: Markup


class ShownTag(NamedTuple):
    """A tag with the reasons for it."""

    facet: str
    label: str
    address: str
    mark: str  # class of the marks in the text: t1, t2, …; empty past MARKED_TAGS
    origin: str
    sureness: str  # 92%; empty for a person's decision
    proofs: tuple[Proof, ...]


def article_context(tagged: TaggedArticle, newspaper: str, site_url: str) -> dict[str, Any]:
    """What the template of an article needs of the article itself."""
    article = tagged.article
    shown = _shown(tagged.annotations.tags)
    texts = _texts(article)
    marks = _marks(shown, texts)
    headline = shown_headline(article)
    address = addresses.article_address(article)
    copied = article_copies(article)
    own = list(dict.fromkeys(one.large for one in copied if one))
    passed_on = sharing.article_picture(tagged, own)
    return {
        "title": headline,
        "article": article,
        "notices": tagged.notices,
        "headline": _marked(headline, marks.get(("headline", 0))),
        "kicker": _marked(article.kicker, marks.get(("kicker", 0))),
        "subhead": _marked(article.subhead, marks.get(("subhead", 0))),
        "kind": KIND_NAMES[article.kind] if article.kind is not Kind.REPORT else "",
        "people": people(article.byline),
        "paragraphs": [_marked(text, marks.get(("paragraph", n))) for n, text in enumerate(article.paragraphs)],
        "pictures": [
            (_marked(p.caption, marks.get(("caption", n))), people(p.credits), copies)
            for n, (p, copies) in enumerate(zip(article.pictures, copied, strict=True))
        ],
        "tags": [_shown_tag(number, tag, texts) for number, tag in enumerate(shown, 1)],
        "figures": _figures(tagged.annotations.figures),
        "phrases": phrase_links(tagged.annotations),
        "happened": happened(tagged),
        "page_text": page_text(article.page),
        "streets": [
            (addresses.label_address(STREET, street), shown_label(STREET, street)) for street in streets_of(tagged)
        ],
        "column_page": addresses.label_address(COLUMN, article.column) if article.column else "",
        "citation": citation(article, newspaper),
        "online_citation": citation(article, newspaper, site_url + address) if site_url else "",
        "permanent": site_url + address if site_url else "",
        "sharing_picture": passed_on.address,
        "sharing_size": (passed_on.width, passed_on.height),
        "sharing_facts": sharing.facts(tagged) if site_url else "",
        "linked_data": Markup(_linked_data(tagged, headline, newspaper, site_url, own or [passed_on])),  # noqa: S704 (no < is in it)
    }


def citation(article: Article, newspaper: str, address: str = "") -> str:
    """The reference after GB/T 7714, as long as what is known allows: 作者. 题名[N]. 报名, 日期(版次).

    With an address it is the reference to the online archive, [N/OL] and the address at the end; when it was looked
    at ([引用日期], after the page) only the reader knows.
    """
    authors = list(dict.fromkeys(credit.name for credit in article.byline if credit.name))
    named = ", ".join(authors[:_AUTHORS_CITED]) + (", 等" if len(authors) > _AUTHORS_CITED else "")
    when = str(article.date)
    number = article.page.number.lstrip("0") if article.page.number.isdecimal() else article.page.number
    where = f", {when}" + (f"({number})" if number else "") if when else ""
    printed = f"{shown_headline(article)}[{'N/OL' if address else 'N'}]. {newspaper}{where}."
    return (f"{named}. " if named else "") + printed + (f" {address}." if address else "")


def _texts(article: Article) -> dict[tuple[str, int], str]:
    texts = {("paragraph", n): text for n, text in enumerate(article.paragraphs)}
    texts |= {("caption", n): picture.caption for n, picture in enumerate(article.pictures)}
    for name in ("headline", "kicker", "subhead", "column"):
        texts[(name, 0)] = getattr(article, name)
    return texts


def _stands_there(evidence: Evidence, texts: dict[tuple[str, int], str]) -> bool:
    """Whether the words are where the evidence says; a person may have corrected the text since."""
    text = texts.get((evidence.field, evidence.index), "")
    return bool(evidence.text) and text[evidence.start : evidence.end] == evidence.text


def _shown(tags: tuple[Tag, ...]) -> list[Tag]:
    """The tags that readers may see, facet by facet, the surest first."""
    facets = list(FACET_NAMES)
    shown = [tag for tag in tags if tag.status in SHOWN]
    return sorted(shown, key=lambda tag: (facets.index(tag.facet), -tag.score, tag.label))


_Marks = dict[tuple[str, int], list[tuple[int, int, str]]]  # field and index -> (start, end, class)


def _marks(tags: list[Tag], texts: dict[tuple[str, int], str]) -> _Marks:
    marks: _Marks = {}
    for number, tag in enumerate(tags[:MARKED_TAGS], 1):
        for evidence in tag.evidence:
            if _stands_there(evidence, texts):
                where = marks.setdefault((evidence.field, evidence.index), [])
                where.append((evidence.start, evidence.end, f"t{number}"))
    return marks


def _marked(text: str, spans: list[tuple[int, int, str]] | None) -> Markup:
    """The text, escaped, with each stretch that is evidence in a mark naming the tags it speaks for."""
    if not spans:
        return Markup(escape(text))  # noqa: S704 (escaped)
    cuts = sorted({0, len(text), *(start for start, _, _ in spans), *(end for _, end, _ in spans)})
    parts = []
    for start, end in pairwise(cuts):
        classes = " ".join([mark for first, last, mark in spans if first <= start and end <= last])
        piece = escape(text[start:end])
        parts.append(f'<mark class="{classes}">{piece}</mark>' if classes else piece)
    return Markup("".join(parts))  # noqa: S704 (every piece is escaped above)


def _shown_tag(number: int, tag: Tag, texts: dict[tuple[str, int], str]) -> ShownTag:
    if tag.status is Status.CONFIRMED and tag.origin is not Origin.PERSON:
        origin = f"{ORIGIN_NAMES[tag.origin]}，已由编辑确认"
    else:
        origin = ORIGIN_NAMES[tag.origin]
    return ShownTag(
        facet=FACET_NAMES[tag.facet],
        label=tag.label,
        address=addresses.label_address(tag.facet, tag.label),
        mark=f"t{number}" if number <= MARKED_TAGS else "",
        origin=origin,
        sureness="" if tag.origin is Origin.PERSON else f"{int(tag.score * 100 + 1e-9)}%",  # 0.997 is not 100%
        proofs=tuple(_proof(evidence, texts) for evidence in sorted(tag.evidence, key=_reading_order)),
    )


def _reading_order(evidence: Evidence) -> tuple[int, int, int]:
    return (
        _FIELDS.index(evidence.field) if evidence.field in _FIELDS else len(_FIELDS),
        evidence.index,
        evidence.start,
    )


def _proof(evidence: Evidence, texts: dict[tuple[str, int], str]) -> Proof:
    where = FIELD_NAMES.get(evidence.field, evidence.field)
    anchor = ""
    if evidence.field == "paragraph":
        where, anchor = f"第{evidence.index + 1}段", f"p{evidence.index + 1}"
    if not _stands_there(evidence, texts):
        return Proof(where, "", _quote("", evidence.text, ""))
    text, around = texts[(evidence.field, evidence.index)], 12
    before = text[max(0, evidence.start - around) : evidence.start]
    after = text[evidence.end : evidence.end + around]
    left = "…" if evidence.start > around else ""
    right = "…" if evidence.end + around < len(text) else ""
    return Proof(where, anchor, _quote(left + before, evidence.text, after + right))


def _quote(before: str, words: str, after: str) -> Markup:
    return Markup(f"{escape(before)}<mark>{escape(words)}</mark>{escape(after)}")  # noqa: S704 (each part is escaped)


def people(credits_: tuple[Credit, ...]) -> list[Person]:
    """One entry a name, in the printed order; one who wrote and photographed is 记者、摄影."""
    roles: dict[tuple[str, str], list[str]] = {}
    for credit in credits_:
        unit = "" if credit.unit in _OWN_UNITS else credit.unit
        own = credit.unit if not unit and credit.role.endswith(_TITLES) else ""
        role = own + credit.role
        held = roles.setdefault((credit.name, unit), [])
        if role and role not in held:
            held.append(role)
    return [
        Person(name, "、".join(held), unit, addresses.label_address(PEOPLE, name) if name else "")
        for (name, unit), held in roles.items()
    ]


def _figures(figures: tuple[Figure, ...]) -> list[tuple[str, str, str, str]]:
    """(as printed, what it counts, whose, where and when, anchor), each printed figure once."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for figure in figures:
        anchor = f"p{figure.index + 1}" if figure.field == "paragraph" else ""
        known = "，".join(filter(None, (figure.who, figure.where, figure.when)))
        found.setdefault((figure.text, figure.counted), (known, anchor))
    return [(text, counted, known, anchor) for (text, counted), (known, anchor) in found.items()]


def _linked_data(tagged: TaggedArticle, headline: str, newspaper: str, site_url: str, pictures: Sequence[Copy]) -> str:
    """schema.org NewsArticle; safe inside a script element because no ``<`` is left in it."""
    article = tagged.article
    keywords = [label for facet in FACET_NAMES for label in tagged.labels(facet)]
    address = site_url + addresses.article_address(article) if site_url else ""
    images = [site_url + one.address for one in pictures]
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": headline,
        "datePublished": str(article.date),
        "author": [{"@type": "Person", "name": name} for name in dict.fromkeys(c.name for c in article.byline)],
        "publisher": {"@type": "NewsMediaOrganization", "name": newspaper},
        "printPage": article.page.number,
        "printSection": article.page.name,
        "keywords": keywords,
        "about": _things("Thing", [*tagged.labels("campaign"), *tagged.labels("activity")]),
        "contentLocation": _things("AdministrativeArea", tagged.labels("district")),
        "isPartOf": _issue_data(str(article.date), newspaper),
        "image": (images[0] if len(images) == 1 else images) if site_url else "",
        "inLanguage": "zh-Hans",
        "url": address,
        "mainEntityOfPage": address,
    }
    text = json.dumps({key: value for key, value in data.items() if value}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _things(kind: str, names: Iterable[str]) -> list[dict[str, str]]:
    return [{"@type": kind, "name": name} for name in dict.fromkeys(names)]


def _issue_data(date: str, newspaper: str) -> dict[str, object]:
    """The issue that an article was printed in; the newspaper itself where no date is known."""
    paper: dict[str, object] = {"@type": "Newspaper", "name": newspaper}
    return {"@type": "PublicationIssue", "datePublished": date, "isPartOf": paper} if date else paper
