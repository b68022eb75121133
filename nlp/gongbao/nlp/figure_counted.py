"""What a figure counts: the noun after its unit, else the noun before its number. Pure functions."""

from __future__ import annotations

import re
from functools import cache

from gongbao.core.words import Segmenter
from gongbao.nlp.word_lists import word_list

_AFTER = 22  # characters after the unit in which the noun stands
_BEFORE = 22  # and before the number
_LONGEST = 16  # characters of what is counted
_CLAUSE = re.compile(r"[^，。；：！？、,;:!?（）()《\[\]【】\s—…|/]+")
_RUN = re.compile(r"[^，。；：！？、,;:!?（）()《》\[\]【】\s—…|/“”‘’「」『』]+")  # a clause without quotations
_QUOTED = re.compile(r"[“‘《「『](?P<what>[^“”‘’《》「」『』\n]{1,20})[”’》」』]")
_OPEN = frozenset("“‘《「『")
_QUOTES = str.maketrans("", "", "“”‘’「」『』《》\"'")
# jieba's tags of what a noun phrase is made of. A verb may stand in it (充电桩), but neither begins nor ends it.
_NOUNS = frozenset(("j", "l", "eng", "s", "i", "vn", "an"))  # and all that begin with n
_NAMES = frozenset(("ns", "nr", "nt", "nrt", "t"))  # of places, people and bodies: before a number they count nothing
_MODIFIERS = frozenset("abgkqz")
ROUGHLY = re.compile("左右|以上|以下|以内|上下|不等|开外")
_RELATIVE = frozenset("的之")
_NO_RELATIVE = frozenset("的之要能会可想去将还")
_RELATIVE_TAGS = frozenset("vdanjlsbqemft")  # first letters of the tags that may stand before 的
_NOT_FIRST = frozenset("pcfurydme")
_PEOPLE = frozenset(("人", "人次"))  # themselves what is counted, so that no relative clause follows
_RATES = frozenset(("倍", "折"))
DURATIONS = frozenset(
    ("天", "年", "周", "星期", "个月", "个多月", "个半月", "个多小时", "个小时", "个工作日", "小时", "分钟", "秒")
)
_TRAILING = re.compile("(?:总数|总量|总计|合计|人数|数量|总额|(?<!指)数比?|总)$")
_INSIDE = re.compile("(?:之)?[内中里外间]$")  # 十个工作日内
_LEADING = re.compile("^(?:筹集|募集|筹措|投入|发放|捐赠)(?=..)")
# Tagged as verbs too, these are counted all the same: 5万元补助, 3场培训.
_ACTS = frozenset(("补助", "补贴", "奖励", "资助", "捐款", "投资", "贷款", "服务", "培训", "体检", "演出", "调解"))
_SUFFIXES = frozenset("率额量值度点站员队室班桩车机包卡器人户")  # a verb before them makes a noun with them

_SHORT = frozenset("县村镇乡市省国站船车")  # one character that is counted: 9个县

_Word = tuple[str, str]  # the word and jieba's tag


@cache
def _words(name: str) -> frozenset[str]:
    """The words of figure_NAME.txt."""
    return frozenset(word_list(f"figure_{name}"))


def find_counted(
    text: str, start: int, end: int, unit: str, bounds: tuple[int, int], segmenter: Segmenter | None
) -> tuple[str, int]:
    """What the number with its unit at text[start:end] counts, without quotation marks, and where the figure ends.

    ``bounds`` are those of the field, which is never left.
    """
    after, reached = _counted_after(text, end, min(bounds[1], end + _AFTER), unit, segmenter)
    if after:
        return after, reached
    if unit in DURATIONS or unit in _RATES:
        return "", end
    return _counted_before(text, max(bounds[0], start - _BEFORE), start, segmenter), end


def without_quotes(text: str) -> str:
    """As it is counted: “清凉包” and 清凉包 are one thing."""
    return text.translate(_QUOTES)


def _counted_after(text: str, start: int, limit: int, unit: str, segmenter: Segmenter | None) -> tuple[str, int]:
    if start < limit and text[start] in "余多":
        start += 1
    at = start
    roughly = ROUGHLY.match(text, at)
    if roughly:
        at = roughly.end()
    for word in ("人民币", "的"):
        if text.startswith(word, at):
            at += len(word)
    quoted = _QUOTED.match(text, at, limit + 20)
    if quoted:
        more, length = _noun_after(text, quoted.end(), min(limit, quoted.end() + 8), segmenter, nouns_only=True)
        if text[quoted.start()] == "《":
            more, length = "", 0
        return without_quotes(quoted["what"] + more), quoted.end() + length
    if unit in _RATES and at == start:
        return "", start
    noun, length = _noun_after(text, at, limit, segmenter, nouns_only=(unit == "%" and at == start) or unit in _PEOPLE)
    return without_quotes(noun), at + length


def _noun_after(text: str, start: int, limit: int, segmenter: Segmenter | None, *, nouns_only: bool) -> tuple[str, int]:
    """The noun phrase that begins here, and how many characters from here it ends."""
    clause = _RUN.match(text, start, limit)
    if clause is None:
        return "", 0
    words = segmenter.tag(clause[0]) if segmenter else [(clause[0][:_LONGEST], "n")]
    if not nouns_only and clause.end() < limit and text[clause.end()] in _OPEN:
        return _then_quoted(text, words, start, clause.end())
    if clause.end() == limit < len(text) and limit - start == _AFTER and len(words) > 1:
        words = words[:-1]  # the last may be cut in two
    phrase = _phrase(words)
    if phrase and phrase[0] not in _words("not_counted") and (nouns_only or not _is_described(words, phrase[1])):
        return phrase[0], len(phrase[0])
    return ("", 0) if nouns_only else _head_of_relative(words)


