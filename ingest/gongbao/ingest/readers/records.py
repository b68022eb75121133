"""Articles as rows of fields (JSON lines, CSV, feeds, ninjs): which field is what, under the names that are in use.

Every printed character of a row goes to its article or to a discard that bears the field's name; what only
machines use (ids, spans, scores) is no text. A row without headline, body or picture is unreadable.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gongbao.core.errors import InputError
from gongbao.core.records import Credit, Given, Kind, Page, Picture
from gongbao.ingest.readers import Decoded
from gongbao.ingest.readers.charsets import is_faulty
from gongbao.ingest.readers.dates import read_date
from gongbao.ingest.readers.markup import fragment_lines
from gongbao.ingest.readers.sheet import FURNITURE, UNREADABLE, Sheet

Row = Mapping[str, Any]

_NAMES = {
    "headline": "headline title 标题 主标题 主标 题目 文章标题 稿件标题",
    "kicker": "kicker pretitle 引题 肩题 眉题 引标题",
    "subhead": "subhead subtitle subheadline 副题 副标题 副标",
    "column": "column section 栏目 栏题 专栏 栏目名称",
    "byline": "byline author authors creator 作者 记者 署名 作者署名 撰稿",
    "dateline": "dateline 电头",
    "body": "body paragraphs text content bodytext fulltext articlebody 正文 全文 内容 段落 文章内容 稿件内容 正文内容",
    "pictures": "pictures images photos picture image photo 图片 配图 图片文件",
    "caption": "caption captions 图注 图说 图片说明 题注",
    "newspaper": "newspaper 报纸 报纸代号 报名 报纸名称",
    "date": "date pubdate published publishdate publishtime 日期 见报日期 出版日期 发布日期 发布时间 刊发日期 见报时间",
    "page": "page pagenumber 版次 版 版号 版面",
    "page_name": "pagename 版名 版面名称",
    "kind": "kind type 类型 体裁 稿件类型",
    "url": "url link 网址 链接 原文链接 文章链接",
    "public": "public",
}
FIELDS = {name: field for field, names in _NAMES.items() for name in names.split()}
# What machines say of an article, our own and others': no printed text.
_MACHINE = frozenset(
    [
        "id",
        "编号",
        "source",
        "encoding",
        "spans",
        "labels",
        "tags",
        "score",
        "match",
        "snippet",
        "stamp",
        "revision",
        "state",
        "order",
        "sourcesha256",
        "district",
        "campaign",
        "activity",
        "sha256",
        "uri",
        "guid",
        "序号",
    ]
)
_KINDS = {
    Kind.REPORT: "report 报道 消息 通讯 新闻 文字",
    Kind.PHOTO: "photo picture 图片 图片新闻 组图",
    Kind.COMMENTARY: "commentary opinion 评论 社论 言论",
    Kind.NOTICE: "notice 公告 通知 启事 公示",
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split()}
_NEWSPAPER_CODE = re.compile(r"[a-z0-9]{1,20}")
_PAGE = re.compile(r"第?\s*0*(?P<number>[A-Za-z]?\d{1,3})\s*版?\s*[:：\s]?\s*(?P<name>[㐀-鿿]{0,12})")
_TEXTS = ("column", "kicker", "headline", "subhead", "dateline", "body", "caption")  # in the order of printing
_COLUMNS_SHOWN, _CHARACTERS_SHOWN = 12, 80  # in the sentence that refuses a table
_ADDRESS = re.compile(r"(?:https?:)?//\S+|\S+\.(?:jpe?g|png|gif|webp|bmp|tiff?)", re.IGNORECASE)
_BETWEEN_FILES = re.compile(r"[|;；\n]")
_FILE_KEYS = ("file", "src", "href", "url", "path", "文件")
_ANSWERS_NO = ("false", "0", "no", "否")


class RowFaultError(Exception):
    """A row that cannot be read; its text says why, for a person."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of an export: its fields, or why they cannot be read, and the text that it was read from."""

    where: str  # which it is: 第 3 行
    text: str
    row: Row | None
    fault: str = ""


