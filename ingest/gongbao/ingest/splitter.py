"""One source's text into articles: lines, furniture, roles, articles; every character ends in one of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from gongbao.core.records import Article, Decision, Discard, Reading, Source, Span
from gongbao.core.words import Segmenter
from gongbao.ingest.advertising import judge_draft
from gongbao.ingest.assemble import assemble, gather_drafts, standing_names
from gongbao.ingest.blocks import BLANK_LINE, Line, read_lines
from gongbao.ingest.constraints import barred_roles
from gongbao.ingest.evidence import page_evidence
from gongbao.ingest.furniture import Finding, find_furniture
from gongbao.ingest.gloss import ROLES, gloss
from gongbao.ingest.illustrating import illustrated
from gongbao.ingest.marked import marked_discards, read_marked, tells_articles
from gongbao.ingest.model import Choice, Weights, choose_roles, load_weights

_JOINED = "continuation"


def split(source: Source, segmenter: Segmenter, weights: Weights | None = None) -> Reading:
    """Cut a source into articles, with the pictures that are kept of it; pure, and linear in the length of the text.

    The lines of the text are shared out: each goes to one article or to one discard, and each article's
    spans are its lines, so that nothing can be lost or doubled. ``decisions`` has one entry a line.
    """
    return illustrated(read_marked(source) if tells_articles(source.marks) else _split(source, segmenter, weights))


def _split(source: Source, segmenter: Segmenter, weights: Weights | None) -> Reading:
    """As ``split``, where nothing but the text tells."""
    lines = read_lines(source.text)
    findings = find_furniture(lines) | marked_discards(source, lines)
    kept = [index for index in range(len(lines)) if index not in findings]
    page = [lines[index] for index in kept]
    evidence = page_evidence(page, segmenter)
    chosen = choose_roles(evidence, weights or load_weights(), barred_roles(page))
    choices = dict(zip(kept, chosen, strict=True))
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
    """The source's name, then each line of it: what it was read as, how sure that is, what spoke for and against it."""
    text = reading.source.text
    spans = sorted((span for article in reading.articles for span in article.spans), key=lambda span: span.start)
    parts = [reading.source.name]
    for decision in reading.decisions:
        shown = text[decision.start : decision.end]
        shown = shown if len(shown) <= 40 else f"{shown[:24]}…{shown[-12:]}"
        parts.append(f"{decision.block + 1:>5}  {_printed_role(decision, spans)} {decision.score:.2f}  {shown}")
        parts += [f"{'':>11}{name} {gloss(name)} {weight:+.2f}" for name, weight in decision.evidence]
    return "\n".join(parts)


def _printed_role(decision: Decision, spans: Sequence[Span]) -> str:
    """A line's role as its article has it, which tells kicker from subhead and dateline from text."""
    if decision.joined or decision.role == "discard":
        return ROLES[decision.role]
    first, behind = (bisect_left(spans, place, key=lambda span: span.start) for place in (decision.start, decision.end))
    return "、".join(ROLES[role] for role in dict.fromkeys(span.role for span in spans[first:behind]))
