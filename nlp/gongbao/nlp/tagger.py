"""The tagger: an article goes in as one Doc, comes out as annotations that point back into its fields."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from itertools import islice
from pathlib import Path
from threading import Lock

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from gongbao.core.annotations import Annotations, Mention
from gongbao.core.errors import GongbaoError
from gongbao.core.records import Article
from gongbao.core.words import Segmenter
from gongbao.nlp.authority_files import load_authorities
from gongbao.nlp.components import AUTHORITIES
from gongbao.nlp.components.districts import DistrictTagger
from gongbao.nlp.components.tagging import FACTORIES as TAGGING
from gongbao.nlp.components.topics import TopicTagger
from gongbao.nlp.extensions import LAYOUT
from gongbao.nlp.layout import lay_out
from gongbao.nlp.models import Model
from gongbao.nlp.models_component import FACTORY as MODEL
from gongbao.nlp.models_component import ModelTagger
from gongbao.nlp.place_bylines import BYLINE
from gongbao.nlp.tokenizer import TOKENIZER, SegmenterTokenizer
from gongbao.nlp.vocabulary_files import load_vocabulary

BATCH = 64  # articles in memory at once
KEPT_WORDS = 30_000  # spaCy keeps a record of each word it met; from so many on, new ones are forgotten after a batch


class Tagger:
    """Annotates articles with a spaCy pipeline (``nlp``), which others may save, inspect or extend.

    Its words have no lexical attributes (shape, norm, stop word): nothing here reads them, and they cost
    as much as all rules. A component that needs them is to fill ``nlp.vocab.lex_attr_getters`` again.
    """

    def __init__(self, nlp: Language) -> None:
        # spaCy's limit protects parsers, which need memory by the square; nothing here does.
        nlp.max_length = 1 << 40
        nlp.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]
        self.nlp = nlp
        self._in_use = Lock()  # spaCy's words are forgotten for all threads at once

    def annotate(self, article: Article) -> Annotations:
        """What the rules find in one article."""
        return self._annotated([article])[0]

    def annotate_many(self, articles: Iterable[Article]) -> Iterator[Annotations]:
        """Annotations in the order of the articles, a batch at a time."""
        remaining = iter(articles)
        while batch := list(islice(remaining, BATCH)):
            yield from self._annotated(batch)

    def to_disk(self, folder: Path) -> None:
        """Save the pipeline with its vocabularies, for from_disk."""
        self.nlp.to_disk(folder)

    @classmethod
    def from_disk(cls, folder: Path, segmenter: Segmenter | None = None) -> Tagger:
        """A saved tagger; ``segmenter`` replaces the one with the dictionary that comes with the project."""
        importlib.import_module("gongbao.nlp.components.finding")  # registers what a saved pipeline may hold
        try:
            nlp = spacy.load(folder)
        except (OSError, ValueError, KeyError) as error:
            raise GongbaoError(f"{folder} 里没有可用的标注流程（{error}）：请重新生成。") from error
        if segmenter is not None:
            _use_segmenter(nlp, segmenter)
        return cls(nlp)

    def _annotated(self, batch: list[Article]) -> list[Annotations]:
        with self._in_use, self._memory():
            docs = self.nlp.pipe((self._doc(article) for article in batch), batch_size=BATCH)
            return [self._annotations(article, doc) for article, doc in zip(batch, docs, strict=True)]

    def _annotations(self, article: Article, doc: Doc) -> Annotations:
        return Annotations(
            tags=tuple(doc._.gongbao_tags),
            mentions=(*self._byline_mentions(article, doc), *doc._.gongbao_mentions),
            figures=tuple(doc._.gongbao_figures),
            phrases=tuple(doc._.gongbao_phrases),
            extract=tuple(doc._.gongbao_extract),
            events=tuple(doc._.gongbao_events),
        )

    def _byline_mentions(self, article: Article, doc: Doc) -> Iterator[Mention]:
        """Who is credited; under one name too, where the pipeline has an authority file."""
        if not self.nlp.has_pipe(AUTHORITIES):
            yield from _byline_mentions(article)
            return
        from gongbao.nlp.components.entities import AuthorityFile

        component = self.nlp.get_pipe(AUTHORITIES)
        assert isinstance(component, AuthorityFile)
        for mention in _byline_mentions(article):
            yield replace(mention, name=component.name_of(mention, doc))

    def _memory(self) -> AbstractContextManager[object]:
        """Where new words are kept: for good while they are few, so that the frequent ones are made once."""
        vocab = self.nlp.vocab
        return vocab.memory_zone() if len(vocab) >= KEPT_WORDS else nullcontext()

    def _doc(self, article: Article) -> Doc:
        layout = lay_out(article)
        doc = self.nlp.make_doc(layout.text)
        doc.user_data[LAYOUT] = layout
        doc.user_data[BYLINE] = article.byline
        doc._.gongbao_date = article.date
        return doc


def build_tagger(
    vocabulary_folder: Path | None,
    segmenter: Segmenter,
    place: str,
    model: Model | None = None,
    authority_folder: Path | None = None,
    *,
    tags_only: bool = False,
) -> Tagger:
    """See gongbao.nlp.load_tagger."""
    tokenizer = {"@tokenizers": TOKENIZER, "engine": "rjieba", "dictionary": ""}
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": tokenizer}})
    _use_segmenter(nlp, segmenter)
    entries = load_vocabulary(vocabulary_folder, place)
    for factory in TAGGING:
        component = nlp.add_pipe(factory, config={"place": place} if factory == "gongbao_districts" else {})
        assert isinstance(component, DistrictTagger | TopicTagger)
        component.use(entries)
    if not tags_only:
        _add_finders(nlp, place, authority_folder)
    if model is not None:
        learnt = nlp.add_pipe(MODEL)
        assert isinstance(learnt, ModelTagger)
        learnt.use(model.among({(entry.facet, entry.name) for entry in entries}))
    return Tagger(nlp)


def _add_finders(nlp: Language, place: str, authority_folder: Path | None) -> None:
    from gongbao.nlp.components.entities import AuthorityFile
    from gongbao.nlp.components.finding import FACTORIES as FINDING

    for factory in FINDING:
        component = nlp.add_pipe(factory, config={"place": place} if factory == AUTHORITIES else {})
        if isinstance(component, AuthorityFile):
            component.use(load_authorities(authority_folder, place))


def _use_segmenter(nlp: Language, segmenter: Segmenter) -> None:
    tokenizer = SegmenterTokenizer(nlp.vocab, lambda: segmenter)
    tokenizer.segmenter = segmenter
    nlp.tokenizer = tokenizer


def _byline_mentions(article: Article) -> Iterator[Mention]:
    for index, credit in enumerate(article.byline):
        name = credit.name
        yield Mention("person", name, name, "byline", index, 0, len(name), credit.role, credit.unit)
