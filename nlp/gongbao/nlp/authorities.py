"""The authority file at work: every mention under its one name, and known forms found that no rule would find.

A form is aligned to words, the longest wins; a person's entry with a unit counts only where that unit is named.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from gongbao.core.annotations import Mention
from gongbao.nlp.authority_files import KINDS, Authority
from gongbao.nlp.layout import MOST_FOUND, Layout
from gongbao.nlp.matching import Found, Words, longest
from gongbao.nlp.names import Cut

_SURE = 4  # characters: what is as long does not begin in another word by chance
_FORM = MOST_FOUND * 10  # key of a form in the text, above the numbers of mentions: of equal spans the mention wins


class Authorities:
    """The entries, ready for look-ups."""

    def __init__(self, entries: Iterable[Authority]) -> None:
        self.entries = tuple(entries)
        self._by_form: dict[tuple[str, str], list[Authority]] = defaultdict(list)
        for entry in self.entries:
            for form in entry.forms:
                self._by_form[entry.kind, form].append(entry)
        self._forms = Words(form for _, form in self._by_form)

    def name_of(self, mention: Mention, organisations: Collection[str] = ()) -> str:
        """The one name for a mention, its own where no entry is meant. ``organisations``: named in the article."""
        entry = self._meant(mention.kind, mention.name, mention.unit, organisations)
        return entry.name if entry is not None else mention.name

    def applied(self, layout: Layout, cut: Cut | None, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
        """The mentions under their one names, with those that only the authority file knows; MOST_FOUND of a kind.

        Of a rule's mention and a known form that overlap the longer stands.
        """
        if not self.entries:
            return tuple(mentions)
        text = _Text(layout, cut, sorted(self._forms.find(layout.text)))
        organisations = self._of_kind("organisation", text, mentions, (), _Spans(()))
        named = {name for one in organisations for name in (one.name, one.text)}
        people = self._of_kind("person", text, mentions, named, _Spans(map(text.span, organisations)))
        return (*(one for one in mentions if one.kind not in KINDS), *people, *organisations)

    def _of_kind(
        self, kind: str, text: _Text, mentions: Sequence[Mention], named: Collection[str], outside: _Spans
    ) -> list[Mention]:
        """The mentions of one kind in reading order."""
        ruled = [mention for mention in mentions if mention.kind == kind]
        spans = [Found(number, *text.span(mention)) for number, mention in enumerate(ruled)]
        for start, form in text.forms:
            is_whole = start not in outside and text.is_whole(start, start + len(form))
            if is_whole and self._meant(kind, form, "", named) is not None:
                spans.append(Found(_FORM, start, start + len(form)))
        kept: list[Mention] = []
        for span in longest(spans)[:MOST_FOUND]:
            mention = ruled[span.key] if span.key != _FORM else text.mention(kind, span.start, span.end)
            kept.append(replace(mention, name=self.name_of(mention, named)))
        return kept

    def _meant(self, kind: str, form: str, unit: str, organisations: Collection[str]) -> Authority | None:
        """The entry that a form stands for; of several, the one whose unit is named and no other's."""
        entries = self._by_form.get((kind, form), ())
        by_unit = [entry for entry in entries if entry.unit and unit and _same_unit(entry.unit, unit)]
        if not by_unit and not unit:
            by_unit = [entry for entry in entries if entry.unit and entry.unit in organisations]
        open_to_all = [entry for entry in entries if not entry.unit]
        for found in (by_unit, open_to_all):
            if len(found) == 1:
                return found[0]
        return None


class _Text:
    """One article's text with the forms in it, and the way between its positions and mentions."""

    def __init__(self, layout: Layout, cut: Cut | None, forms: Sequence[tuple[int, str]]) -> None:
        self.forms = forms
        self._layout = layout
        self._cut = cut
        self._starts = {(place.field, place.index): place.start for place in layout.fields}

    def is_whole(self, start: int, end: int) -> bool:
        """Whether a form here cuts no word in two."""
        cut = self._cut
        return cut is None or (cut.may_end(end) and (end - start >= _SURE or cut.may_end(start)))

    def span(self, mention: Mention) -> tuple[int, int]:
        """Where a mention stands in the text."""
        base = self._starts[mention.field, mention.index]
        return base + mention.start, base + mention.end

    def mention(self, kind: str, start: int, end: int) -> Mention:
        """A mention of what stands here."""
        place, text = self._layout.field_at(start), self._layout.text[start:end]
        return Mention(kind, text, text, place.field, place.index, start - place.start, end - place.start)


class _Spans:
    """Whether a position lies in one of some spans, which are ascending and apart."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def __contains__(self, position: int) -> bool:
        number = bisect_right(self._starts, position) - 1
        return number >= 0 and position < self._spans[number][1]


def _same_unit(first: str, second: str) -> bool:
    return first in second or second in first
