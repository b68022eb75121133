"""An article printed before, as a reporter needs it: when, where, a sentence to copy, and figures then and now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from gongbao.core.annotations import Annotations, Figure
from gongbao.core.dates import IssueDate
from gongbao.core.normal import normalise
from gongbao.core.records import Article, Page, TaggedArticle
from gongbao.site.addresses import article_address

MOST_FIGURES = 5  # compared between two articles: as many as fit beside a story
_SENTENCE_ENDS = "。！？；…"
_QUOTATION_MARKS = str.maketrans("", "", "\"'")  # what normalise makes of all their shapes


@dataclass(frozen=True, slots=True)
class ThenAndNow:
    """Two figures that count the same thing in the same unit."""

    counted: str  # 清凉包
    unit: str  # 份
    then: float
    now: float
    then_text: str  # as printed
    now_text: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """One article that was printed before."""

    id: str
    headline: str
    date: IssueDate
    page: Page
    address: str  # in the public archive, from its root
    sentence: str  # to copy into the story
    likeness: float = 0.0  # share of the text that is the same, 0 to 1; 0 for another text
    shared: tuple[str, ...] = ()  # what both name: people, units, places, figures
    figures: tuple[ThenAndNow, ...] = ()


def earlier(
    tagged: TaggedArticle, story: Annotations, own_paper: str, *, likeness: float = 0.0, shared: tuple[str, ...] = ()
) -> Earlier:
    """The article as it stands beside the story; ``own_paper`` is the code of the reporter's newspaper."""
    article = tagged.article
    return Earlier(
        id=article.id,
        headline=article.headline,
        date=article.date,
        page=article.page,
        address=article_address(article),
        sentence=printed_sentence(tagged, own_paper),
        likeness=round(likeness, 3),
        shared=shared,
        figures=tuple(islice(_compared(tagged.annotations.figures, story.figures), MOST_FIGURES)),
    )


def printed_sentence(tagged: TaggedArticle, own_paper: str) -> str:
    """本报2021年7月16日第3版曾报道：…… with the article's first telling sentence, or else its headline."""
    article = tagged.article
    told = next((one.text.strip() for one in tagged.annotations.extract if one.text.strip()), "")
    said = told.rstrip(_SENTENCE_ENDS) if told else f"《{article.headline}》"
    return f"{_paper(article, own_paper)}{when_and_where(article)}曾报道：{said}。"


def when_and_where(article: Article) -> str:
    """2021年7月16日第3版, as far as it is known; no day or page is invented."""
    date = article.date.chinese if article.date else ""
    page = f"第{article.page.number}版" if article.page.number else ""
    return f"{date}{page}"


def _paper(article: Article, own_paper: str) -> str:
    is_own = not article.newspaper or article.newspaper == own_paper
    return "本报" if is_own else f"《{article.newspaper}》"


def _compared(then: Iterable[Figure], now: Iterable[Figure]) -> Iterator[ThenAndNow]:
    """Figures of the same thing and unit, in the story's order; of several in one article the first."""
    before: dict[tuple[str, str], Figure] = {}
    for figure in then:
        before.setdefault((_plain(figure.counted), figure.unit), figure)
    met: set[tuple[str, str]] = set()
    for figure in now:
        key = (_plain(figure.counted), figure.unit)
        if key[0] and key in before and key not in met:
            met.add(key)
            old = before[key]
            yield ThenAndNow(figure.counted, figure.unit, old.value, figure.value, old.text, figure.text)


def _plain(counted: str) -> str:
    """“清凉包” and 清凉包 are one thing."""
    return normalise(counted).translate(_QUOTATION_MARKS).strip()
