"""Labelled pages for the splitter's weights: real pages as they are, and their articles laid out anew.

The labelled sets are no part of the project. Their folder holds ``score.py``, which reads them and cuts columns,
and ``sets``; both are used where they stand. Every page is made with a fixed seed: the same sets give the same pages.
"""

from __future__ import annotations

import importlib.util
import random
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import ModuleType

from scripts.modern_layout import PrintedArticle, machine_wrapped, modernised

from gongbao.ingest.credits import closes_with_dateline, looks_like_credit_line
from gongbao.ingest.surnames import split_names

SEED = 7
WRAPPED_TEXTS = 60  # older articles whose lines a machine wrapped, as a wire's are
LAID_OUT_PAGES = 170  # pages in the manner of a paper of today, made of the articles of older ones
HOME_COPIES = 10  # the few pages of a paper of today are cut into columns this many times, each time elsewhere
_LONGEST_HEADING = 36
_TEXT_ENDS = tuple("。！…；，：,;:、")
_LINE_ENDS = re.compile("[\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+")
LabelledLine = tuple[str, str]  # a block's or line's text and its role


@dataclass(frozen=True)
class LabelledText:
    """A page's text and a role for each of its lines that is not blank."""

    name: str
    text: str
    roles: list[str]


@dataclass(frozen=True)
class LabelledSets:
    """The labelled sets and the module that reads and scores them."""

    score: ModuleType
    old_pages: list[object]  # 1998, as score.py gives them
    home_pages: list[object]  # a provincial paper of today
    wires: list[tuple[str, list[list[str]]]]  # name, paragraphs as lists of lines

    def part(self, fold: int, folds: int, *, seen: bool) -> LabelledSets:
        """The pages and wires that a fold learns from, or the ones it leaves out: every K-th of each set."""

        def kept(place: int) -> bool:
            return (place % folds != fold) == seen

        return LabelledSets(
            self.score,
            [page for place, page in enumerate(self.old_pages) if kept(place)],
            [page for place, page in enumerate(self.home_pages) if kept(place)],
            [wire for place, wire in enumerate(self.wires) if kept(place)],
        )


def load_sets(folder: Path) -> LabelledSets:
    """The labelled sets of a folder that holds score.py and sets; OSError when they are not there."""
    spec = importlib.util.spec_from_file_location("splitter_score", folder / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(folder / "score.py")
    score = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = score  # its dataclasses look their module up
    spec.loader.exec_module(score)
    sets = folder / "sets"
    wires = [
        (path.name, score.wire_paragraphs(path.read_text(encoding="utf-8")))
        for source in ("xinhua", "rmrb1996")
        for path in sorted((sets / "wrapped_newswire" / source).glob("*.txt"))
    ]
    return LabelledSets(score, list(score.pfr_pages(sets)), list(score.hndaily_pages(sets)), wires)


def training_pages(sets: LabelledSets) -> Iterator[LabelledText]:
    """All pages to learn from: as they are, with columns cut, laid out anew, and wires line by line."""
    chance = random.Random(SEED)  # noqa: S311 - a fixed layout, no secret

    def cut(share: float) -> Callable[[str], list[str]]:
        return lambda text: sets.score.column_wrap(text, chance) if chance.random() < share else [text]

    old, home = [_articles(page) for page in sets.old_pages], [_articles(page) for page in sets.home_pages]
    for number, articles in enumerate(old):
        yield lay_out(f"old {number}", articles)
        yield lay_out(f"old, cut {number}", articles, cut(chance.choice((1.0, 1.0, 0.5))))
    old_articles, home_articles = list(chain.from_iterable(old)), list(chain.from_iterable(home))
    for number in range(LAID_OUT_PAGES):
        chosen = [modernised(one, chance) for one in chance.sample(old_articles, chance.choice((3, 4, 6, 8, 10)))]
        if home_articles and chance.random() < 0.5:
            chosen.insert(chance.randrange(len(chosen) + 1), chance.choice(home_articles))
        yield lay_out(f"laid out {number}", chosen, cut(chance.choice((1.0, 1.0, 0.6, 0.3))))
    for number, articles in enumerate(home):
        yield lay_out(f"home {number}", articles)
        for copy in range(HOME_COPIES):
            yield lay_out(f"home, cut {number}.{copy}", articles, cut(1.0))
    for name, paragraphs in sets.wires:
        yield wire_page(name, paragraphs)
    titled = [one for one in old_articles if one.has_headline]
    for number, article in enumerate(chance.sample(titled, min(WRAPPED_TEXTS, len(titled)))):
        yield wire_page(f"wrapped {number}", machine_wrapped(modernised(article, chance), chance))


def _articles(page: object) -> list[PrintedArticle]:
    return [
        PrintedArticle(tuple(one.title), tuple(one.paragraphs), one.has_headline)
        for one in page.articles  # type: ignore[attr-defined]  # score.py is not typed
    ]


def lay_out(
    name: str, articles: Iterable[PrintedArticle], cut: Callable[[str], list[str]] | None = None
) -> LabelledText:
    """A page of articles between blank lines; ``cut`` gives the parts into which columns cut a paragraph."""
    lines: list[LabelledLine] = []
    for article in articles:
        for text, role in label_article(article):
            first, *rest = cut(text) if cut and role in ("paragraph", "opening") else [text]
            lines += _printed_lines(first, role)
            lines += [one for part in rest for one in _printed_lines(part, "continuation")]
    return LabelledText(name, "\n\n".join(text for text, _ in lines) + "\n", [role for _, role in lines])


def _printed_lines(text: str, role: str) -> Iterator[LabelledLine]:
    """The lines of a block: a title's further lines are titles, a text's are paragraphs of their own."""
    behind = {"headline": "title", "opening": "paragraph", "continuation": "paragraph"}.get(role, role)
    stripped = [line.strip() for line in _LINE_ENDS.split(text) if line.strip()]
    for place, line in enumerate(stripped):
        yield line, behind if place else role


def label_article(article: PrintedArticle) -> list[LabelledLine]:
    """The roles of an article's blocks; what the sets leave open is settled by shape."""
    first, *titles = article.title
    is_titled = article.has_headline or (not titles and "。" not in first and len(first) <= 45)
    labelled = [(first, "headline" if is_titled else "opening"), *((title, "title") for title in titles)]
    for place, text in enumerate(article.paragraphs):
        in_title = labelled[-1][1] in ("headline", "title")
        is_credit = looks_like_credit_line(text) or closes_with_dateline(text)
        if is_credit or (in_title and place == 0 and _is_signature(text)):
            role = "byline"
        elif len(text) <= _LONGEST_HEADING and not text.endswith(_TEXT_ENDS):
            role = "title" if in_title else "crosshead"
        else:
            role = "paragraph"
        labelled.append((text, role))
    return labelled


def _is_signature(text: str) -> bool:
    return (bool(split_names(text)) and len(text) <= 20) or re.fullmatch("[㐀-鿿]{1,3}", text) is not None


def wire_page(name: str, paragraphs: Sequence[Sequence[str]]) -> LabelledText:
    """A wire whose lines a machine wrapped, without the indents that tell where its paragraphs begin."""
    lines: list[LabelledLine] = []
    for number, paragraph in enumerate(paragraphs):
        is_title = number == 0 and "。" not in "".join(paragraph)
        for place, line in enumerate(paragraph):
            if not line.strip():
                continue
            first = "headline" if is_title else "opening"
            further = "title" if is_title else "continuation" if place else "paragraph"
            lines.append((line.strip(), further if lines else first))
    return LabelledText(name, "\n".join(text for text, _ in lines) + "\n", [role for _, role in lines])
