"""What a sentence says about the words in it: reported as done, planned, demanded, denied, or merely listed.

The rules look at cues of newspaper Chinese, never at a label, so that they hold for labels they have not met.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import StrEnum
from typing import NamedTuple

from gongbao.nlp.layout import TITLE_FIELDS, Layout

LONGEST_TITLE = 60  # a "title" longer than this is a lead that was printed without one
SHORT_ITEM = 220  # an article as short as this is all lead
LEAD_CHARACTERS = 160  # a lead that is one very long paragraph is read as lead only so far


class Zone(StrEnum):
    """Where a sentence stands in the article."""

    TITLE = "title"
    LEAD = "lead"
    CORE = "core"  # a sentence near the top that says which union or unit acted: a feature's lead comes before it
    BODY = "body"
    PAGE = "page"


class Context(StrEnum):
    """How a sentence puts what it says."""

    REPORTED = "reported"
    PLANNED = "planned"  # 下一步将继续开展…
    DEMANDED = "demanded"  # 要求各级工会加强…
    DENIED = "denied"  # 没有、尚未
    LISTED = "listed"  # one of three or more names side by side
    PAST = "past"  # a curriculum vitae: 曾获…
    QUOTED = "quoted"  # inside what somebody says
    COMMENT = "comment"  # a leader, or what people say about a speech: it tells of an event that is past
    ARGUED = "argued"  # a columnist's or a letter writer's: it names what it does not report
    DIGEST = "digest"  # one of many items under one title: no label is the whole's
    DIRECTIVE = "directive"  # the body of a decree, a plan, a notice: all of it is yet to be done


# What a match in such a context is worth beside one that is reported. Chosen on the labelled sets' seen part.
CONTEXT_WEIGHTS = {
    Context.REPORTED: 1.0,
    Context.PLANNED: 0.3,
    Context.DEMANDED: 0.25,
    Context.DENIED: 0.0,
    Context.LISTED: 0.35,
    Context.PAST: 0.5,
    Context.QUOTED: 0.35,
    Context.COMMENT: 0.5,
    Context.ARGUED: 0.25,
    Context.DIGEST: 0.5,
    Context.DIRECTIVE: 0.3,
}

# A decree's title tells what it is about; that of a comment tells what it comments on.
_WHOLE_WITH_TITLE = frozenset({Context.COMMENT, Context.ARGUED})

_SENTENCE_END = re.compile(r"[。！？!?；;\n]+[”’」』）)]*")
_SEMICOLONS = frozenset(";；")
_MOST_POINTS = 6  # of a plan, joined by semicolons, that are read back to its beginning
_PLANNED = re.compile(
    r"下一步|下一阶段|下阶段|接下来|今后|明年|将来|未来(?!科学城|科技城)|即将(?!到来|来临|过去)|计划(?:在|于|用|"
    r"到|再|继续|开展|举办|组织)|拟(?:于|在|定)|"
    r"将(?:继续|进一步|持续|不断|以此|会|于|陆续|通过|结合|依托|围绕|充分|适时|定期|不定期|逐步|全面|全力|深入|"
    r"积极|大力|切实|推出|举办|开展|组织)|"
    r"(?:还|也|都|均)将"
)
_DEMANDED = re.compile(
    r"(?:强调|指出|要求|号召|叮嘱|嘱咐|希望|勉励|寄语|提出|倡议|呼吁|部署|明确|鼓励)[^。]{0,40}?(?:要|应|必须|"
    r"坚持|加强|推动|做好|把|以|进一步|加快|提高|支持)|"
    r"^[^，。]{0,12}[一二三四五六七八九十]是(?:要|坚持|加强|推动|深化|完善|加快|健全)|"
    r"(?:^|[，、：“])(?:也|还|都|更|就|同时|一定|务必|切实)?(?:要|应当?|必须|务必)(?!求|素|闻|点|道|么|是|不是|变|用)|"
    r"(?:各级|全体|广大|各单位|大家|我们)[^，。]{0,14}(?:要|应|必须)(?!求)"
)
_SPEECH = re.compile(
    r"强调|指出|要求|号召|希望|提出|认为|表示(?!祝贺|慰问|感谢|敬意)|》(?:提出|明确|要求|指出|规定|强调)"
)
_SPEECH_GOES_ON = re.compile(r"^(?:他|她|会议|同时|此外|还|要|[一二三四五六七八九十][是要]|坚持|加强|推动)")
_DENIED = re.compile(
    r"(?:没有|未能|尚未|并未|从未|不再|无法|取消了?|停止了?|不得|不准|禁止|严禁|不搞)[^，。的]{0,10}$|"
    r"(?:不|没|未|别|勿)(?:发|搞|办|设|开|评|送|去|做|参加|组织|举办|开展|举行|召开|进行)[^，。]{0,4}$|(?:不是|并非|而非|不等于)[^，。]{0,3}$"
)
_DENIED_AFTER = re.compile(r"[^，。；]{0,4}?(?:取消了?|推迟|停办|不办了|没了|叫停|免了)")
_DENIAL_REACH = 13  # characters before a match in which it may be denied
# Who acts in a union newspaper. A company or an office alone would make every business report's body count.
_ACTOR = re.compile("工会|工联会|工委会|支部|党委|党总支|团委|妇联|女工委")
CORE_REACH = 600  # characters from the top: a feature tells by then whose doing it is
_PAST = re.compile(
    r"(?:曾|先后|历任|多次|连续[^，。]{1,4}年)[^。]{0,20}(?:获|荣获|当选|被评|担任|被授予)|荣誉称号获得者|"
    r"^(?:往年|以往|从前|早先|早年|过去|以前|当年|近年来|多年来|近些年|这些年|历年来|长期以来|党的十[八九]大以来|改革开放以来)|"
    r"^[^，。]{0,12}曾(?:经|在|多次|于|到|赴|先后)"
)
_CLAUSE_MARKS = "，；：,;:"
_DIRECTIVE = re.compile(
    r"(?:意见|条例|规定|办法|通知|规划|纲要|方案|决定|草案|准则|公报)"
    r"[》”]?(?:（[^）]{1,12}）)?(?:发布|印发|公布|施行|出台)?$|印发《|发布《"
)
_COMMENT = re.compile(r"评论员(?:文章)?|社论|[快时短锐]评|(?:引发|引起|产生)[^。，]{0,12}反响|论学习贯彻")
# A reader's letter wishes, a columnist argues: both name what they do not report.
_LETTER = re.compile(r"^(?:编辑同志|编辑部|尊敬的编辑|.{0,6}编辑[：:])|读者来信|来信(?:照登|选登)|咨询[：:]|问[：:]")
_OPINION = re.compile(
    r"^(?:别[把让拿当做]|莫[让把做]|切莫|切勿|岂|何妨|不妨|谨防|警惕)|(?:有感|随想|杂感|杂谈|漫谈|之我见|刍议|[一小]议|几点思考|断想)$"
)
_DIGEST = re.compile(r"(?:快讯|简讯|短讯|要闻|短波|集锦|集萃|一览|速览|一句话新闻|新闻摘要)$")
_TOP_FIELDS = 6  # page, titles and the first paragraph: where a letter says that it is one
_SALUTATION = 60  # characters of a field in which a letter says that it is one
_SPOKEN = 20  # a quotation this long is speech, a shorter one a name
_LONGEST_SPEECH = 2000  # its marks are looked for no farther away: a paragraph may be a megabyte
_LIST_ITEM = re.compile(r"[^、，。；：！？\n]{1,10}")


class Sentence(NamedTuple):
    """A sentence of the laid-out text."""

    start: int
    end: int
    zone: Zone
    context: Context
    turn: int = 0  # from here on the context holds: what is told in the clauses before a demand was done


class Sentences:
    """The sentences of a laid-out text, each judged when it is first asked for."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._starts: list[int] = [0]
        self._starts += [found.end() for found in _SENTENCE_END.finditer(layout.text)]
        self._known: dict[int, Sentence] = {}
        self._lead_end = _lead_end(layout)
        self._whole = _whole(layout, self._lead_end)

    def at(self, position: int) -> Sentence:
        """The sentence that holds this position."""
        number = bisect_right(self._starts, position) - 1
        known = self._known.get(number)
        if known is None:
            known = self._known[number] = self._judge(number)
        return known

    def context_of(self, start: int, end: int) -> Context:
        """How a match is put: its sentence's context, unless nearer words say otherwise."""
        sentence = self.at(start)
        text = self._layout.text
        if _DENIED.search(text, max(sentence.start, start - _DENIAL_REACH), start) or _DENIED_AFTER.match(text, end):
            return Context.DENIED
        if start < sentence.turn:
            return Context.REPORTED
        if sentence.context in (Context.REPORTED, Context.PAST):
            if _is_listed(text, start, end, sentence):
                return Context.LISTED
            if self._is_spoken(start):
                return Context.QUOTED
        return sentence.context

    def _is_spoken(self, position: int) -> bool:
        """Whether the position is inside a long quotation of its paragraph."""
        text, place = self._layout.text, self._layout.field_at(position)
        opened = text.rfind("“", max(place.start, position - _LONGEST_SPEECH), position)
        if opened < 0 or text.find("”", opened, position) >= 0:
            return False
        closed = text.find("”", position, min(place.end, position + _LONGEST_SPEECH))
        return (closed if closed >= 0 else place.end) - opened > _SPOKEN

    def _judge(self, number: int) -> Sentence:
        start = self._starts[number]
        end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self._layout.text)
        place = self._layout.field_at(start)
        if place.field == "page":
            return Sentence(start, end, Zone.PAGE, Context.REPORTED)
        if place.field in TITLE_FIELDS and place.end - place.start <= LONGEST_TITLE:
            context = self._whole if self._whole in _WHOLE_WITH_TITLE else Context.REPORTED
            return Sentence(start, end, Zone.TITLE, context)
        in_lead = start < self._lead_end or place.field == "caption" or place.field in TITLE_FIELDS
        zone = Zone.LEAD if in_lead else Zone.BODY
        if self._whole is not None:
            return Sentence(start, end, zone, self._whole)
        context, turn = self._context(number, start, end, place.start)
        if context is Context.REPORTED:
            context = self._carried_on(number, place.start) or context
        if zone is Zone.BODY and start < CORE_REACH and _ACTOR.search(self._layout.text, start, min(end, start + 400)):
            zone = Zone.CORE
        return Sentence(start, end, zone, context, turn)

    def _carried_on(self, number: int, paragraph_start: int) -> Context | None:
        """The plan or demand whose further point this is: 将继续…；建设…；推进…"""
        for earlier in range(number - 1, max(-1, number - 1 - _MOST_POINTS), -1):
            start, end = self._starts[earlier], self._starts[earlier + 1]
            if self._layout.text[end - 1] not in _SEMICOLONS or start < paragraph_start:
                return None
            context, _ = self._context(earlier, start, end, paragraph_start)
            if context in (Context.PLANNED, Context.DEMANDED):
                return context
        return None

    def _context(self, number: int, start: int, end: int, paragraph_start: int) -> tuple[Context, int]:
        """How the sentence puts what it says, and from which position on."""
        text = self._layout.text[start : min(end, start + 400)]  # a "sentence" of a megabyte is no sentence
        if "》" in text and _SPEECH.search(text):
            return Context.DEMANDED, start
        for cue, context in ((_DEMANDED, Context.DEMANDED), (_PLANNED, Context.PLANNED)):
            found = cue.search(text)
            if found is not None:
                clause = max(text.rfind(mark, 0, found.start() + 1) for mark in _CLAUSE_MARKS)
                return context, start + max(clause, 0)
        if start > paragraph_start and _SPEECH_GOES_ON.match(text):
            before = self._layout.text[max(paragraph_start, start - 400) : start]
            if _SPEECH.search(before):
                return Context.DEMANDED, start
        return (Context.PAST if _PAST.search(text) else Context.REPORTED), start