def decode_lines(name: str, encoding: str, lines: Iterable[Line], sheet: Sheet | None = None) -> Decoded:
    """The articles of all rows. A row that cannot be read becomes a discard; its evidence says which row and why.

    ``sheet`` may hold what stands above the rows. Raises InputError when no row can be read.
    """
    sheet = sheet or Sheet()
    count, first_fault = 0, ""
    columns: tuple[str, ...] = ()
    for line in lines:
        try:
            if line.row is None:
                raise RowFaultError(line.fault)
            columns = columns or tuple(map(str, line.row))
            write_article(sheet, count, name, line.row)
            count += 1
        except RowFaultError as error:
            first_fault = first_fault or f"{line.where}{error}"
            sheet.discard(_shown(line.text), UNREADABLE, f"{line.where}{error}")
    if count:
        return sheet.decoded(encoding)
    if columns and not any(field_of(column) in ("headline", "body") for column in columns):
        found = _shown(" ".join("、".join(columns[:_COLUMNS_SHOWN]).split())[:_CHARACTERS_SHOWN])
        raise InputError(f"{name} 里没有“标题”或“正文”这样的栏（现有的是 {found}）：请照 docs/doors.md 给各栏命名。")
    raise InputError(f"{name} 里没有一篇能读的文章（{first_fault or '没有内容'}）：请重新导出。")


def _shown(text: str) -> str:
    """The text of an unreadable row, with what no text may hold written as it is escaped."""
    return "".join(one if not is_faulty(one) else one.encode("unicode_escape").decode("ascii") for one in text)


def field_of(column: str) -> str:
    """The field that a column's name stands for; empty when none."""
    return FIELDS.get(_plain(column), "")


def _plain(column: str) -> str:
    return re.sub(r"[\s_\-:：]+", "", str(column)).lower()


def write_article(sheet: Sheet, article: int, name: str, row: Row) -> None:
    """Put a row on the sheet as one article. Raises RowFaultError, with the sheet untouched, when it is none."""
    fields, others = _sorted_out(row)
    texts = {field: _lines(name, field, fields.get(field)) for field in _TEXTS}
    pictures = _pictures(fields.get("pictures"))
    if not (texts["headline"] or texts["body"] or texts["caption"] or any(p.caption or p.credits for p in pictures)):
        raise RowFaultError("没有标题也没有正文")
    byline, credited = _byline(fields.get("byline"))
    alone = pictures if not any(texts.values()) else ()  # then the pictures' captions are the article's text
    given, unused = _given(article, fields, byline, () if alone else pictures)
    others += [(column, written(value)) for column, value in row.items() if field_of(column) in unused]
    printed = [line for lines in texts.values() for line in lines]
    if any(map(is_faulty, (*printed, credited, *(part for other in others for part in other), *_names(byline)))):
        raise RowFaultError("夹有控制字符或残缺的字")
    for field in _TEXTS:
        if field == "body":
            sheet.add(credited, "byline", article)
        for line in texts[field]:
            sheet.add(line, "paragraph" if field == "body" else field, article)
    for picture in pictures:
        if picture.file:
            sheet.picture(picture.file, article)
        if not alone:
            continue
        sheet.add(picture.caption, "caption", article)
        sheet.add(" ".join(f"{one.unit}{one.role} {one.name}" for one in picture.credits), "credit", article)
    for column, text in others:
        sheet.discard(f"{column}：{text}", FURNITURE)
    sheet.give(given)


def _sorted_out(row: Row) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """{field: value} of what is understood, and the columns that nobody knows with what is printed in them."""
    fields: dict[str, Any] = {}
    others: list[tuple[str, str]] = []
    for column, value in row.items():
        field = field_of(column)
        if field and field not in fields:
            if value not in (None, "", [], {}):
                fields[field] = value
        elif _plain(column) not in _MACHINE and (text := written(value)).strip():
            others.append((str(column), text))
    return fields, others


def _names(people: Iterable[Credit]) -> Iterator[str]:
    for one in people:
        yield from (one.name, one.role, one.unit)


