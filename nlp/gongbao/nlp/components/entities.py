"""Entities: people and organisations, each as mentions with their place in the article."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from gongbao.core.words import Segmenter
from gongbao.nlp.components.stateless import Stateless
from gongbao.nlp.extensions import layout_of
from gongbao.nlp.organisations import find_organisations
from gongbao.nlp.people import find_people
from gongbao.nlp.tokenizer import SegmenterTokenizer

FACTORIES = ("gongbao_people", "gongbao_organisations")


def segmenter_of(nlp: Language) -> Segmenter | None:
    """The pipeline's segmenter as it is now; None under a tokenizer of another kind."""
    return nlp.tokenizer.segmenter if isinstance(nlp.tokenizer, SegmenterTokenizer) else None


class PeopleFinder(Stateless):
    """Adds the people named with a title or as reporters to the Doc's mentions."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    def __call__(self, doc: Doc) -> Doc:
        """Add what is found to the Doc."""
        people = find_people(layout_of(doc), segmenter_of(self._nlp))
        doc._.gongbao_mentions = (*doc._.gongbao_mentions, *people)
        return doc


class OrganisationFinder(Stateless):
    """Adds unions, companies and institutions to the Doc's mentions."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    def __call__(self, doc: Doc) -> Doc:
        """Add what is found to the Doc."""
        organisations = find_organisations(layout_of(doc), segmenter_of(self._nlp))
        doc._.gongbao_mentions = (*doc._.gongbao_mentions, *organisations)
        return doc


@Language.factory("gongbao_people")
def create_people(nlp: Language, name: str) -> PeopleFinder:
    """People; names are told from other words by the tokenizer's segmenter where it has one."""
    return PeopleFinder(nlp)


@Language.factory("gongbao_organisations")
def create_organisations(nlp: Language, name: str) -> OrganisationFinder:
    """Organisations, over the nouns that the tokenizer's segmenter tells."""
    return OrganisationFinder(nlp)
