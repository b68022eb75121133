"""Models on disk that cannot be used: a sentence, and the last good one, or the rules, stays in use."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongbao.core.annotations import Status
from gongbao.core.records import Article
from gongbao.nlp.layout import lay_out
from gongbao.nlp.learning_words import Rarities
from gongbao.nlp.models import Blend, LabelModel, Model, ModelError, Scale, judged, model_from
from gongbao.nlp.models_folder import MOST_BYTES, RULES_ALONE, InUse, Models

MODEL = Model(
    "model",
    Rarities({"解暑": 2.0, "绿豆汤": 3.0}),
    {"campaign": Blend(1.0, 0.5, 1.0, 0.0)},
    (LabelModel("campaign", "送清凉", -0.5, {"解暑": 2.0, "绿豆汤": 1.0}),),
    {"activity": Scale(1.0, 0.0, 0.0)},
)
PLAIN = json.loads(json.dumps(MODEL.plain()))
LABEL = PLAIN["labels"][0]
BLEND = PLAIN["blends"]["campaign"]
GOOD = json.dumps(PLAIN, ensure_ascii=False).encode()


def changed(**parts: Any) -> bytes:
    return json.dumps(PLAIN | parts).encode()


def based(number: str) -> bytes:
    """The model with another number as a label's base."""
    return GOOD.replace(b"-0.5", number.encode())


BAD_MODELS = {
    "nothing": b"",
    "no JSON": b"\x80\x04.",
    "no UTF-8": b'{"format": 1, "name": "\xff"}',
    "cut": GOOD[:100],
    "cut before the last bracket": GOOD[:-1],
    "two models": GOOD + GOOD,
    "brackets without end": b"[" * 200_000,
    "null": b"null",
    "a list": b"[]",
    "a number": b"3",
    "no format": json.dumps({name: value for name, value in PLAIN.items() if name != "format"}).encode(),
    "a later format": changed(format=99),
    "a format in words": changed(format="1"),
    "NaN": based("NaN"),
    "infinite": based("1e999"),
    "a whole number beyond floats": based("9" * 400),
    "a number of 5,000 digits": based("9" * 5000),
    "a weight that sums overflow with": based("1e300"),
    "a list for a number": based("[1]"),
    "a word for a number": based('"viel"'),
    "labels null": changed(labels=None),
    "labels a table": changed(labels={"campaign": 1}),
    "labels empty tables": changed(labels=[{}]),
    "a label without name": changed(labels=[LABEL | {"label": ""}]),
    "a label twice": changed(labels=[LABEL, LABEL]),
    "a label of an unknown facet": changed(labels=[LABEL | {"facet": "people"}], blends={"people": BLEND}),
    "words a list": changed(labels=[LABEL | {"words": [1, 2]}]),
    "no blend for a label": changed(blends={}),
    "a blend without a part": changed(blends={"campaign": {"rule": 1.0}}),
    "a blend with a part too many": changed(blends={"campaign": BLEND | {"more": 1.0}}),
    "blends a list": changed(blends=[1]),
    "rarities a list": changed(rarities=[1]),
    "rarities in words": changed(rarities={"工会": "多"}),
    "scales a number": changed(scales=3),
}
BAD_MANIFESTS = {
    "no JSON": b"{",
    "a list": b"[]",
    "brackets without end": b"[" * 200_000,
    "no digest": b"{}",
    "labels a number": {"labels": 3},
    "labels without names": {"labels": [{"promoted": True}]},
    "what it learnt from is a number": {"trained_on": 5},
    "what it learnt from is nested": {"trained_on": [["a"]]},
    "how many in words": {"articles": "viele"},
}


def with_second(folder: Path, content: bytes = GOOD, manifest: bytes | dict[str, Any] | None = None) -> Models:
    """Two models of which the second, in use, has this file, registered as its manifest would be."""
    models = Models(folder)
    models.keep(MODEL, {})
    models.keep(MODEL, {})
    (folder / "2" / "model.json").write_bytes(content)
    told = {"number": 2, "sha256": hashlib.sha256(content).hexdigest()} | (
        manifest if isinstance(manifest, dict) else {}
    )
    (folder / "2" / "manifest.json").write_bytes(manifest if isinstance(manifest, bytes) else json.dumps(told).encode())
    return models


def assert_the_first_stands_in(models: Models) -> None:
    found = models.in_use()
    assert (found.number, found.model) == (1, MODEL)
    assert found.problem.startswith("模型 2 ")
    assert found.problem.endswith("改用模型 1：请运行 gongbao learn 重新学，或 gongbao learn --rollback 退回。")
    assert len(found.problem.splitlines()) == 1
    assert [(one.number, bool(one.problem)) for one in models.versions()] == [(1, False), (2, True)]
    assert models.rollback() == 1
    assert models.in_use() == InUse(1, MODEL, found.digest)


