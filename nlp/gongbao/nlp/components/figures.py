"""Figures: numbers with their unit, what they count, and whose, where and when."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from gongbao.nlp.components.entities import segmenter_of
from gongbao.nlp.components.stateless import Stateless
from gongbao.nlp.extensions import date_of, layout_of, sentences_of
from gongbao.nlp.figure_attribution import attributed
from gongbao.nlp.figures import find_figures

FACTORIES = ("gongbao_figures",)


class FigureFinder(Stateless):
    """Sets the Doc's figures; it stands after what finds districts and organisations, which it reads."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    def __call__(self, doc: Doc) -> Doc:
        """Add what is found to the Doc."""
        layout = layout_of(doc)
        figures = find_figures(layout, segmenter_of(self._nlp))
        if figures:
            mentions, tags = doc._.gongbao_mentions, doc._.gongbao_tags
            figures = attributed(figures, layout, sentences_of(doc), mentions, tags, date_of(doc))
        doc._.gongbao_figures = figures
        return doc


@Language.factory("gongbao_figures")
def create_figures(nlp: Language, name: str) -> FigureFinder:
    """Figures."""
    return FigureFinder(nlp)
