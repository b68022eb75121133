"""An extract for lists: at most two whole sentences of the article, as printed, in reading order.

The first is mostly the lead's, without 本报讯（记者 …）; the second adds most of what headline and key phrases name.
A picture without text has its caption's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gongbao.core.annotations import Passage, Phrase
from gongbao.nlp.layout import FieldSpan, Layout

LONGEST_EXTRACT = 120  # characters of both sentences: three lines of a list on a phone
_SHORTEST = 8  # characters; what is shorter says nothing alone
_MOST_SENTENCES = 8  # that are looked at
_MOST_READ = 1000  # characters that they may take
_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]+[”’」』）)]*")
# 本报讯（记者 …）, 新华社北京7月8日电, 央视网消息（…）：, with what stands around them.
_PREFIX = re.compile(
    r"[\s　■□●◆▲]*(?:(?:本报讯|(?:本报|新华社|中新社|中新网|人民网|央视网)[^，。（(：:\n]{0,16}?(?:[电讯]|消息)"
    r"(?=[\s　（(：:—0-9０-９一二三四五六七八九十昨今近日]))[\s　]*(?:[（(][^）)\n]{0,60}[）)])?|"
    r"[（(](?:本报)?(?:特约)?(?:记者|通讯员)[^）)\n]{0,60}[）)])?[\s　：:—-]*"
)
_CREDIT = re.compile(r"(?:摄|摄影|摄影报道|供图)(?:/[^。]{0,10})?$")
_PAIRS = ("“”", "‘’", "「」", "（）", "()", "《》")
# A sentence that begins so speaks of what the one before said, and stands badly alone.
_LEANING = re.compile(
    r"[\s　]*(?:[他她它其这那此该但而却也还则]|因此|所以|于是|同时|此外|另外|对此|随后|接着|不过|然而|其中|"
    r"据介绍|据了解|据悉|之后)"
)
_SPOKEN = re.compile(r"[\s　]*[“‘「]|[^“”]{0,20}(?:说|表示|指出|强调|认为)[，：:]")
_TEASING = re.compile(r"[？?]")
# Chosen on news items of even number (docs/quality.md): the nearer the top the better, all else is smaller.
_PAIR_WEIGHT, _PHRASE_WEIGHT, _FARTHER = 1.0, 0.6, 0.2
_LEAN, _SPEECH, _TEASE = 0.18, 0.2, 0.15  # taken off for what stands badly alone
_AGAIN = 0.5
_FIRST_BONUS = 1.0  # of the first sentence: a newspaper says in it what happened
_LEAD_SENTENCE = 24  # characters from which on a first sentence says what happened
_SAYS_LITTLE, _LONG_ENOUGH = 20, 150  # 连日来，气温不断攀升。 is no extract of an article of so many characters
_WORTH_ADDING = -0.3  # a second sentence that adds less is left out


@dataclass(frozen=True, slots=True)
class _Sentence:
    place: FieldSpan
    start: int  # in the laid-out text
    text: str
    order: int


def find_extract(layout: Layout, phrases: Iterable[Phrase]) -> tuple[Passage, ...]:
    """At most two sentences of LONGEST_EXTRACT characters together; none where no fit sentence is short enough."""
    sentences = [one for one in _sentences(layout) if _SHORTEST <= len(one.text) <= LONGEST_EXTRACT]
    if not sentences:
        return ()
    aims = _Aims(layout, phrases)
    first = max(sentences, key=lambda one: aims.gain(one.text, "") + _ease(one) + _lead_bonus(one))
    room = LONGEST_EXTRACT - len(first.text)
    others = [one for one in sentences if one is not first and len(one.text) <= room]
    second = max(others, key=lambda one: aims.gain(one.text, first.text) + _ease(one), default=None)
    chosen = [first]
    if second is not None and aims.gain(second.text, first.text) + _ease(second) >= _WORTH_ADDING:
        chosen.append(second)
    if len(chosen) == 1 and len(first.text) < _SAYS_LITTLE and len(layout.text) > _LONG_ENOUGH:
        return ()
    return tuple(_passage(one) for one in sorted(chosen, key=lambda one: one.start))


class _Aims:
    """What an extract ought to name: the headline's pairs of characters, and the key phrases."""

    def __init__(self, layout: Layout, phrases: Iterable[Phrase]) -> None:
        headline = next((layout.text[one.start : one.end] for one in layout.fields if one.field == "headline"), "")
        self._pairs = {headline[at : at + 2] for at in range(min(len(headline), 100) - 1)}
        self._phrases = [(phrase.text, phrase.weight) for phrase in phrases]
        self._weight = sum(weight for _, weight in self._phrases) or 1.0

    def gain(self, text: str, beside: str) -> float:
        """How much of it a sentence names, 0 to 1.6; what is named beside it too counts _AGAIN."""
        named = sum(w * (_AGAIN if phrase in beside else 1) for phrase, w in self._phrases if phrase in text)
        pairs = sum(_AGAIN if pair in beside else 1 for pair in self._pairs if pair in text)
        return _PHRASE_WEIGHT * named / self._weight + _PAIR_WEIGHT * pairs / (len(self._pairs) or 1)


