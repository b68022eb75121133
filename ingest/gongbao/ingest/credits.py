"""Bylines, picture credits and datelines: who wrote, who photographed, where the report was sent from.

Roles and units are kept as printed. A line is taken for a credit only when nothing else is left of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from gongbao.core.records import Credit
from gongbao.ingest.surnames import split_names

# A dateline is at most this long: 据新华社乌鲁木齐１月２８日电.
_DATELINE = re.compile(
    r"(?P<dateline>据?本[报報][讯訊]"
    r"|据?(?:本报|新华社|人民网|新华网|中新社|中新网|中国新闻社|央视新闻|中央社)[^，。；：！？“”《》（()）]{0,24}?"
    r"[讯电](?![话视台子力影脑动网信商池气局站梯])"
    r"|据?(?:本报|新华社)(?=[（(]))"
)
_BRACKET = re.compile(r"\s*[（(](?P<inside>[^（()）。]{0,80})[）)]\s*")
_SAYS_WHO = re.compile(r"记者|通讯员")
_ROLE = re.compile(
    r"摄影报道|摄影并文|图文报道|撰文|文字|供图|配图|制图|绘图|插图|漫画|题图|摄影|图片|文图|图文|"
    r"(?:全媒体|首席|特派|特约|见习|实习|驻京|融媒体|高级|资深)*(?:记者|通讯员|评论员|撰稿人|实习生)"
    r"|作者|整理|编译|采写|报道|翻译|策划|统筹|口述|执笔"
    r"|^[文图摄发]$|摄$"  # names hold these characters too, so alone they count only as a whole part, or at its end
)
# Behind a role: what is said of reporters and authors rather than who they are (记者站, 作者简介, 通讯员队伍).
_SAYS_MORE = re.compile(
    r"单位|简[介历]|介绍|队伍|部门|[㐀-鿿]?协会|展览|管理|培训|[大比]赛|作品|沙龙|手记|感言|来[信稿]|路线|招待会|座谈"
    r"|席(?:位|$)|[站节证团会部组室处]"
)
_AUTHOR_UNIT = re.compile(r"作者(?:工作)?单位(?:[:：为系]|\s)\s*(?P<unit>[^（()）。]{2,40})")
_NAMED_WITH_UNIT = re.compile(rf"(?P<people>[^（(]{{2,40}}?)\s*[（(]\s*{_AUTHOR_UNIT.pattern}\s*[）)]")
_UNITS = re.compile(
    r"(?:本报|新华社|中新社|[㐀-鿿]{2,8}(?:日报|晚报|午报|时报|晨报|早报|周报|电视台|广播电台|通讯社|新闻网))"
)
_LEAD = re.compile(r"^[■□●◆◎○▲★☆—―\-\s]+")
_CREDIT_CUE = re.compile(r"^新华社发|记者|通讯员|作者|摄|撰文|供图|[文图][/／]|评论员|编译|整理|实习生")
_PICTURE_CUE = re.compile(r"摄|供图|图[/／]|新华社发|图片|制图|绘|漫画")
_SEPARATORS = re.compile(r"[\s、，,/／:：;；|｜&]+")
_END_DATELINE = re.compile(
    r"[（(](?:据|综合)?(?:本报|新华社|中新社|人民网|新华网|央视新闻)[^（()）。，]{0,30}?[讯电]"
    r"(?:\s*(?:记者|通讯员)[^（()）。]{0,50})?[）)]"
)
_SOURCE_NOTE = re.compile(
    r"[（(](?:原载|摘自|据|来源[:：])?(?:\d{1,2}月\d{1,2}日)?《(?P<name>[^》]{2,20})》[^（()）]{0,30}[）)]"
)
_INNER_BRACKET = re.compile(r"[（(]([^（()）]*)[）)]")
_SPACED_NAME = re.compile(r"(?<![㐀-鿿])([㐀-鿿])[ 　]([㐀-鿿])(?![㐀-鿿])")  # 张 三
_ORGANISATION = re.compile(
    r"[㐀-鿿]{2,16}(?:工会|公司|集团|委员会|中心|医院|学校|大学|学院|局|厂|街道|支队|大队|协会|社区|部|站)"
)
_BODY = re.compile(
    r"(?P<agency>新华社|中新社|本报)(?P<issued>发)|(?P<name>[㐀-鿿]{2,14}?)(?P<role>供图)|(?P<plain>本报[㐀-鿿]{0,3}评论员)"
)
_MAX_CREDIT_LINE = 60
# What a role behind the names says of them; 报道 alone adds nothing to the role before.
_BEHIND = {
    "摄": ("摄影",),
    "摄影报道": ("摄影",),
    "摄影并文": ("作者", "摄影"),
    "图文报道": ("摄影",),
    "图片": ("摄影",),
    "图": ("摄影",),
    "文": ("作者",),
    "撰文": ("作者",),
    "文图": ("作者", "摄影"),
    "图文": ("作者", "摄影"),
    "报道": (),
}
_BEFORE = {"文": "作者", "撰文": "作者", "文字": "作者", "图": "摄影", "图片": "摄影", "摄": "摄影", "摄影报道": "摄影"}
_BEHIND_ONLY = ("摄", "摄影报道", "图文报道", "摄影并文", "报道")


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands before a report's first word: dateline and byline, and where the text itself begins."""

    dateline: str
    credits: tuple[Credit, ...]
    dateline_end: int  # characters of the paragraph that the dateline takes
    text_start: int


