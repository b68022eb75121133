"""Articles to words and tags: districts, campaigns, activities, people, organisations and figures, each with evidence.

Nothing heavy is imported until a tagger is loaded.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongbao.core.words import Segmenter
    from gongbao.nlp.models import Model
    from gongbao.nlp.tagger import Tagger

__all__ = ["load_tagger"]


def load_tagger(
    vocabulary_folder: Path | None,
    segmenter: Segmenter,
    place: str = "北京市",
    model: Model | None = None,
    authority_folder: Path | None = None,
    *,
    tags_only: bool = False,
) -> Tagger:
    """The tagger by rules, with a newsroom's vocabulary folder (or None) layered on the project's own.

    ``place`` is the province, municipality or city whose districts (of a province: cities) are told apart:
    names that exist elsewhere too are read as this place's. ``model`` judges the labels that it learnt.
    ``authority_folder`` has the newsroom's names of people and organisations, layered on the project's own.
    With ``tags_only`` the tagger sets tags and finds nothing else, and is loaded sooner. Raises GongbaoError
    for a broken vocabulary or authority file and for a place that is in no table.
    """
    from gongbao.nlp.tagger import build_tagger

    return build_tagger(vocabulary_folder, segmenter, place, model, authority_folder, tags_only=tags_only)
