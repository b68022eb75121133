"""One source's text into articles: lines, furniture, roles, articles; every character ends in one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongbao.core.records import Article, Decision, Discard, Reading, Source
from gongbao.core.words import Segmenter
from gongbao.ingest.advertising import judge_draft
from gongbao.ingest.assemble import assemble, gather_drafts, standing_names
from gongbao.ingest.blocks import BLANK_LINE, Line, read_lines
from gongbao.ingest.evidence import page_evidence
from gongbao.ingest.furniture import Finding, find_furniture
from gongbao.ingest.model import Choice, Weights, choose_roles, load_weights

_JOINED = "continuation"


def split(source: Source, segmenter: Segmenter, weights: Weights | None = None) -> Reading:
    """Cut a source into articles; pure, and linear in the length of the text.

    The lines of the text are shared out: each goes to one article or to one discard, and each article's
    spans are its lines, so that nothing can be lost or doubled. ``decisions`` has one entry a line.
    """
    lines = read_lines(source.text)
    findings = find_furniture(lines)
    kept = [index for index in range(len(lines)) if index not in findings]
    page = [lines[index] for index in kept]
    choices = dict(zip(kept, choose_roles(page_evidence(page, segmenter), weights or load_weights()), strict=True))
    drafts = gather_drafts(page, [choices[index].role for index in kept])
    standing = standing_names(drafts)
    articles: list[Article] = []
    place = {line.start: index for index, line in enumerate(lines)}
    for draft in drafts:
        judged = judge_draft(draft)
        if judged is None:
            articles.append(assemble(draft, source, len(articles), standing))
        else:
            findings |= {place[line.start]: judged for line in draft.lines}
    discards = tuple(_discards(source.text, lines, findings))
    decisions = tuple(_decisions(lines, findings, choices))
    return Reading(source, tuple(articles), discards, decisions)


def _discards(text: str, lines: Sequence[Line], findings: dict[int, Finding]) -> Iterator[Discard]:
    """Lines of one block that go for one reason are one discard."""
    indices = sorted(findings)
    first = 0
    for place in range(1, len(indices) + 1):
        index = indices[place - 1]
        if place < len(indices):
            following = indices[place]
            same = following == index + 1 and lines[following].gap != BLANK_LINE
            if same and findings[following].reason == findings[index].reason:
                continue
        start, end = lines[indices[first]].start, lines[index].end
        evidence = dict.fromkeys(findings[one].evidence for one in indices[first:place])
        yield Discard(start, end, text[start:end], findings[index].reason, "; ".join(evidence))
        first = place


def _decisions(lines: Sequence[Line], findings: dict[int, Finding], choices: dict[int, Choice]) -> Iterator[Decision]:
    for index, line in enumerate(lines):
        finding = findings.get(index)
        if finding is not None:
            reasons = ((f"{finding.reason}: {finding.evidence}", float(finding.strength)),)
            yield Decision(index, line.start, line.end, "discard", False, float(finding.strength), reasons)
        else:
            chosen = choices[index]
            yield Decision(
                index, line.start, line.end, chosen.role, chosen.role == _JOINED, chosen.lead, chosen.reasons
            )


def explain(reading: Reading) -> str:
    """Each line of the source, what it was read as, how sure that is, and what spoke for and against it."""
    text = reading.source.text
    parts = []
    for decision in reading.decisions:
        shown = text[decision.start : decision.end]
        shown = shown if len(shown) <= 40 else f"{shown[:24]}…{shown[-12:]}"
        reasons = "，".join(f"{name} {weight:+.2f}" for name, weight in decision.evidence)
        parts.append(f"{decision.block + 1:>5} {decision.role:<12} {decision.score:>7.2f}  {shown}\n{'':>26}{reasons}")
    return "\n".join(parts)