def opens_with_dateline(text: str) -> bool:
    """Whether a paragraph opens as a report does: 本报讯, 新华社北京1月8日电."""
    return _DATELINE.match(text[:60]) is not None


def read_opening(text: str) -> Opening | None:
    """Dateline and bracketed byline at a paragraph's start, or None when it has neither."""
    head = text[:160]
    dated = _DATELINE.match(head)
    end = dated.end() if dated else 0
    bracket = _BRACKET.match(head, end)
    people: tuple[Credit, ...] = ()
    start = end
    if bracket and _SAYS_WHO.search(bracket["inside"]):
        people = parse_people(bracket["inside"])
        start = bracket.end() if people else end
    if not start or start >= len(text):
        return None
    start = len(text) - len(text[start:].lstrip())
    return Opening(dated["dateline"].strip() if dated else "", people, len(head[:end].rstrip()), start)


def closes_with_dateline(text: str) -> bool:
    """Whether a block is a closing dateline alone: （本报海口7月8日讯）."""
    return len(text) <= _MAX_CREDIT_LINE and _END_DATELINE.fullmatch(text) is not None


def closing_dateline(text: str) -> Opening | None:
    """Dateline and people of a closing dateline that stands alone: （新华社北京7月8日电 记者丁增义）."""
    if not closes_with_dateline(text):
        return None
    inside = text.strip()[1:-1]
    dated = _DATELINE.match(inside)
    if dated is None:
        return None
    rest = inside[dated.end() :].strip()
    people = parse_people(rest) if rest else ()
    return Opening(dated["dateline"].strip(), people, len(text), len(text)) if people or not rest else None


@lru_cache(maxsize=4096)
def looks_like_credit_line(text: str) -> bool:
    """Whether a block says who wrote or photographed, and nothing more."""
    if len(text) > _MAX_CREDIT_LINE or "。" in text[:-1]:
        return False
    return bool(parse_credit_line(text) or author_unit(text)) or closes_with_dateline(text)


def looks_like_picture_credit(text: str) -> bool:
    """Whether a credit line names who photographed."""
    return _PICTURE_CUE.search(text) is not None