def _ease(sentence: _Sentence) -> float:
    """What speaks against a sentence that is to stand alone."""
    lean = _LEAN * bool(_LEANING.match(sentence.text)) + _SPEECH * bool(_SPOKEN.match(sentence.text))
    return -lean - _TEASE * bool(_TEASING.search(sentence.text)) - _FARTHER * sentence.order


def _lead_bonus(sentence: _Sentence) -> float:
    """What speaks for the first sentence; less where it only says that it is hot."""
    return _FIRST_BONUS * min(1.0, len(sentence.text) / _LEAD_SENTENCE) if sentence.order == 0 else 0.0


def _sentences(layout: Layout) -> Iterator[_Sentence]:
    """The sentences from the top that are whole: their quotation marks and brackets are closed in them."""
    order = read = 0
    for place in _places(layout.fields):
        text = layout.text[place.start : min(place.end, place.start + _MOST_READ)]
        prefix = _PREFIX.match(text) if order == 0 else None
        for start, end in _whole(text, prefix.end() if prefix else 0, place.field == "caption"):
            if order >= _MOST_SENTENCES:
                return
            yield _Sentence(place, place.start + start, text[start:end], order)
            order += 1
        read += len(text)
        if read > _MOST_READ:
            return


def _whole(text: str, position: int, to_the_end: bool) -> Iterator[tuple[int, int]]:
    """(start, end) of the sentences from a position on; what closes elsewhere than it opened is passed over.

    A caption's last words need no full stop (``to_the_end``) unless they are a credit.
    """
    start = position
    for found in _SENTENCE.finditer(text, position):
        piece = text[start : found.end()]
        opened = [piece.count(pair[0]) - piece.count(pair[1]) for pair in _PAIRS]
        if any(count > 0 for count in opened) and len(piece) <= LONGEST_EXTRACT:
            continue  # a full stop inside a quotation: the sentence goes on
        if not any(opened):
            yield start + len(piece) - len(piece.lstrip()), found.end()
        start = found.end()
    rest = text[start:].strip()
    if to_the_end and rest and start + len(rest) < _MOST_READ and not _CREDIT.search(rest):
        begin = text.index(rest, start)
        yield begin, begin + len(rest)


def _places(fields: Sequence[FieldSpan]) -> Iterator[FieldSpan]:
    """The paragraphs; captions where there is none."""
    paragraphs = [place for place in fields if place.field == "paragraph"]
    yield from paragraphs or [place for place in fields if place.field == "caption"]


def _passage(sentence: _Sentence) -> Passage:
    start = sentence.start - sentence.place.start
    return Passage(sentence.place.field, sentence.place.index, start, start + len(sentence.text), sentence.text)