def _then_quoted(text: str, words: list[_Word], start: int, opened: int) -> tuple[str, int]:
    """A noun that goes on in quotation marks: 20个职工“暖心驿站”; else the noun before them."""
    phrase = _phrase(words)
    if phrase and phrase[1] == len(words):
        quoted = _QUOTED.match(text, opened)
        if quoted and text[opened] != "《" and len(phrase[0]) + len(quoted["what"]) <= _LONGEST:
            return phrase[0] + quoted["what"], quoted.end() - start
    return (phrase[0], len(phrase[0])) if phrase and phrase[0] not in _words("not_counted") else ("", 0)


def _phrase(words: list[_Word]) -> tuple[str, int] | None:
    """The noun phrase at the beginning, which ends with a noun, and of how many words it is."""
    last, characters = 0, 0
    for number, (word, tag) in enumerate(words):
        characters += len(word)
        if characters > _LONGEST or word in _words("not_counted"):
            break
        if _is_noun(word, tag, number) or (word in _SUFFIXES and number):
            last = number + 1
        elif not (tag[0] in _MODIFIERS or _is_inside(words, number, last)):
            break
        if number - last > 1:
            break
    if not last or (words[0][1][0] in _NOT_FIRST and words[0][0] not in _words("modifying_verbs")):
        return None
    if all(tag in ("ns", "t") for _, tag in words[:last]):
        return None
    phrase = "".join(word for word, _ in words[:last])
    if len(words[last - 1][0]) > 2 or last > 1:
        phrase = _INSIDE.sub("", phrase)
    return (phrase, last) if len(phrase) >= 2 or phrase in _SHORT else None


def _is_noun(word: str, tag: str, number: int) -> bool:
    if number == 0 and word in _ACTS:
        return True
    return (tag[0] == "n" or tag in _NOUNS) and word not in _words("verbs_after")


def _is_inside(words: list[_Word], number: int, last: int) -> bool:
    """Whether a verb is part of a noun phrase: 受灾/群众, 新/就业/群体, 充电/桩, but not 职工/参加/活动."""
    following = words[number + 1] if number + 1 < len(words) else ("", "x")
    if words[number][0] in _words("modifying_verbs"):
        return following[1][0] in "nva"
    if words[number][1][0] != "v":
        return False
    if following[0] in _SUFFIXES:
        return True
    begins = number == 0 or (last == 0 and words[number - 1][1][0] in _MODIFIERS)
    return (
        begins
        and len(words[number][0]) == 2
        and following[1][0] == "n"
        and words[number][0] not in _words("verbs_after")
    )


def _is_described(words: list[_Word], last: int) -> bool:
    """Whether the phrase and an adjective describe what is counted: 形式/多样/的/展演活动."""
    following = words[last : last + 2]
    return len(following) == 2 and following[0][1] == "a" and following[1][0] == "的"


def _head_of_relative(words: list[_Word]) -> tuple[str, int]:
    """The noun after 的 where what comes before is a relative clause: 来自基层一线的职工代表."""
    length = 0
    if words[0][0] in _NO_RELATIVE:
        return "", 0
    for number, (word, tag) in enumerate(words):
        if word in _RELATIVE:
            phrase = _phrase(words[number + 1 :]) if number + 1 < len(words) else None
            if phrase is None or phrase[0] in _words("not_counted"):
                return "", 0
            return phrase[0], length + len(word) + len(phrase[0])
        if tag[0] not in _RELATIVE_TAGS:
            return "", 0
        length += len(word)
    return "", 0


def _counted_before(text: str, start: int, end: int, segmenter: Segmenter | None) -> str:
    """The noun before the number, over words as 共计 and 达到; empty when there is none in the clause."""
    clause = None
    for found in _CLAUSE.finditer(text, start, end):
        clause = found
    if clause is None or clause.end() != end or segmenter is None:
        return ""
    if clause[0][-1] in "”’」』" or "”" in clause[0]:
        quoted = list(_QUOTED.finditer(text, start, end))
        if quoted and all(word in _words("words_between") for word, _ in segmenter.tag(text[quoted[-1].end() : end])):
            return quoted[-1]["what"]
    words = segmenter.tag(clause[0].rsplit("”", 1)[-1])
    while words and (words[-1][0] in _words("words_between") or words[-1][1] in ("d", "t")):
        words.pop()
    phrase = _LEADING.sub("", _TRAILING.sub("", _last_phrase(words, clause.start() == start > 0)))
    return phrase if 2 <= len(phrase) <= _LONGEST and phrase not in _words("not_counted") else ""


def _last_phrase(words: list[_Word], is_cut: bool) -> str:
    """The noun phrase at the end; ``is_cut``: the first word may be cut in two and is left out."""
    first = len(words)
    if first > 1 and len(words[-1][0]) == 1 and words[-1][0] in _SUFFIXES:
        first -= 2  # 入会/率, 充电/桩
    while first and (
        _is_nominal(words[first - 1]) or (first < len(words) and words[first - 1][0] in _words("modifying_verbs"))
    ):
        first -= 1
    if is_cut and first == 0 and len(words) > 1:
        first = 1
    while first < len(words) and words[first][0] in _words("verbs_before"):
        first += 1
    if all(tag in _NAMES for _, tag in words[first:]):
        return ""
    return "".join(word for word, _ in words[first:])


def _is_nominal(word: _Word) -> bool:
    is_noun = word[1][0] == "n" or word[1] in _NOUNS or word[1] in ("b", "k", "g")
    return is_noun and word[0] not in _words("not_counted") and word[0] not in _words("words_between")
