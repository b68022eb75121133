"""Articles of an older paper laid out anew, as a paper of today or a wire sets them.

The text is the article's own; names are made up, and titles, crossheads and cuts fall where a seeded chance puts them.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from gongbao.ingest.blocks import width

_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ．％]")
_WITH_MARKS = re.compile(r"[“‘（《「『]*(?:[!-~]+|.)[，。、；：！？”’）》」』…]*")
_WITHOUT_MARKS = re.compile(r"[!-~]+|.")
_DATELINE = re.compile(r"据?(?:本报|新华社)[^，。；：]{0,30}?[讯电](?:[（(][^）)]*[）)])?")
_CLAUSE_ENDS = re.compile("[。，；：！？]")
_NO_TITLE = re.compile("[本报讯电日“”《》（）]")
_SURNAMES, _GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗", "建国华明伟芳丽敏强磊军洋勇艳杰娟涛超霞平刚文"
_DATELINE_CREDITS = ("记者 {}", "记者 {} 通讯员 {}", "通讯员 {}", "记者{}")
_BYLINES = (
    "■ 本报记者 {}", "本报记者 {}", "□{}", "■ {}", "■文/本报记者 {} 摄影/{}", "本报记者 {} 通讯员 {}",
)  # fmt: skip
_PICTURE_CREDITS = (
    "本报记者 {} 摄影报道", "通讯员 {} 摄影报道", "本报记者 {} 摄", "{} 摄", "本报通讯员 {} 摄影报道", "（{} 摄）",
)  # fmt: skip
_COLUMN_FORMS = ("【{}】", "·{}·", "［{}］", "《{}》专栏", "{}")
_COLUMN_HEADS, _COLUMN_TAILS = (
    ("基层", "一线", "身边", "城事", "读者", "新春"),
    ("见闻", "走笔", "故事", "视点", "茶座", "风采"),
)
_CLOSING_DATELINES = ("（本报北京7月8日讯）", "（本报7月8日讯）")


@dataclass(frozen=True)
class PrintedArticle:
    """An article as it stands in the labelled sets; without headline, the title is its first paragraph."""

    title: tuple[str, ...]
    paragraphs: tuple[str, ...]
    has_headline: bool


def modernised(article: PrintedArticle, chance: random.Random) -> PrintedArticle:
    """An article of an older paper in a manner of today: narrow digits, two title lines, bylines, picture items."""
    titles = [_narrow(line) for line in article.title]
    texts = [_narrow(text) for text in article.paragraphs]
    if article.has_headline and texts:
        dated = _DATELINE.match(texts[0])
        if dated and len(texts) <= 3 and len(texts[0]) > dated.end() + 20 and chance.random() < 0.35:
            texts[0] = texts[0][dated.end() :].strip()
        titles = _with_column(_with_second_title(titles, texts, chance), chance)
        texts = _with_credits(_with_crossheads(texts, chance), chance)
    return PrintedArticle(tuple(titles), tuple(text for text in texts if text.strip()), article.has_headline)


def _narrow(text: str) -> str:
    return _WIDE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def _with_second_title(titles: list[str], texts: Sequence[str], chance: random.Random) -> list[str]:
    """A kicker or a subhead made of a clause of the text, on three titles in ten."""
    clauses = _clauses((*texts[1:3], texts[0]), 22)
    draw = chance.random()
    if not clauses or draw >= 0.3:
        return titles
    if draw < 0.15:
        return [titles[0], chance.choice(clauses)]
    slogan = " " + chance.choice(clauses) if chance.random() < 0.4 else ""
    return [chance.choice(clauses) + slogan, titles[0]]


def _clauses(texts: Sequence[str], longest: int) -> list[str]:
    """Clauses of the texts that could stand as a title."""
    return [
        clause
        for text in texts
        for clause in _CLAUSE_ENDS.split(text)
        if 8 <= len(clause) <= longest and not _NO_TITLE.search(clause)
    ]


def _with_column(titles: list[str], chance: random.Random) -> list[str]:
    """The name of a standing column above one title in twelve."""
    if chance.random() >= 1 / 12:
        return titles
    name = chance.choice(_COLUMN_HEADS) + chance.choice(_COLUMN_TAILS)
    return [chance.choice(_COLUMN_FORMS).format(name), *titles]


def _with_crossheads(texts: list[str], chance: random.Random) -> list[str]:
    """A long report with a clause of its text above every few paragraphs, three times in ten."""
    if len(texts) < 5 or chance.random() >= 0.3:
        return texts
    step = chance.choice((2, 3, 4))
    laid_out = texts[:1]
    for place, text in enumerate(texts[1:], 1):
        clauses = _clauses(texts[place : place + step], 16) if place % step == 0 else []
        laid_out += [chance.choice(clauses), text] if clauses else [text]
    return laid_out


def _with_credits(texts: list[str], chance: random.Random) -> list[str]:
    """People behind the dateline, in a byline under the title, under a picture, or a dateline at the end."""
    draw = chance.random()
    dated = _DATELINE.match(texts[0])
    is_long = len(texts) > 2
    if texts[0].startswith("本报讯") and draw < 0.7:
        return [f"本报讯（{_named(_DATELINE_CREDITS, chance)}）{texts[0][3:]}", *texts[1:]]
    if not dated and is_long and draw < 0.35:
        return [_named(_BYLINES, chance), *texts]
    if not is_long and draw < 0.4:
        return [texts[0][dated.end() if dated else 0 :], *texts[1:], _named(_PICTURE_CREDITS, chance)]
    if is_long and draw < 0.5:
        return [*texts, chance.choice(_CLOSING_DATELINES)]
    return texts


def _named(forms: Sequence[str], chance: random.Random) -> str:
    """One of the forms with made-up names."""
    form = chance.choice(forms)
    return form.format(*(_name(chance) for _ in range(form.count("{}"))))


def _name(chance: random.Random) -> str:
    return chance.choice(_SURNAMES) + "".join(chance.choice(_GIVEN) for _ in range(chance.choice((1, 2, 2))))


def machine_wrapped(article: PrintedArticle, chance: random.Random) -> list[list[str]]:
    """An article's paragraphs as lines of one width, with and without an indent, that is lost as a wire's is."""
    size = chance.randrange(26, 40)
    indent, keeps_marks_down = chance.choice((2, 2, 2, 0)), chance.random() < 0.4
    wrapped = [list(article.title)]
    for text in article.paragraphs:
        lines = [""]
        for part in _parts(text, keep_marks=keeps_marks_down):
            room = size - width(lines[-1]) - (indent if len(lines) == 1 else 0)
            if lines[-1] and room < width(part):
                lines.append("")
            lines[-1] += part
        wrapped.append(lines)
    return wrapped


def _parts(text: str, *, keep_marks: bool) -> list[str]:
    """What a machine does not part: a Latin word, a number, a mark that cannot open a line and what it follows."""
    return (_WITH_MARKS if keep_marks else _WITHOUT_MARKS).findall(text)
