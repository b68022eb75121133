"""Entities: people and organisations, each as mentions with their place in the article."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from spacy.language import Language
from spacy.tokens import Doc

from gongbao.core.annotations import Mention
from gongbao.core.words import Segmenter
from gongbao.nlp.authorities import Authorities
from gongbao.nlp.authority_files import Authority, load_authorities
from gongbao.nlp.components import AUTHORITIES
from gongbao.nlp.components.stateless import Stateless
from gongbao.nlp.extensions import layout_of, words_of
from gongbao.nlp.names import Cut
from gongbao.nlp.organisations import Body, find_bodies, find_organisations
from gongbao.nlp.people import find_people
from gongbao.nlp.tokenizer import SegmenterTokenizer

FACTORIES = ("gongbao_people", "gongbao_organisations", AUTHORITIES)
# Keys in Doc.user_data.
_BODIES = "gongbao_bodies"
_CUT = "gongbao_cut"


def segmenter_of(nlp: Language) -> Segmenter | None:
    """The pipeline's segmenter as it is now; None under a tokenizer of another kind."""
    return nlp.tokenizer.segmenter if isinstance(nlp.tokenizer, SegmenterTokenizer) else None


def _bodies_of(doc: Doc, segmenter: Segmenter | None) -> tuple[Body, ...]:
    """The Doc's organisations and kinds of organisations, looked for once for all components."""
    bodies = doc.user_data.get(_BODIES)
    if bodies is None:
        bodies = doc.user_data[_BODIES] = find_bodies(layout_of(doc).text, segmenter)
    return cast("tuple[Body, ...]", bodies)


def _cut_of(doc: Doc, segmenter: Segmenter | None) -> Cut | None:
    """The Doc's text as it was cut, for all components."""
    if segmenter is None:
        return None
    cut = doc.user_data.get(_CUT)
    if cut is None:
        cut = doc.user_data[_CUT] = Cut.of(layout_of(doc).text, words_of(doc), segmenter)
    return cast(Cut, cut)


class PeopleFinder(Stateless):
    """Adds the people named, with their jobs and units, to the Doc's mentions."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    def __call__(self, doc: Doc) -> Doc:
        """Add what is found to the Doc."""
        layout, segmenter = layout_of(doc), segmenter_of(self._nlp)
        cut = _cut_of(doc, segmenter)
        doc._.gongbao_mentions = (*doc._.gongbao_mentions, *find_people(layout, cut, _bodies_of(doc, segmenter)))
        return doc


class OrganisationFinder(Stateless):
    """Adds unions, companies and institutions to the Doc's mentions."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    def __call__(self, doc: Doc) -> Doc:
        """Add what is found to the Doc."""
        organisations = find_organisations(layout_of(doc), _bodies_of(doc, segmenter_of(self._nlp)))
        doc._.gongbao_mentions = (*doc._.gongbao_mentions, *organisations)
        return doc


class AuthorityFile:
    """Gives every mention its one name by the project's authorities, until others are given to ``use``."""

    def __init__(self, nlp: Language, place: str) -> None:
        self._nlp = nlp
        self._place = place
        self._authorities: Authorities | None = None

    @property
    def authorities(self) -> Authorities:
        """What is in use; the project's own are read when first asked for."""
        if self._authorities is None:
            self._authorities = Authorities(load_authorities(None, self._place))
        return self._authorities

    def use(self, entries: Iterable[Authority]) -> None:
        """Name by these entries from now on."""
        self._authorities = Authorities(entries)

    def __call__(self, doc: Doc) -> Doc:
        """Rename the Doc's people and organisations, and add those that only the authority file knows."""
        cut = _cut_of(doc, segmenter_of(self._nlp))
        doc._.gongbao_mentions = self.authorities.applied(layout_of(doc), cut, doc._.gongbao_mentions)
        return doc

    def name_of(self, mention: Mention, doc: Doc) -> str:
        """The one name for a mention that is not the Doc's own: of a byline."""
        named = {one.name for one in doc._.gongbao_mentions if one.kind == "organisation"}
        return self.authorities.name_of(mention, named)

    def to_disk(self, path: Path | str, **_: Any) -> None:
        """Write the entries as JSON."""
        rows = [[one.kind, one.name, list(one.also), one.unit] for one in self.authorities.entries]
        Path(path).write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")

    def from_disk(self, path: Path | str, **_: Any) -> AuthorityFile:
        """Read what to_disk wrote."""
        rows = json.loads(Path(path).read_text(encoding="utf-8"))
        self.use(Authority(kind, name, tuple(also), unit) for kind, name, also, unit in rows)
        return self


@Language.factory("gongbao_people")
def create_people(nlp: Language, name: str) -> PeopleFinder:
    """People; names are told from other words by the tokenizer's segmenter where it has one."""
    return PeopleFinder(nlp)


@Language.factory("gongbao_organisations")
def create_organisations(nlp: Language, name: str) -> OrganisationFinder:
    """Organisations, over the nouns that the tokenizer's segmenter tells."""
    return OrganisationFinder(nlp)


@Language.factory(AUTHORITIES, default_config={"place": "北京市"})
def create_authorities(nlp: Language, name: str, place: str) -> AuthorityFile:
    """Each person and organisation under one name; ``place`` has institutions of its own."""
    return AuthorityFile(nlp, place)
