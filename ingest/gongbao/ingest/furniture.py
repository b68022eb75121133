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

_SHORT = 60  # characters; a longer line tells something and is judged with its article
_TITLE_LIKE = 24
_MAX_SPREAD = 6  # lines; how far an advertisement reaches back over short lines
_SENTENCE_ENDS = "。！？…；：”"


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a line is in no article."""

    reason: str
    evidence: str  # names of the marks, as in ``notices``
    strength: int


def marks_of(text: str) -> Finding | None:
    """The marks that a line bears, strongest reason first; None when it bears none. Costs nothing on a long line."""
    if len(text) > _SHORT:
        return None
    for mark in notices.WHOLE_LINE:
        if mark.pattern.fullmatch(text):
            return Finding(mark.reason, mark.name, notices.STRONG)
    found = [mark for mark in notices.INSIDE_LINE if mark.pattern.search(text)]
    if not found:
        return None
    strongest = max(found, key=lambda mark: mark.strength)
    return Finding(strongest.reason, " + ".join(mark.name for mark in found), sum(mark.strength for mark in found))


def find_furniture(lines: Sequence[Line]) -> dict[int, Finding]:
    """The lines that belong to no article, by index. Linear in the number of lines."""
    marks = {index: found for index, line in enumerate(lines) if (found := marks_of(line.text))}
    findings = {
        index: found
        for index, found in marks.items()
        if found.strength >= notices.STRONG and not _is_sentence(lines[index].text)
    }
    for index in sorted(findings):
        if findings[index].reason == notices.ADVERTISEMENT:
            _spread_back(lines, index, findings)
            _spread_forward(lines, index, marks, findings)
    return findings


def _is_sentence(text: str) -> bool:
    """Whether a line tells something: a phone number inside a report's sentence is no advertisement."""
    return opens_with_dateline(text) or looks_like_credit_line(text) or (len(text) > _TITLE_LIKE and "。" in text[:-1])


def _is_title_like(text: str) -> bool:
    return (
        len(text) <= _TITLE_LIKE
        and text[-1] not in _SENTENCE_ENDS
        and "，" not in text
        and "。" not in text
        and not looks_like_credit_line(text)
    )


def _spread_back(lines: Sequence[Line], seed: int, findings: dict[int, Finding]) -> None:
    """Short lines between the last text and an advertisement head nothing else, so they are its own."""
    if findings[seed].evidence == "mark of an advertisement":
        return
    evidence = "heads an advertisement"
    reached = seed
    for index in range(seed - 1, max(-1, seed - 1 - _MAX_SPREAD), -1):
        if index in findings:
            break
        if not _is_title_like(lines[index].text):
            return
        reached = index
    for index in range(reached, seed):
        findings.setdefault(index, Finding(notices.ADVERTISEMENT, evidence, notices.WEAK))


def _spread_forward(
    lines: Sequence[Line], seed: int, marks: dict[int, Finding], findings: dict[int, Finding]
) -> None:
    """Lines behind an advertisement join it while they bear marks, or stand in the same block."""
    behind_mark = findings[seed].evidence == "mark of an advertisement"
    index = seed + 1
    while index < len(lines) and index not in findings:
        line = lines[index]
        if line.gap != BLANK_LINE and len(line.text) <= _SHORT and not _is_sentence(line.text):
            evidence = "same block as an advertisement"
        elif index in marks and not _is_sentence(line.text):
            evidence = f"beside an advertisement + {marks[index].evidence}"
        elif notices.LATIN_LINE.fullmatch(line.text) and len(line.text) <= 2 * _SHORT:
            evidence = "beside an advertisement + no Chinese in it"
        elif behind_mark and index == seed + 1 and _is_title_like(line.text) and _is_followed_by_title(lines, index):
            evidence = "behind the mark of an advertisement"
        else:
            return
        findings[index] = Finding(notices.ADVERTISEMENT, evidence, notices.WEAK)
        index += 1


def _is_followed_by_title(lines: Sequence[Line], index: int) -> bool:
    return index + 1 == len(lines) or _is_title_like(lines[index + 1].text) or len(lines[index + 1].text) <= 2 * _TITLE_LIKE
