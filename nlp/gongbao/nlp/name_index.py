"""Who and what an archive names: each name with its articles, dates, printed forms, jobs and units. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from gongbao.core.annotations import Mention
from gongbao.core.normal import normalise
from gongbao.core.records import TaggedArticle

KINDS = ("person", "organisation", "place")


@dataclass(frozen=True, slots=True)
class WantedNames:
    """Which names are looked for; what is left empty does not narrow."""

    kind: str = ""  # one of KINDS
    like: str = ""  # in the name or in one of its printed forms
    date: str = ""  # beginning of the date: 2021, 2021-07


@dataclass(slots=True)
class NameEntry:
    """A name of the archive. Counts are articles, each once however often it says the name."""

    kind: str
    name: str
    articles: set[str] = field(default_factory=set)  # ids
    first: str = ""  # ISO dates of issues, empty where none is known
    last: str = ""
    forms: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)


def collect_names(articles: Iterable[TaggedArticle], wanted: WantedNames) -> list[NameEntry]:
    """The names, those of the most articles first, then by name."""
    entries: dict[tuple[str, str], NameEntry] = {}
    for tagged in articles:
        date = str(tagged.article.date)
        if date.startswith(wanted.date):
            for mention in tagged.annotations.mentions:
                if wanted.kind in ("", mention.kind) and mention.name:
                    key = (mention.kind, mention.name)
                    entry = entries.setdefault(key, NameEntry(*key))
                    _add(entry, tagged.article.id, date, mention)
    like = normalise(wanted.like)
    found = [
        one for one in entries.values() if not like or any(like in normalise(text) for text in (one.name, *one.forms))
    ]
    return sorted(
        found, key=lambda one: (-len(one.articles), KINDS.index(one.kind) if one.kind in KINDS else 0, one.name)
    )


def _add(entry: NameEntry, article: str, date: str, mention: Mention) -> None:
    entry.articles.add(article)
    if date:
        entry.first = min(entry.first or date, date)
        entry.last = max(entry.last, date)
    entry.forms[mention.text] += 1
    if mention.role:
        entry.roles[mention.role] += 1
    if mention.unit:
        entry.units[mention.unit] += 1
