"""The fields of the query language: one table of names, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

from gongbao.core.records import Kind, State


class FieldType(Enum):
    """What may stand behind the colon."""

    TEXT = auto()  # a term or string, looked for in this field only
    LABEL = auto()  # (part of) a label; in quotation marks the whole label
    CHOICE = auto()  # one of a few values, by the names in ``choices``
    PAGE = auto()  # a page's number or (part of) its name
    DATE = auto()  # a date or a range of dates


@dataclass(frozen=True, slots=True)
class QueryField:
    """One field: its name in the index, the name shown, the other names that are understood."""

    name: str
    chinese: str
    type: FieldType
    also: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()  # (Chinese, value in the index)
    example: str = field(default="")

    @property
    def names(self) -> tuple[str, ...]:
        """All that may stand before the colon."""
        return (self.chinese, self.name, *self.also)


FIELDS = (
    QueryField("district", "区", FieldType.LABEL, ("区县", "地区"), example="区:房山"),
    QueryField("campaign", "主题", FieldType.LABEL, ("专题",), example="主题:送清凉"),
    QueryField("activity", "活动", FieldType.LABEL, ("活动类型",), example="活动:慰问"),
    QueryField("byline", "记者", FieldType.LABEL, ("署名", "作者"), example="记者:闫长禄"),
    QueryField("photographer", "摄影", FieldType.LABEL, example="摄影:马亚宁"),
    QueryField("correspondent", "通讯员", FieldType.LABEL, example="通讯员:李岚"),
    QueryField("person", "人物", FieldType.LABEL, ("人名",), example="人物:时传祥"),
    QueryField("street", "街道", FieldType.LABEL, ("街乡", "乡镇"), example="街道:长阳镇"),
    QueryField("suggested", "建议", FieldType.LABEL, ("建议标签",), example="建议:送清凉"),
    QueryField("headline", "标题", FieldType.TEXT, ("主标题", "title"), example="标题:劳模"),
    QueryField("kicker", "引题", FieldType.TEXT, ("肩题",), example="引题:送清凉"),
    QueryField("column", "栏目", FieldType.LABEL, example="栏目:工会行动"),
    QueryField("page", "版", FieldType.PAGE, ("版面",), example="版:3"),
    QueryField("date", "日期", FieldType.DATE, ("时间",), example="日期:2021-07..2021-08"),
    QueryField(
        "kind",
        "体裁",
        FieldType.CHOICE,
        ("类型",),
        (("报道", Kind.REPORT), ("图片新闻", Kind.PHOTO), ("评论", Kind.COMMENTARY), ("公告", Kind.NOTICE)),
        "体裁:评论",
    ),
    QueryField(
        "state",
        "状态",
        FieldType.CHOICE,
        (),
        (("草稿", State.DRAFT), ("已发表", State.PUBLISHED), ("已撤下", State.WITHDRAWN)),
        "状态:草稿",
    ),
    QueryField("pictured", "图片", FieldType.CHOICE, (), (("有", "yes"), ("无", "no")), "图片:有"),
    QueryField("public", "公开", FieldType.CHOICE, (), (("是", "yes"), ("否", "no")), "公开:是"),
)
_BY_NAME = {name: entry for entry in FIELDS for name in entry.names}
# What people look for as a field of its own, and where it is found.
_FOUND_IN = {
    "月份": "日期",
    "月": "日期",
    "年份": "日期",
    "年": "日期",
    "month": "date",
    "year": "date",
    "front": "page",
}

# Filters written as one word: a field that holds one value, and the value. In quotation marks they are strings.
KEYWORDS = {"有图": ("pictured", "yes"), "无图": ("pictured", "no"), "头版": ("front", "yes")}
FRONT_PAGE = ("头版", "front")  # behind 版: or page:


def find_field(name: str) -> QueryField | None:
    """The field of that name in either language, upper or lower case; None when there is none."""
    return _BY_NAME.get(name.lower())


def suggest_field(name: str) -> str:
    """The known name nearest to a mistaken one, for the error's sentence; the Chinese list when none is near."""
    import difflib

    if name.lower() in _FOUND_IN:
        return f"是不是“{_FOUND_IN[name.lower()]}:”？"
    near = difflib.get_close_matches(name.lower(), _BY_NAME, 1, 0.5) or _first(lambda known: known in name)
    return f"是不是“{near[0]}:”？" if near else f"可以用的有 {'、'.join(entry.chinese for entry in FIELDS)}；"


def _first(fits: Callable[[str], bool]) -> list[str]:
    return [known for known in _BY_NAME if fits(known)][:1]
