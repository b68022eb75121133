"""Styles of a Word document as parts of an article: by their names, by what they are based on, by outline level.

Word keeps the English names of its own styles whatever language it runs in; a newsroom's own are Chinese.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongbao.ingest.readers.markup import Element, local_name

HEADING = "heading"  # followed by its level: heading1
_DEEPEST = 20  # styles that one is based on in turn; a ring of them ends here
_ROLE_NAMES = {
    "headline": "title 标题 主标题 大标题 题目 主题 文章标题 稿件标题 headline",
    "subhead": "subtitle 副标题 副题 子标题 subhead",
    "kicker": "引题 肩题 眉题 kicker",
    "column": "栏目 栏题 栏目名 专栏 column",
    "byline": "作者 署名 记者 作者署名 author byline",
    "dateline": "电头 dateline",
    "caption": "caption 题注 图注 图说 图片说明 图说明",
    "credit": "摄影 摄影署名 图片署名 供图 credit",
    "crosshead": "小标题 插题 分题 crosshead",
    "furniture": "header footer 页眉 页脚 toc 目录",
}
_ROLES = {name: role for role, names in _ROLE_NAMES.items() for name in names.split()}
_HEADING_NAME = re.compile(r"(?:heading|标题)(\d)")
_CONTENTS_NAME = re.compile(r"(?:toc|目录)\d")
_NO = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says of the text that bears it; an empty role says nothing."""

    role: str = ""
    is_centred: bool = False
    is_bold: bool = False
    is_hidden: bool = False
    size: int = 0  # in half points; 0 when it does not say


NO_STYLE = Style()


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._known: dict[str, Style] = {}
        for element in root if root is not None else ():
            if local_name(element) == "style" and (style_id := attribute(element, "styleId")):
                self._elements[style_id] = element

    def __getitem__(self, style_id: str) -> Style:
        """The style, with what it leaves open taken from those it is based on; NO_STYLE for an unknown id."""
        if style_id not in self._known:
            self._known[style_id] = self._read(style_id)
        return self._known[style_id]

    def _read(self, style_id: str) -> Style:
        found = NO_STYLE
        for _ in range(_DEEPEST):
            element = self._elements.get(style_id)
            if element is None:
                break
            own = own_style(element)
            role = found.role or role_of(value(child(element, "name"))) or own.role
            found = Style(
                role,
                found.is_centred or own.is_centred,
                found.is_bold or own.is_bold,
                found.is_hidden or own.is_hidden,
                found.size or own.size,
            )
            style_id = value(child(element, "basedOn"))
        return found


def role_of(name: str) -> str:
    """The part of an article that a style's name stands for: headline, heading1, caption, …; empty when none."""
    plain = re.sub(r"[\s_\-]+", "", name).lower()
    if level := _HEADING_NAME.fullmatch(plain):
        return HEADING + level[1]
    return "furniture" if _CONTENTS_NAME.fullmatch(plain) else _ROLES.get(plain, "")


def own_style(element: Element) -> Style:
    """What the properties inside a style or a paragraph say by themselves."""
    paragraph, run = child(element, "pPr"), child(element, "rPr")
    level = value(child(paragraph, "outlineLvl"))
    size = value(child(run, "sz"))
    return Style(
        f"{HEADING}{int(level) + 1}" if level.isdecimal() and int(level) < 9 else "",
        value(child(paragraph, "jc")) == "center",
        is_on(run, "b"),
        is_on(run, "vanish"),
        int(size) if size.isdecimal() and len(size) < 5 else 0,
    )


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that name; None for None."""
    if element is None:
        return None
    return next((one for one in element if local_name(one) == name), None)


def attribute(element: Element | None, name: str) -> str:
    """An attribute whatever its namespace; empty when there is none."""
    if element is None:
        return ""
    return next((str(written) for key, written in element.attrib.items() if key.rpartition("}")[2] == name), "")


def value(element: Element | None) -> str:
    """``w:val`` of a property; empty when there is none."""
    return attribute(element, "val")


def is_on(properties: Element | None, name: str) -> bool:
    """Whether a property is set: it is there, and does not say that it is off."""
    found = child(properties, name)
    return found is not None and value(found) not in _NO
