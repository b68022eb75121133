"""An article as the fields of a form and back: what nobody touched comes back as it was, to the character."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from gongbao.core.dates import IssueDate
from gongbao.core.records import Article, Credit, Kind, Page
from gongbao.desk.refusals import Misunderstood

_LINE_END = re.compile(r"\r\n?|\n")
_BETWEEN = " / "  # name, role and unit of a credit


@dataclass(frozen=True, slots=True)
class ArticleForm:
    """The fields as they are typed; several values stand a line each."""

    column: str = ""
    kicker: str = ""
    headline: str = ""
    subhead: str = ""
    byline: str = ""  # a person a line: name / role / unit
    dateline: str = ""
    paragraphs: str = ""
    captions: str = ""  # a picture's a line
    kind: str = str(Kind.REPORT)
    date: str = ""
    page_number: str = ""
    page_name: str = ""


FIELDS = tuple(field.name for field in fields(ArticleForm))


def form_of(article: Article) -> ArticleForm:
    """The form that an article fills."""
    return ArticleForm(
        article.column,
        article.kicker,
        article.headline,
        article.subhead,
        "\n".join(map(_credit_line, article.byline)),
        article.dateline,
        "\n".join(article.paragraphs),
        "\n".join(picture.caption for picture in article.pictures),
        str(article.kind),
        str(article.date),
        article.page.number,
        article.page.name,
    )


def article_of(form: ArticleForm, seen: Article) -> Article:
    """The article as the form has it; what has no field is as it was seen.

    Raises GongbaoError for a date that is none, and Misunderstood for a kind that is none or captions that were
    joined or split.
    """
    if form.kind not in tuple(Kind):
        raise Misunderstood(f"没有“{form.kind}”这种体裁：请从列出的里面选。")
    captions = _LINE_END.split(form.captions) if seen.pictures else []
    while len(captions) > len(seen.pictures) and not captions[-1].strip():
        captions.pop()
    if len(captions) != len(seen.pictures):
        raise Misunderstood(f"图片说明要一图一行，这一篇有 {len(seen.pictures)} 张图：请改成 {len(seen.pictures)} 行。")
    return replace(
        seen,
        column=form.column.strip(),
        kicker=_as_it_was(form.kicker, seen.kicker),
        headline=_as_it_was(form.headline, seen.headline),
        subhead=_as_it_was(form.subhead, seen.subhead),
        byline=_credits(form.byline, seen.byline),
        dateline=_as_it_was(form.dateline, seen.dateline),
        paragraphs=_paragraphs(form.paragraphs, seen.paragraphs),
        pictures=tuple(
            replace(picture, caption=caption) for picture, caption in zip(seen.pictures, captions, strict=True)
        ),
        kind=Kind(form.kind),
        date=IssueDate.parse(form.date.strip()),
        page=Page(form.page_number.strip(), form.page_name.strip()),
    )


def _as_it_was(typed: str, before: str) -> str:
    return before if typed == before else typed.strip()


def _paragraphs(typed: str, before: Sequence[str]) -> tuple[str, ...]:
    lines = _LINE_END.split(typed)
    if lines == list(before):
        return tuple(before)
    return tuple(line for line in lines if line.strip())


def _credits(typed: str, before: Sequence[Credit]) -> tuple[Credit, ...]:
    known = {_credit_line(credit): credit for credit in before}
    lines = (line.strip() for line in _LINE_END.split(typed))
    return tuple(known.get(line) or _credit(line) for line in lines if line)


def _credit(line: str) -> Credit:
    name, _, rest = line.partition("/")
    role, _, unit = rest.partition("/")
    return Credit(name.strip(), role.strip(), unit.strip())


def _credit_line(credit: Credit) -> str:
    return _BETWEEN.join((credit.name, credit.role, credit.unit)).rstrip(" /")
