"""From what an editor types to articles and labels: an id, the beginning of one, an address of the site; a label."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gongbao.core.errors import GongbaoError
from gongbao.core.records import TaggedArticle
from gongbao.project import Project

NEAREST = 3  # names offered for one that is not known: as many as fit into a sentence
_LOOKED_AT = NEAREST + 1
_ADDRESS = re.compile(r"(?:^|/)articles/[0-9a-f]{2}/(?P<name>[^/?#]+)\.html(?:[?#].*)?$")

Key = tuple[str, str]  # facet, label


@dataclass(frozen=True, slots=True)
class LabelStanding:
    """In how many of some articles a label stands how; each article is in one of the five."""

    facet: str
    label: str
    set: int
    suggested: int
    confirmed: int
    rejected: int
    absent: int


def article_named(project: Project, typed: str) -> str:
    """The id of the one article that is meant. Raises GongbaoError where there is none, or more than one."""
    decisions = project.store.decisions
    address = _ADDRESS.search(typed)
    start = address["name"] if address is not None else typed.strip()
    found = decisions.ids_from(start, _LOOKED_AT) if start else []
    if start in found or len(found) == 1:
        return start if start in found else found[0]
    if address is not None and (meant := _by_file_name(project, start)):
        return meant
    if not found:
        raise GongbaoError(
            f"存档里没有“{typed}”这篇文章：请写编号、编号开头的一段或网站上的地址，编号可以用 gongbao search 查到。"
        )
    more = "等" if len(found) > NEAREST else f" {len(found)} 篇"
    raise GongbaoError(f"“{typed}”可以是 {'、'.join(found[:NEAREST])}{more}：请把编号写全一些。")


def _by_file_name(project: Project, name: str) -> str | None:
    """An id that cannot be a file name stands at an address made from its digest."""
    from gongbao.site.addresses import plain_name

    return next((article_id for article_id in project.store.stamps() if plain_name(article_id) == name), None)


def labels_known(project: Project) -> list[Key]:
    """All labels of the project's and the newsroom's vocabulary, in its order. Raises GongbaoError for a broken one."""
    from gongbao.nlp.vocabulary_files import load_vocabulary

    settings = project.settings
    entries = load_vocabulary(settings.path("nlp.vocabulary"), settings.text("newspaper.place"))
    return [(entry.facet, entry.name) for entry in entries]


def label_named(typed: str, known: Iterable[Key], facet: str = "") -> Key:
    """The label that is meant, with its facet. Raises GongbaoError, with what may have been meant."""
    name = " ".join(typed.split())
    keys = list(dict.fromkeys(key for key in known if not facet or key[0] == facet))
    found = [key for key in keys if key[1] == name]
    if len(found) == 1:
        return found[0]
    if found:
        facets = "、".join(f"--facet {one}" for one, _ in found)
        raise GongbaoError(f"标签“{name}”不止一类有：请加 {facets} 其中一个。")
    names = [label for _, label in keys]
    near = [label for label in names if name and (name in label or label in name)]
    near = list(dict.fromkeys([*near, *difflib.get_close_matches(name, names, NEAREST, 0.4)]))[:NEAREST]
    meant = f"，是不是 {'、'.join(near)}" if near else ""
    raise GongbaoError(f"词表里没有标签“{name}”{meant}：新标签要先写进词表（docs/vocabulary.md）。")


def standings(articles: Iterable[TaggedArticle], keys: Sequence[Key]) -> list[LabelStanding]:
    """How each label stands in these articles."""
    counts: Mapping[Key, Counter[str]] = {key: Counter() for key in keys}
    for tagged in articles:
        there = {(tag.facet, tag.label): str(tag.status) for tag in tagged.annotations.tags}
        for key in keys:
            counts[key][there.get(key, "absent")] += 1
    names = ("set", "suggested", "confirmed", "rejected", "absent")
    return [LabelStanding(*key, *(counts[key][name] for name in names)) for key in keys]
