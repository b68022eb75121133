"""Labels are found as reporters type: characters, pinyin, initials, with two letters exchanged."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.desk.reporter.completion import Completer
from gongbao.nlp.vocabulary_files import load_vocabulary


@pytest.fixture(scope="module")
def completer() -> Completer:
    return Completer(load_vocabulary(None), "北京市")


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("slq", "送清凉"),
        ("sql", "送清凉"),
        ("SQL", "送清凉"),
        ("清凉", "送清凉"),
        ("songqingliang", "送清凉"),
        ("song qing", "送清凉"),
        ("送qing", "送清凉"),
        ("songql", "送清凉"),
        ("fangs", "房山区"),
        ("窦店", "房山区"),
        ("ddz", "房山区"),
        ("weiwen", "慰问"),
        ("ww", "慰问"),
        ("shij", "石景山区"),
    ],
)
def test_what_is_typed_finds_its_label(completer: Completer, typed: str, label: str) -> None:
    assert label in [one.label for one in completer.complete(typed)[:5]]


def test_a_street_leads_to_its_district_and_says_so(completer: Completer) -> None:
    found = completer.complete("窦店")[0]
    assert (found.facet, found.label, found.via) == ("district", "房山区", "窦店镇")


def test_a_labels_own_name_comes_before_aliases(completer: Completer) -> None:
    first = completer.complete("慰问")[0]
    assert (first.label, first.via) == ("慰问", "")


def test_each_label_is_offered_once(completer: Completer) -> None:
    keys = [(one.facet, one.label) for one in completer.complete("s", 50)]
    assert len(keys) == len(set(keys)) > 5


@pytest.mark.parametrize("typed", ["", "  ", "查无此词", "zzzzzzzz", "q" * 31])
def test_what_is_no_label_finds_nothing(completer: Completer, typed: str) -> None:
    assert completer.complete(typed) == ()


@given(st.text(max_size=40))
def test_anything_may_be_typed(completer: Completer, typed: str) -> None:
    assert len(completer.complete(typed)) <= 8


def test_a_letter_is_answered_while_one_types(completer: Completer) -> None:
    completer.complete("s")
    begun = time.perf_counter()
    for typed in ("s", "so", "song", "songqing", "送", "送清凉", "zhs", "chaoyangqu"):
        completer.complete(typed)
    assert (time.perf_counter() - begun) / 8 < 0.1
