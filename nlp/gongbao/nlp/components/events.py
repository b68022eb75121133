"""Events: when what is reported happened."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from gongbao.nlp.components.stateless import Stateless
from gongbao.nlp.event_dates import find_events
from gongbao.nlp.extensions import date_of, layout_of

FACTORIES = ("gongbao_events",)


class EventFinder(Stateless):
    """Sets the Doc's events."""

    def __call__(self, doc: Doc) -> Doc:
        """Add what is found to the Doc."""
        doc._.gongbao_events = find_events(layout_of(doc), date_of(doc))
        return doc


@Language.factory("gongbao_events")
def create_events(nlp: Language, name: str) -> EventFinder:
    """Event dates."""
    return EventFinder()
