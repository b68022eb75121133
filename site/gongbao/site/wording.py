"""The archive's words for things, and how dates, pages and counts are written."""

from __future__ import annotations

from gongbao.core.annotations import Origin
from gongbao.core.records import Kind, Page

FACET_NAMES = {"district": "地区", "campaign": "主题", "activity": "活动"}
PEOPLE, STREET, ORGANISATION, COLUMN = "people", "street", "organisation", "column"
# All that has lists: the facets of tags, bylines, and what else an article tells of or stands in.
LIST_NAMES = FACET_NAMES | {PEOPLE: "人物", STREET: "街道", ORGANISATION: "机构", COLUMN: "栏目"}
LIST_NOTES = {
    "district": "报道的事发生在哪个区，或者是哪个区的工会和职工在做。",
    "campaign": "报纸连年追踪的专项工作：送清凉、送温暖、安康杯……",
    "activity": "报道里做了什么：慰问、座谈、培训、竞赛……",
    PEOPLE: "署名的记者、通讯员、作者和摄影。",
    STREET: "报道提到的街道、镇和乡，排在各自的区下面。",
    ORGANISATION: "报道提到的各级工会、企业和单位；至少两篇提到的才有自己的一页。",
    COLUMN: "栏目、专栏和系列报道：版面上印着栏目名的文章。",
}
KIND_NAMES = {Kind.REPORT: "报道", Kind.PHOTO: "图片新闻", Kind.COMMENTARY: "评论", Kind.NOTICE: "公告"}
ORIGIN_NAMES = {Origin.RULE: "按规则标注", Origin.MODEL: "按模型标注", Origin.PERSON: "由编辑标注"}
FIELD_NAMES = {  # in reading order
    "page": "版名",
    "column": "栏目",
    "kicker": "引题",
    "headline": "主标题",
    "subhead": "副题",
    "byline": "署名",
    "dateline": "电头",
    "paragraph": "正文",
    "caption": "图片说明",
}
WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")


def page_text(page: Page) -> str:
    """``第3版 工会``, ``工会版``, ``第3版``; 版次不详 when neither is known."""
    number = f"第{page.number}版" if page.number else ""
    if page.name and not number:
        return page.name if page.name.endswith("版") else f"{page.name}版"
    return " ".join(part for part in (number, page.name) if part) or "版次不详"


def shown_label(facet: str, label: str) -> str:
    """A label as readers see it: a street's path (房山区/窦店镇) in one piece, everything else as it is."""
    return label.replace("/", "", 1) if facet == STREET else label
