"""Tags for people and programs: facets, standings and verdicts in Chinese, and a tag as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gongbao.core.annotations import Tag

FACETS = {"district": "区", "campaign": "主题", "activity": "活动"}
VERDICTS = {"confirmed": "确认", "rejected": "否定", "undone": "撤销"}
STATUSES = {"set": "确定", "suggested": "建议", "confirmed": "已确认", "rejected": "已否定"}


def tag_row(tag: Tag) -> dict[str, Any]:
    """A tag with its evidence as plain values."""
    evidence = [
        {"field": e.field, "index": e.index, "start": e.start, "end": e.end, "text": e.text, "rule": e.rule}
        for e in tag.evidence
    ]
    return {
        "facet": tag.facet,
        "label": tag.label,
        "score": round(tag.score, 3),
        "status": str(tag.status),
        "evidence": evidence,
    }