def parse_credit_line(text: str) -> tuple[Credit, ...]:
    """The people of a block that only credits people; none when the block says more than that."""
    if note := _SOURCE_NOTE.fullmatch(text.strip()):
        return (Credit(note["name"], "来源"),)
    bare = _LEAD.sub("", text.strip()).rstrip("。 ")
    marked = bare != text.strip().rstrip("。 ") or _CREDIT_CUE.search(bare) is not None
    if bare[:1] in "（(" and bare[-1:] in "）)":
        bare = bare[1:-1].strip()
        marked = marked or bool(split_names(bare))
    if (named := _NAMED_WITH_UNIT.fullmatch(bare)) and (people := parse_people(named["people"])):
        return tuple(replace(one, unit=one.unit or named["unit"].strip()) for one in people)
    if whole := _BODY.fullmatch(bare):
        return (Credit(whole["plain"] or whole["agency"] or whole["name"], whole["role"] or whole["issued"] or ""),)
    return parse_people(bare) if marked else ()


def author_unit(text: str) -> str:
    """The unit in a line that only tells where the author before it works (作者单位：某厂工会); else empty."""
    bare = _LEAD.sub("", text.strip()).rstrip("。 ")
    bare = bare[1:-1].strip() if bare[:1] in "（(" and bare[-1:] in "）)" else bare
    found = _AUTHOR_UNIT.fullmatch(bare)
    return found["unit"].strip() if found else ""


def parse_people(text: str) -> tuple[Credit, ...]:
    """Names with roles and units: 记者 崔欣 通讯员 宋雅欣, 文/本报记者 郭强 摄影/周世杰, 公司工会：戴静 文/图.

    Returns () as soon as a part is neither a role, a unit nor a name, so that no text is taken for a byline.
    """
    tokens = _tokens(_INNER_BRACKET.sub(r" \1 ", text))
    if tokens is None:
        return ()
    people: list[Credit] = []
    for group in _groups(tokens):
        before = [_BEFORE.get(one, one) for one in group.before[-1:] if one != "发"]
        roles = before + [one for behind in group.behind for one in _BEHIND.get(behind, (behind,))]
        for name in group.names:
            people += [Credit(name, role, group.unit) for role in roles or [""]]
    return tuple(dict.fromkeys(people))


@dataclass
class _Group:
    """Names that are credited together, with the roles printed before and behind them."""

    unit: str = ""
    before: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)


def _groups(tokens: list[_Token]) -> list[_Group]:
    groups = [_Group()]
    for position, token in enumerate(tokens):
        group = groups[-1]
        follows = tokens[position + 1].kind if position + 1 < len(tokens) else ""
        if token.kind == "role" and group.names and (follows != "names" or token.text in _BEHIND_ONLY):
            group.behind.append(token.text)
            continue
        if group.behind or (group.names and token.kind != "names"):
            group = _Group(group.unit if token.kind == "names" else "")
            groups.append(group)
        if token.kind == "unit":
            group.unit = token.text
        elif token.kind == "role":
            group.before.append(token.text)
        else:
            group.names += token.names
    return [group for group in groups if group.names]


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # role, unit or names
    text: str
    names: tuple[str, ...] = ()


def _tokens(text: str) -> list[_Token] | None:
    """Roles, units and names in order; None when something else is there."""
    found: list[_Token] = []
    for stretch in _SEPARATORS.split(_SPACED_NAME.sub(r"\1\2", text)):
        rest = stretch
        while rest:
            token = _next_token(rest)
            if token is None:
                return None
            found.append(token)
            rest = rest[len(token.text) :]
    return found


def _next_token(text: str) -> _Token | None:
    if role := _ROLE.match(text):
        return _Token("role", role[0]) if _SAYS_MORE.match(text, role.end()) is None else None
    if unit := _UNITS.match(text):
        return _Token("unit", unit[0])
    ahead = [found.start() for found in (_ROLE.search(text), _UNITS.search(text)) if found]
    words = text[: min(ahead, default=len(text))]
    if names := split_names(words):
        return _Token("names", words, tuple(names))
    return _Token("unit", words) if _ORGANISATION.fullmatch(words) else None
