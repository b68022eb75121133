"""What stands on a Doc: its layout, sentences and date, and what the components write."""

from __future__ import annotations

from typing import cast

from spacy.tokens import Doc

from gongbao.core.dates import UNKNOWN_DATE, IssueDate
from gongbao.nlp.contexts import Sentences
from gongbao.nlp.layout import Layout, plain_layout
from gongbao.nlp.tokenizer import WORDS

# The fields of gongbao.core.annotations.Annotations.
for _name in ("tags", "mentions", "figures", "phrases", "extract", "events"):
    Doc.set_extension(f"gongbao_{_name}", default=(), force=True)
Doc.set_extension("gongbao_date", default=None, force=True)

# Keys in Doc.user_data: what each component asks for is not read through ``doc._``, which is slow.
LAYOUT = "gongbao_layout"
SENTENCES = "gongbao_sentences"


def layout_of(doc: Doc) -> Layout:
    """The layout of the article that the Doc was made of; a Doc made of a plain text is one paragraph."""
    layout = doc.user_data.get(LAYOUT)
    if layout is None:
        layout = doc.user_data[LAYOUT] = plain_layout(doc.text)
    return cast(Layout, layout)


def sentences_of(doc: Doc) -> Sentences:
    """The Doc's sentences, judged once for all components."""
    sentences = doc.user_data.get(SENTENCES)
    if sentences is None:
        sentences = doc.user_data[SENTENCES] = Sentences(layout_of(doc))
    return cast(Sentences, sentences)


def words_of(doc: Doc) -> list[str]:
    """The Doc's words; joined they are its text."""
    words = doc.user_data.get(WORDS)
    return cast("list[str]", words) if words is not None else [token.text_with_ws for token in doc]


def date_of(doc: Doc) -> IssueDate:
    """The date of the article's issue, as far as it is known."""
    return doc._.gongbao_date or UNKNOWN_DATE