def written(value: object) -> str:
    """A field's value as text: lists a line an item, what is no text or number empty. Raises RowFaultError."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, Mapping):
        return " ".join(filter(None, map(written, value.values())))
    if isinstance(value, list | tuple):
        return "\n".join(filter(None, map(written, value)))
    raise RowFaultError("里有读不了的值")


def _lines(name: str, field: str, value: object) -> list[str]:
    if field != "body":
        return [line for line in map(str.strip, written(value).splitlines()) if line]
    if isinstance(value, list | tuple):  # paragraphs as they are printed
        return [line.strip() for part in value for line in written(part).splitlines() if line.strip()]
    try:
        return fragment_lines(name, written(value))
    except InputError as error:
        raise RowFaultError("的正文是读不了的网页") from error


def _byline(value: object) -> tuple[tuple[Credit, ...], str]:
    """Credits that the row itself takes apart, and what is only text and must be read as a byline."""
    people = tuple(_credits(value))
    texts = [one for one in (value if isinstance(value, list | tuple) else [value]) if not isinstance(one, Mapping)]
    return people, " ".join(written(texts).split("\n")).strip()


def _credits(value: object) -> Iterator[Credit]:
    for one in value if isinstance(value, list | tuple) else [value]:
        if isinstance(one, Mapping) and (person := written(one.get("name")).strip()):
            yield Credit(person, written(one.get("role")).strip(), written(one.get("unit")).strip())


def _pictures(value: object) -> tuple[Picture, ...]:
    """Captions, credits and files; a column of a table holds files alone, with ``|`` or ``;`` between them."""
    found = []
    for one in value if isinstance(value, list | tuple) else _files_in(value):
        if isinstance(one, Mapping):
            file = next((written(one[key]).strip() for key in _FILE_KEYS if one.get(key)), "")
            picture = Picture(written(one.get("caption")).strip(), tuple(_credits(one.get("credits"))), file)
            found += [picture] if picture != Picture() else []
        elif text := written(one).strip():
            found.append(Picture(file=text) if _ADDRESS.fullmatch(text) else Picture(text))
    if any(map(is_faulty, (text for one in found for text in (one.caption, *_names(one.credits))))):
        raise RowFaultError("的图片说明夹有控制字符或残缺的字")
    return tuple(found)


def _files_in(value: object) -> list[str]:
    """The files that a cell names; none where it holds anything else."""
    if isinstance(value, Mapping):
        return []
    parts = [part.strip() for part in _BETWEEN_FILES.split(written(value)) if part.strip()]
    return parts if all(map(_ADDRESS.fullmatch, parts)) else []


def _given(
    article: int, fields: Row, byline: tuple[Credit, ...], pictures: tuple[Picture, ...]
) -> tuple[Given, list[str]]:
    """What the row says beside the text, and the fields that say something nobody understands."""
    newspaper, kind = written(fields.get("newspaper")).strip(), written(fields.get("kind")).strip().lower()
    date = read_date(written(fields.get("date")))
    page, page_name = _page(written(fields.get("page")).strip()), written(fields.get("page_name")).strip()
    is_code = _NEWSPAPER_CODE.fullmatch(newspaper) is not None
    url, cell = written(fields.get("url")).strip(), fields.get("pictures")
    unused = [
        field
        for field, is_understood in (
            ("newspaper", is_code or not newspaper),
            ("kind", kind in _KIND_OF or not kind),
            ("date", bool(date) or "date" not in fields),
            ("page", bool(page.number) or "page" not in fields),
            ("pictures", isinstance(cell, list | tuple) or bool(_files_in(cell)) or "pictures" not in fields),
        )
        if not is_understood
    ]
    given = Given(
        article,
        newspaper if is_code else "",
        date,
        Page(page.number, page_name or page.name),
        _KIND_OF.get(kind),
        byline,
        pictures,
        url if url.startswith(("http://", "https://")) else "",
        str(fields.get("public", "yes")).lower() not in _ANSWERS_NO,
    )
    return given, unused


def _page(text: str) -> Page:
    """``3``, ``A03``, ``第03版 工会``; unknown for anything else."""
    found = _PAGE.fullmatch(text)
    return Page(found["number"].upper(), found["name"]) if found else Page()
