"""What a reporter leaves with: a tag line for the paper's own system, JSON, ninjs, a Word document with keywords."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

from gongbao.core.annotations import Annotations, Tag
from gongbao.core.records import State, TaggedArticle
from gongbao.core.settings import Settings
from gongbao.desk.reporter.hints import Hint
from gongbao.desk.reporter.printed_before import PrintedBefore
from gongbao.desk.reporter.story import Story
from gongbao.desk.reporter.suggesting import Suggestion

Values = dict[str, Any]
_WITHHELD = "withheld"  # ninjs' pubStatus of what may not be published yet
_SHORT_DIGEST = 12  # hexadecimal digits by which a story without an id is told from another


def kept_labels(found: Iterable[Suggestion]) -> dict[str, list[str]]:
    """{facet: labels that the story leaves with}."""
    labels: dict[str, list[str]] = {"district": [], "campaign": [], "activity": []}
    for one in found:
        if one.is_kept:
            labels.setdefault(one.facet, []).append(one.label)
    return labels


def tag_line(found: Iterable[Suggestion]) -> str:
    """``朝阳区 房山区 #送清凉 #慰问``: districts as they are, the others with a hash, white space left out."""
    labels = kept_labels(found)
    topics = dict.fromkeys((*labels["campaign"], *labels["activity"]))  # 慰问 may be of both
    parts = [*labels["district"], *(f"#{label}" for label in topics)]
    return " ".join("".join(part.split()) for part in parts)


def keywords(found: Iterable[Suggestion]) -> tuple[str, ...]:
    """The labels of all facets, each once: a document's keywords."""
    return tuple(dict.fromkeys(label for labels in kept_labels(found).values() for label in labels))


def suggestion_row(one: Suggestion) -> Values:
    """A suggestion as other programs are promised it; positions are characters of the story's ``text``."""
    return {
        "facet": one.facet,
        "label": one.label,
        "score": one.score,
        "status": str(one.status),
        "origin": str(one.origin),
        "evidence": [{"start": spot.start, "end": spot.end, "text": spot.text} for spot in one.spots],
    }


def hint_row(one: Hint) -> Values:
    """A hint as other programs are promised it."""
    return asdict(one)


def story_row(story: Story, found: Sequence[Suggestion], hints: Iterable[Hint] = ()) -> Values:
    """A story with its tags as other programs are promised it."""
    article = story.article
    return {
        "headline": article.headline,
        "kicker": article.kicker,
        "subhead": article.subhead,
        "byline": [asdict(one) for one in article.byline],
        "dateline": article.dateline,
        "paragraphs": list(article.paragraphs),
        "date": str(article.date),
        "text": story.text,
        "labels": kept_labels(found),
        "tag_line": tag_line(found),
        "tags": [suggestion_row(one) for one in found],
        "hints": [hint_row(one) for one in hints],
    }


def before_row(before: PrintedBefore) -> Values:
    """What was printed before as other programs are promised it; dates in ISO 8601 as far as known."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict) and value.keys() == {"year", "month", "day"}:
            parts = (f"{value['year']:04d}", f"{value['month']:02d}", f"{value['day']:02d}")
            known = [part for part, number in zip(parts, value.values(), strict=True) if number]
            return "-".join(known)
        if isinstance(value, dict):
            return {name: plain(one) for name, one in value.items()}
        return [plain(one) for one in value] if isinstance(value, list | tuple) else value

    row: Values = plain(asdict(before))
    return row


def story_json(story: Story, found: Sequence[Suggestion], hints: Iterable[Hint] = ()) -> bytes:
    """The story with its tags as a JSON file."""
    return _json(story_row(story, found, hints))


def story_ninjs(story: Story, found: Sequence[Suggestion], annotations: Annotations, settings: Settings) -> bytes:
    """The story as ninjs 3.0; it is withheld until an editor publishes it, and its own name is its content's."""
    from gongbao.site.machines.ninjs import ninjs_values
    from gongbao.site.render import site_of

    name = story.article.id or f"draft-{story.article.source_sha256[:_SHORT_DIGEST]}"
    tags = tuple(tag_of(one) for one in found)
    article = replace(story.article, id=name, state=State.DRAFT)
    values = ninjs_values(TaggedArticle(article, replace(annotations, tags=tags)), site_of(settings))
    values.pop("renditions", None)  # it has no address in the archive
    return _json(values | {"pubStatus": _WITHHELD})


def story_docx(story: Story, found: Sequence[Suggestion]) -> bytes:
    """The uploaded document with the labels among its keywords, all else kept; a new one for any other story."""
    from gongbao.desk.reporter.word import new_document, with_keywords

    words = keywords(found)
    return with_keywords(story.article.source, story.document or new_document(story.article), words)


def tag_of(one: Suggestion) -> Tag:
    """The suggestion as a tag, for what takes an article with its annotations; its evidence stays behind."""
    return Tag(one.facet, one.label, one.score, one.status, one.origin)


def _json(values: Values) -> bytes:
    return f"{json.dumps(values, ensure_ascii=False, indent=1)}\n".encode()
