"""The pipeline's last component: judges by a model what the rules found, for the labels that the model knows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from gongbao.nlp.extensions import layout_of, words_of
from gongbao.nlp.learning_words import bag_of
from gongbao.nlp.models import Model, judged, model_from

FACTORY = "gongbao_model"


class ModelTagger:
    """Puts a model's tags in place of the rules' for the labels that it knows; without a model it changes nothing."""

    def __init__(self) -> None:
        self.model: Model | None = None

    def use(self, model: Model | None) -> None:
        """Tag by this model from now on."""
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        """Judge the labels that the model knows."""
        if self.model is not None:
            layout, words = layout_of(doc), words_of(doc)
            vector = self.model.rarities.vector(bag_of(words, layout))
            doc._.gongbao_tags = judged(self.model, doc._.gongbao_tags, vector, layout, words)
        return doc

    def to_disk(self, path: Path | str, **_: Any) -> None:
        """Write the model in use as JSON."""
        plain = self.model.plain() if self.model is not None else None
        Path(path).write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")

    def from_disk(self, path: Path | str, **_: Any) -> ModelTagger:
        """Read what to_disk wrote."""
        plain = json.loads(Path(path).read_text(encoding="utf-8"))
        self.use(model_from(plain) if plain is not None else None)
        return self


@Language.factory(FACTORY)
def create_model_tagger(nlp: Language, name: str) -> ModelTagger:
    """Nothing learnt yet."""
    return ModelTagger()