def _lead_end(layout: Layout) -> int:
    """Where the lead ends: after the first paragraph of a full sentence, at LEAD_CHARACTERS, or after a short item."""
    if len(layout.text) <= SHORT_ITEM:
        return len(layout.text)
    for place in layout.fields:
        is_text = place.end - place.start > 30 or "。" in layout.text[place.start : place.end]
        if place.field == "paragraph" and is_text:
            return min(place.end, place.start + LEAD_CHARACTERS)
    return 0


def _whole(layout: Layout, lead_end: int) -> Context | None:
    """The context of a whole article that prints or sums up a decree, a plan or a notice, or comments on an event."""
    titles = [place for place in layout.fields if place.field == "headline"]
    if any(_DIRECTIVE.search(layout.text, place.start, place.end) for place in titles):
        return Context.DIRECTIVE
    if any(_OPINION.search(layout.text[place.start : place.end]) for place in titles):
        return Context.ARGUED
    if any(_DIGEST.search(layout.text, place.start, place.end) for place in titles):
        return Context.DIGEST
    if any(_LETTER.search(layout.text[place.start : place.end][:_SALUTATION]) for place in layout.fields[:_TOP_FIELDS]):
        return Context.ARGUED
    end = max([lead_end, *(place.end for place in titles)])
    return Context.COMMENT if _COMMENT.search(layout.text, 0, end) else None


def _is_listed(text: str, start: int, end: int, sentence: Sentence) -> bool:
    """Whether the match is one of at least three short items joined by 、"""
    left = text[max(sentence.start, start - 40) : start]
    right = text[end : min(sentence.end, end + 40)]
    before = left.rsplit("，", 1)[-1].split("、")
    after = right.split("，", 1)[0].split("、")
    if len(before) + len(after) - 1 < 3:
        return False
    return all(_LIST_ITEM.fullmatch(item) for item in before[1:-1] + after[1:-1])