def test_the_model_that_all_the_bad_ones_are_made_from_is_good(tmp_path: Path) -> None:
    assert model_from(PLAIN) == MODEL
    assert with_second(tmp_path).in_use().number == 2


@pytest.mark.parametrize("content", BAD_MODELS.values(), ids=BAD_MODELS)
def test_a_bad_model_leaves_the_last_good_one_in_use(tmp_path: Path, content: bytes) -> None:
    assert_the_first_stands_in(with_second(tmp_path, content))


@pytest.mark.parametrize("manifest", BAD_MANIFESTS.values(), ids=BAD_MANIFESTS)
def test_a_bad_manifest_leaves_the_last_good_model_in_use(tmp_path: Path, manifest: bytes | dict[str, Any]) -> None:
    assert_the_first_stands_in(with_second(tmp_path, GOOD, manifest))


def remove(path: Path) -> None:
    path.unlink()


def make_huge(path: Path) -> None:
    """A file of which only the end is written takes no room."""
    os.truncate(path, MOST_BYTES + 1)


def change_a_letter(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace("解暑".encode(), "消暑".encode()))


def make_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("name", ["model.json", "manifest.json"])
@pytest.mark.parametrize("harm", [remove, make_huge, make_a_folder])
def test_a_file_that_cannot_be_read_leaves_the_last_good_model_in_use(
    tmp_path: Path, name: str, harm: Callable[[Path], None]
) -> None:
    models = with_second(tmp_path)
    harm(tmp_path / "2" / name)
    assert_the_first_stands_in(models)


def test_a_model_that_is_not_the_one_that_was_kept_is_not_used(tmp_path: Path) -> None:
    models = with_second(tmp_path)
    change_a_letter(tmp_path / "2" / "model.json")
    assert_the_first_stands_in(models)


def test_where_no_model_is_good_the_rules_go_on_alone(tmp_path: Path) -> None:
    models = with_second(tmp_path, b"")
    (tmp_path / "1" / "model.json").unlink()
    found = models.in_use()
    assert (found.number, found.model, found.digest) == (RULES_ALONE, None, "")
    assert found.problem.startswith("模型 2 坏了（不是 JSON），只用规则：")
    assert models.rollback() == RULES_ALONE
    assert models.in_use().problem == ""


@pytest.mark.parametrize("pointer", ["最新", "", "-1", "1.0", "２", "9" * 5000, "\0"])
def test_a_pointer_that_says_nothing_means_the_rules_alone(tmp_path: Path, pointer: str) -> None:
    models = with_second(tmp_path)
    (tmp_path / "current").write_text(pointer, encoding="utf-8")
    found = models.in_use()
    assert (found.number, found.model) == (RULES_ALONE, None)
    assert "不是一个编号" in found.problem
    assert models.rollback() == RULES_ALONE
    assert models.in_use().problem == ""


def test_a_pointer_to_a_model_that_is_not_there_means_the_last_one_that_is(tmp_path: Path) -> None:
    models = with_second(tmp_path)
    (tmp_path / "current").write_text("99", encoding="utf-8")
    found = models.in_use()
    assert (found.number, found.model) == (2, MODEL)
    assert found.problem.startswith("模型 99 读不了")
    (tmp_path / "current").write_bytes(b"\xff")
    assert "读不了，只用规则" in models.in_use().problem


NUMBERS = st.one_of(st.floats(), st.integers(), st.sampled_from([1e6, -1e6, 0]))
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, st.text(max_size=3)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from([*PLAIN, "other"]), VALUES, max_size=3), NUMBERS, NUMBERS)
def test_whatever_a_model_says_it_is_refused_or_gives_probabilities(
    parts: dict[str, Any], base: float, weight: float
) -> None:
    label = LABEL | {"base": base, "words": {"解暑": weight, "绿豆汤": weight}}
    try:
        model = model_from(PLAIN | {"labels": [label]} | parts)
    except ModelError:
        return
    words = ["解暑", "绿豆汤"]
    layout = lay_out(Article("解暑绿豆汤", ()))
    vector = model.rarities.vector({"解暑": 1, "绿豆汤": 2})
    for tag in judged(model, (), vector, layout, words):
        assert 0 <= tag.score <= 1
        assert tag.status in (Status.SET, Status.SUGGESTED)
