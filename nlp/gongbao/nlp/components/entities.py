"""Entities: people, organisations and figures, each as mentions with their place in the article."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from gongbao.core.words import Segmenter
from gongbao.nlp.extensions import layout_of
from gongbao.nlp.figures import find_figures
from gongbao.nlp.organisations import find_organisations
from gongbao.nlp.people import find_people
from gongbao.nlp.tokenizer import SegmenterTokenizer

FACTORIES = ("gongbao_people", "gongbao_organisations", "gongbao_figures")


def segmenter_of(nlp: Language) -> Segmenter | None:
    """The pipeline's segmenter as it is now; None under a tokenizer of another kind."""
    return nlp.tokenizer.segmenter if isinstance(nlp.tokenizer, SegmenterTokenizer) else None


class _Stateless:
    """A component that has nothing to save."""

    def to_disk(self, path: Path | str, **_: Any) -> None:
        """Nothing to write."""

    def from_disk(self, path: Path | str, **_: Any) -> _Stateless:
        """Nothing to read."""
        return self


class PeopleFinder(_Stateless):
    """Adds the people named with a title or as reporters to the Doc's mentions."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    def __call__(self, doc: Doc) -> Doc:
        """Add what is found to the Doc."""
        people = find_people(layout_of(doc), segmenter_of(self._nlp))
        doc._.gongbao_mentions = (*doc._.gongbao_mentions, *people)
        return doc


class OrganisationFinder(_Stateless):
    """Adds unions, companies and institutions to the Doc's mentions."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    def __call__(self, doc: Doc) -> Doc:
        """Add what is found to the Doc."""
        organisations = find_organisations(layout_of(doc), segmenter_of(self._nlp))
        doc._.gongbao_mentions = (*doc._.gongbao_mentions, *organisations)
        return doc


class FigureFinder(_Stateless):
    """Sets the Doc's figures."""

    def __call__(self, doc: Doc) -> Doc:
        """Add what is found to the Doc."""
        doc._.gongbao_figures = find_figures(layout_of(doc))
        return doc


@Language.factory("gongbao_people")
def create_people(nlp: Language, name: str) -> PeopleFinder:
    """People; names are told from other words by the tokenizer's segmenter where it has one."""
    return PeopleFinder(nlp)


@Language.factory("gongbao_organisations")
def create_organisations(nlp: Language, name: str) -> OrganisationFinder:
    """Organisations, over the nouns that the tokenizer's segmenter tells."""
    return OrganisationFinder(nlp)


@Language.factory("gongbao_figures")
def create_figures(nlp: Language, name: str) -> FigureFinder:
    """Figures."""
    return FigureFinder()
