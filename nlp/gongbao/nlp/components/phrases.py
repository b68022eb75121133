"""Key phrases, and the extract that is chosen by them."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from gongbao.nlp.components.entities import segmenter_of
from gongbao.nlp.components.stateless import Stateless
from gongbao.nlp.extensions import layout_of, words_of
from gongbao.nlp.extract import find_extract
from gongbao.nlp.phrases import PhraseFinder

FACTORIES = ("gongbao_phrases", "gongbao_extract")


class PhraseTagger(Stateless):
    """Sets the Doc's key phrases."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._finder: PhraseFinder | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Add what is found to the Doc."""
        segmenter = segmenter_of(self._nlp)
        if self._finder is None or self._finder.segmenter is not segmenter:
            self._finder = PhraseFinder(segmenter)
        doc._.gongbao_phrases = self._finder.find(layout_of(doc), words_of(doc))
        return doc


class Extractor(Stateless):
    """Sets the Doc's extract; its key phrases must be there."""

    def __call__(self, doc: Doc) -> Doc:
        """Add what is found to the Doc."""
        doc._.gongbao_extract = find_extract(layout_of(doc), doc._.gongbao_phrases)
        return doc


@Language.factory("gongbao_phrases")
def create_phrases(nlp: Language, name: str) -> PhraseTagger:
    """Key phrases, over the nouns that the tokenizer's segmenter tells."""
    return PhraseTagger(nlp)


@Language.factory("gongbao_extract")
def create_extract(nlp: Language, name: str) -> Extractor:
    """The extract for lists."""
    return Extractor()
