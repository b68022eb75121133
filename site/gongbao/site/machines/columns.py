"""What the data files hold of an article, column by column: the one place that says so.

``Column.of`` makes the value for JSON lines; a table's cell is made from that by ``cell``. The names are those of
``gongbao export``. Names of people in the text are not among them: readers are not shown them either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from gongbao.core.annotations import SHOWN, Event, Evidence, Figure, Passage, Phrase, Tag
from gongbao.core.formulas import as_text
from gongbao.core.records import Credit, TaggedArticle
from gongbao.site import addresses
from gongbao.site.article_page import people
from gongbao.site.article_pictures import article_copies

BETWEEN = "|"  # values in one cell
_SCORE_DIGITS = 3

Value = Any  # what JSON can hold


class Column(NamedTuple):
    """A column: its type after Table Schema, what it holds in both languages, and its value."""

    name: str
    kind: str  # string, integer, array, object
    chinese: str
    english: str
    of: Callable[[TaggedArticle], Value]
    cell: Callable[[Value], str] | None = str  # None: not in the table
    constraints: dict[str, Value] = {}  # noqa: RUF012 (never changed)


def _credits(people: Iterable[Credit]) -> list[Value]:
    return [{"name": one.name, "role": one.role, "unit": one.unit} for one in people]


def _pictures(tagged: TaggedArticle) -> Value:
    return [
        {"caption": one.caption, "credits": _credits(one.credits), "file": copies.large.address if copies else ""}
        for one, copies in zip(tagged.article.pictures, article_copies(tagged.article), strict=True)
    ]


def _tags(tagged: TaggedArticle) -> Value:
    return [_tag(tag) for tag in tagged.annotations.tags if tag.status in SHOWN]


def _tag(tag: Tag) -> Value:
    return {
        "facet": tag.facet,
        "label": tag.label,
        "score": round(tag.score, _SCORE_DIGITS),
        "status": str(tag.status),
        "origin": str(tag.origin),
        "evidence": [{"text": one.text, **_place(one)} for one in tag.evidence],
    }


def _place(found: Evidence | Figure | Passage | Event) -> Value:
    return {"field": found.field, "index": found.index, "start": found.start, "end": found.end}


def _figure(figure: Figure) -> Value:
    return {
        "text": figure.text,
        "value": figure.value,
        "unit": figure.unit,
        "counted": figure.counted,
        "approximate": figure.approximate,
        "who": figure.who,
        "where": figure.where,
        "when": figure.when,
        "part": figure.part,
        **_place(figure),
    }


def _event(event: Event) -> Value:
    return {"text": event.text, "since": str(event.since), "until": str(event.until), **_place(event)}


def _phrase(phrase: Phrase) -> Value:
    return {"text": phrase.text, "weight": round(phrase.weight, _SCORE_DIGITS)}


def _byline(byline: Value) -> str:
    """``本报记者 张工|通讯员 李师傅（某厂工会）``, as the page has it."""
    found = people(tuple(Credit(**one) for one in byline))
    return BETWEEN.join(
        " ".join(filter(None, (one.role, one.name))) + (f"（{one.unit}）" if one.unit else "") for one in found
    )


def _captions(pictures: Value) -> str:
    return "\n".join(one["caption"] for one in pictures if one["caption"])


_NEEDED = {"required": True}
_DATE = {"pattern": r"\d{4}(-\d{2}(-\d{2})?)?"}
_KINDS = {"enum": ["report", "photo", "commentary", "notice"], **_NEEDED}

COLUMNS = (
    Column("id", "string", "编号，不变", "Identifier, permanent", lambda t: t.article.id, constraints=_NEEDED),
    Column(
        "revision",
        "integer",
        "第几稿，从 1 起；更正一次加 1",
        "Revision, from 1; one more for each correction",
        lambda t: t.article.revision,
    ),
    Column(
        "address",
        "string",
        "文章网页的地址，从存档首页算起",
        "Address of the article's page, from the archive's home page",
        lambda t: addresses.article_address(t.article),
        constraints=_NEEDED,
    ),
    Column("newspaper", "string", "报纸的代号", "Code of the newspaper", lambda t: t.article.newspaper),
    Column(
        "date",
        "string",
        "刊出日期（ISO 8601）；只知道月份、年份的就写到那里，不知道的空着",
        "Date of the issue (ISO 8601) as far as it is known: day, month, year, or empty",
        lambda t: str(t.article.date),
        constraints=_DATE,
    ),
    Column("page", "string", "版次，照印的写", "Page number as printed", lambda t: t.article.page.number),
    Column("page_name", "string", "版名", "Name of the page", lambda t: t.article.page.name),
    Column(
        "kind",
        "string",
        "体裁：report 报道，photo 图片新闻，commentary 评论，notice 公告",
        "Genre: report, photo, commentary or notice",
        lambda t: str(t.article.kind),
        constraints=_KINDS,
    ),
    Column("column", "string", "栏目", "Standing series (column) that it stands in", lambda t: t.article.column),
    Column("kicker", "string", "引题", "Kicker, above the headline", lambda t: t.article.kicker),
    Column("headline", "string", "主标题", "Headline", lambda t: t.article.headline),
    Column("subhead", "string", "副题", "Subhead, below the headline", lambda t: t.article.subhead),
    Column(
        "byline",
        "array",
        "署名：姓名、身份、单位；表格里一人一段，用 | 隔开",
        "Byline: name, role, unit; in the table one text, people separated by |",
        lambda t: _credits(t.article.byline),
        _byline,
    ),
    Column("dateline", "string", "电头，例如“本报讯”", "Dateline as printed", lambda t: t.article.dateline),
    Column(
        "paragraphs",
        "array",
        "正文，一段一项；表格里一段一行",
        "Body, a paragraph an item; in the table a paragraph a line",
        lambda t: list(t.article.paragraphs),
        "\n".join,
    ),
    Column(
        "pictures",
        "array",
        "图片：说明、署名、在存档里的地址；表格里只有说明，一图一行",
        "Pictures: caption, credits, address in the archive; in the table the captions, one a line",
        _pictures,
        _captions,
    ),
    *(
        Column(
            facet,
            "array",
            f"{chinese}标签；表格里用 | 隔开",
            f"Labels of the facet {facet}; in the table separated by |",
            lambda t, facet=facet: list(dict.fromkeys(t.labels(facet))),  # type: ignore[misc]
            BETWEEN.join,
        )
        for facet, chinese in (("district", "地区"), ("campaign", "主题"), ("activity", "活动"))
    ),
    Column(
        "tags",
        "array",
        "标签：分面、名称、把握（0 到 1）、状态、谁标的，依据是哪些字、在哪里（字段、第几段、起止，按字符，从 0 起）",
        "Tags: facet, label, score from 0 to 1, status, origin, and the words they rest on: field, paragraph, start "
        "and end in characters from 0",
        _tags,
        None,
    ),
    Column(
        "figures",
        "array",
        "文中数字：原文、数值（万、亿、% 已换算）、单位、数的是什么、是否约数、谁、何处、何时、是否属于另一数、位置",
        "Figures: text, value (万, 亿 and % worked in), unit, what is counted, whether approximate, who, where, when, "
        "whether part of another, place in the text",
        lambda t: [_figure(one) for one in t.annotations.figures],
        None,
    ),
    Column(
        "phrases",
        "array",
        "关键词和分量（0 到 1）；表格里用 | 隔开",
        "Key phrases with their weight from 0 to 1; in the table separated by |",
        lambda t: [_phrase(one) for one in t.annotations.phrases],
        lambda value: BETWEEN.join(one["text"] for one in value),
    ),
    Column(
        "extract",
        "array",
        "摘要用的原句和位置；表格里连成一段",
        "Sentences that stand for the article, with their place; in the table one text",
        lambda t: [{"text": one.text, **_place(one)} for one in t.annotations.extract],
        lambda value: "".join(one["text"] for one in value),
    ),
    Column(
        "events",
        "array",
        "文中说的时间：原文、起、止（ISO 8601，知道多少写多少）、位置",
        "Times that the text tells: as printed, since, until (ISO 8601 as far as known), place in the text",
        lambda t: [_event(one) for one in t.annotations.events],
        None,
    ),
    Column("source", "string", "取自哪一份原件", "Source it was taken from", lambda t: t.article.source),
)
IN_TABLE = tuple(column for column in COLUMNS if column.cell is not None)


def row(tagged: TaggedArticle) -> dict[str, Value]:
    """An article as one object."""
    return {column.name: column.of(tagged) for column in COLUMNS}


def cells(tagged: TaggedArticle) -> list[str]:
    """An article as the cells of ``IN_TABLE``, none of which a spreadsheet takes for a formula."""
    return [as_text(column.cell(column.of(tagged))) for column in IN_TABLE if column.cell is not None]
