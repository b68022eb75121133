"""Figures: numbers with their unit and what they count."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from gongbao.nlp.components.stateless import Stateless
from gongbao.nlp.extensions import layout_of
from gongbao.nlp.figures import find_figures

FACTORIES = ("gongbao_figures",)


class FigureFinder(Stateless):
    """Sets the Doc's figures."""

    def __call__(self, doc: Doc) -> Doc:
        """Add what is found to the Doc."""
        doc._.gongbao_figures = find_figures(layout_of(doc))
        return doc


@Language.factory("gongbao_figures")
def create_figures(nlp: Language, name: str) -> FigureFinder:
    """Figures."""
    return FigureFinder()
