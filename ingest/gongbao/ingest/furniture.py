"""Advertisements and page furniture: lines that are no part of any article, each with the evidence against it.

A line that is nothing but furniture goes by itself. An advertisement is a group: marks strong enough
start it, and the short lines that can belong to nothing else join it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongbao.ingest import notices
from gongbao.ingest.blocks import BLANK_LINE, Line
from gongbao.ingest.credits import looks_like_credit_line, opens_with_dateline
from gongbao.ingest.folio import read_folio

_SHORT = 60  # characters; a longer line tells something and is judged with its article
_LONGEST_NOTICE = 300
_TITLE_LIKE = 24
_MAX_SPREAD = 6  # lines; how far an advertisement reaches back over short lines
_SENTENCE_ENDS = "。！？…；：”"


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a line is in no article."""

    reason: str
    evidence: str  # names of the marks, as in ``notices``
    strength: int
    is_strong: bool = False  # one mark alone is strong, and says so even inside a sentence


def marks_of(text: str) -> Finding | None:
    """The marks that a line bears, strongest reason first; None when it bears none. Costs nothing on a long line."""
    if len(text) > _SHORT:
        return None
    if read_folio(text) is not None:
        return Finding(notices.FURNITURE, "folio", notices.STRONG, True)
    for mark in notices.WHOLE_LINE:
        if mark.pattern.fullmatch(text):
            return Finding(mark.reason, mark.name, notices.STRONG, True)
    found = [mark for mark in notices.INSIDE_LINE if mark.is_in(text)]
    if not found:
        return None
    strongest = max(found, key=lambda mark: mark.strength)
    return Finding(strongest.reason, _names(found), sum(mark.strength for mark in found), _speaks_in_sentences(found))


def _names(found: Sequence[notices.Mark]) -> str:
    return " + ".join(mark.name for mark in found)


def _speaks_in_sentences(found: Sequence[notices.Mark]) -> bool:
    """A formula of law settles it even inside a sentence; a phone number there may be a report's service to readers."""
    return any(mark.name in notices.FORMULAS for mark in found)


def _marks_of_text(text: str) -> Finding | None:
    """The marks of a longer text that stands beside an advertisement; a report's opening acquits it."""
    if len(text) > _LONGEST_NOTICE or opens_with_dateline(text):
        return None
    found = [mark for mark in notices.INSIDE_LINE if mark.reason == notices.ADVERTISEMENT and mark.is_in(text)]
    strength = sum(mark.strength for mark in found)
    return Finding(notices.ADVERTISEMENT, _names(found), strength) if strength > 1 else None


def find_furniture(lines: Sequence[Line]) -> dict[int, Finding]:
    """The lines that belong to no article, by index. Linear in the number of lines."""
    marks = {index: found for index, line in enumerate(lines) if (found := marks_of(line.text))}
    findings: dict[int, Finding] = {}
    for index, found in marks.items():
        beside = any(one in marks and _is_loose(lines[one].text) for one in (index - 1, index + 1))
        if _is_sentence(lines[index].text):
            continue
        if _is_loose(lines[index].text):
            if found.strength + beside >= notices.STRONG:
                findings[index] = found
        elif found.is_strong:
            findings[index] = found
    for index in sorted(findings):
        if findings[index].reason == notices.ADVERTISEMENT:
            _spread_back(lines, index, marks, findings)
            _spread_forward(lines, index, marks, findings)
    return findings


def _is_loose(text: str) -> bool:
    """Whether a line is set as display lines are: no sentence is begun or ended in it."""
    return text[-1] not in "。；" and "，" not in text and "。" not in text


def _is_sentence(text: str) -> bool:
    """Whether a line tells something: a phone number inside a report's sentence is no advertisement."""
    return opens_with_dateline(text) or looks_like_credit_line(text)


def _is_title_like(text: str) -> bool:
    return (
        len(text) <= _TITLE_LIKE
        and text[-1] not in _SENTENCE_ENDS
        and "，" not in text
        and "。" not in text
        and not looks_like_credit_line(text)
    )


def _spread_back(lines: Sequence[Line], seed: int, marks: dict[int, Finding], findings: dict[int, Finding]) -> None:
    """Short lines between the last text and an advertisement head nothing else, so they are its own."""
    for index in range(seed - 1, max(-1, seed - 1 - _MAX_SPREAD), -1):
        latin = notices.LATIN_LINE.fullmatch(lines[index].text) and len(lines[index].text) <= 2 * _SHORT
        marked = index in marks and not _is_sentence(lines[index].text)
        if index in findings or not (latin or marked or _is_title_like(lines[index].text)):
            return
        findings[index] = Finding(notices.ADVERTISEMENT, "heads an advertisement", notices.WEAK)


def _spread_forward(lines: Sequence[Line], seed: int, marks: dict[int, Finding], findings: dict[int, Finding]) -> None:
    """Lines behind an advertisement join it while they bear marks, or stand in the same block."""
    behind_mark = findings[seed].evidence == "mark of an advertisement"
    index = seed + 1
    while index < len(lines) and index not in findings:
        line = lines[index]
        if line.gap != BLANK_LINE and len(line.text) <= _SHORT and not _is_sentence(line.text):
            evidence = "same block as an advertisement"
        elif (marked := marks.get(index) or _marks_of_text(line.text)) and not _is_sentence(line.text):
            evidence = f"beside an advertisement + {marked.evidence}"
        elif notices.LATIN_LINE.fullmatch(line.text) and len(line.text) <= 2 * _SHORT:
            evidence = "beside an advertisement + no Chinese in it"
        elif behind_mark and index == seed + 1 and _is_title_like(line.text) and _is_followed_by_title(lines, index):
            evidence = "behind the mark of an advertisement"
        else:
            return
        findings[index] = Finding(notices.ADVERTISEMENT, evidence, notices.WEAK)
        index += 1


def _is_followed_by_title(lines: Sequence[Line], index: int) -> bool:
    return index + 1 == len(lines) or len(lines[index + 1].text) <= 2 * _TITLE_LIKE
