"""Learning: the arithmetic, what is promoted, and models on disk."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.annotations import Annotations, Evidence, Origin, Status, Tag
from gongbao.core.errors import GongbaoError
from gongbao.core.records import Article, TaggedArticle
from gongbao.core.words import load_segmenter
from gongbao.nlp import load_tagger
from gongbao.nlp.calibration import BIAS, fit_measures, fit_texts, probabilities, sigmoid
from gongbao.nlp.layout import plain_layout
from gongbao.nlp.learning import FEWEST_EACH, Example, count_confirmed, example_of, is_better, learn, training_digest
from gongbao.nlp.learning_words import bag_of, likenesses, rarities_of
from gongbao.nlp.models import Model, scaled
from gongbao.nlp.models_folder import RULES_ALONE, Models
from gongbao.nlp.tagger import Tagger

KEY = ("campaign", "送清凉")
OTHER = ("activity", "慰问")


def example(number: int, about: bool, present: bool | None = None) -> Example:
    words = ("解暑", "绿豆汤", f"甲{number}") if about else ("书法", "笔会", f"乙{number}")
    shown = frozenset([KEY]) if (about if present is None else present) else frozenset()
    right = frozenset([KEY]) if about else frozenset()
    return Example(f"a{number}", Counter(words), {}, shown, right, frozenset(), frozenset(["campaign"]))


@pytest.fixture(scope="module")
def model() -> Model:
    """What articles teach whose label no rule ever found."""
    found = learn([example(n, n % 2 == 0, present=False) for n in range(60)], [KEY, OTHER], "model").model
    assert found is not None
    return found


def test_texts_of_two_kinds_are_told_apart() -> None:
    vectors = [{"甲": 1.0}, {"甲": 0.8, "丙": 0.6}, {"乙": 1.0}, {"乙": 0.8, "丙": 0.6}]
    right = np.array([[1.0], [1.0], [0.0], [0.0]])
    likeness = likenesses(vectors)
    assert likeness == pytest.approx(likeness.T)
    assert np.diag(likeness) == pytest.approx([1, 1, 1, 1])
    log_odds = (likeness + BIAS) @ fit_texts(likeness, right, np.ones_like(right))
    assert (log_odds[:2] > 0).all()
    assert (log_odds[2:] < 0).all()


def test_what_is_not_known_teaches_nothing() -> None:
    likeness = np.eye(3)
    right, counts = np.array([[1.0], [0.0], [1.0]]), np.array([[1.0], [1.0], [0.0]])
    assert fit_texts(likeness, right, counts)[2, 0] == 0.0


@given(st.floats(0.05, 0.95), st.integers(200, 400))
def test_a_measure_that_says_nothing_leaves_the_share_of_right_ones(share: float, cases: int) -> None:
    right = (np.arange(cases) < share * cases).astype(float)
    weights = fit_measures(np.zeros((cases, 1)), right)
    assert probabilities(np.zeros((1, 1)), weights)[0] == pytest.approx(right.mean(), abs=0.01)


def test_scores_become_probabilities() -> None:
    log_odds = np.linspace(-3, 3, 61)
    cases = np.repeat(log_odds, 100)
    right = np.concatenate([np.arange(100) + 0.5 < 100 * p for p in sigmoid(2 * log_odds - 1)]).astype(float)
    assert fit_measures(cases[:, None], right) == pytest.approx([2, -1], abs=0.05)


def test_only_what_is_clearly_better_is_promoted(model: Model) -> None:
    assert [(one.facet, one.label) for one in model.labels] == [KEY]
    as_good = learn([example(n, n % 2 == 0) for n in range(60)], [KEY], "model")
    assert as_good.model is None
    assert [one.promoted for one in as_good.results] == [False]
    assert is_better(3, 0)
    assert is_better(5, 1)
    assert not any(is_better(*few) for few in ((2, 0), (3, 1), (4, 1), (0, 0), (0, 5)))


def test_a_label_with_too_few_articles_is_counted_and_not_tried() -> None:
    lesson = learn([example(n, n < FEWEST_EACH - 1) for n in range(60)], [KEY], "model")
    assert (lesson.too_few, lesson.results, lesson.scales, lesson.model) == (1, (), (), None)


def test_learning_is_the_same_in_any_order(model: Model) -> None:
    examples = [example(n, n % 2 == 0, present=False) for n in range(60)]
    again = learn(examples[::-1], [OTHER, KEY], "model").model
    assert again == model
    assert training_digest(examples) == training_digest(examples[::-1])
    assert training_digest(examples) != training_digest(examples[1:])


def test_what_a_person_did_not_decide_is_open_or_wrong() -> None:
    confirmed = Tag(*KEY, 1.0, Status.CONFIRMED, Origin.PERSON)
    proposed = Tag("campaign", "送温暖", 0.4, Status.SUGGESTED, Origin.RULE)
    elsewhere = Tag(*OTHER, 0.9, Status.SET, Origin.RULE)
    tagged = TaggedArticle(Article("标题", (), id="a"), Annotations((confirmed, proposed, elsewhere)))
    one = example_of(tagged, {}, Annotations(), Annotations())
    assert one.right == {KEY}
    assert one.knows(("campaign", "劳模精神"))
    assert not one.knows(("campaign", "送温暖"))
    assert not one.knows(OTHER)
    assert count_confirmed([one]) == 1


def test_titles_weigh_more_and_names_nothing() -> None:
    layout = plain_layout("顾晓棠送清凉 2021")
    assert bag_of(["顾晓棠", "送", "清凉", " ", "2021"], layout, {"顾晓棠"}) == {"清凉": 1}
    vector = rarities_of([{"清凉": 3, "职工": 1}, {"清凉": 1, "职工": 1}]).vector({"清凉": 3, "职工": 1, "生词": 9})
    assert math.fsum(value * value for value in vector.values()) == pytest.approx(1)
    assert vector["清凉"] > vector["职工"]


def test_a_model_tags_with_the_words_that_weighed_most_and_is_saved_with_the_pipeline(
    model: Model, tmp_path: Path
) -> None:
    article = Article("一杯绿豆汤", ("社区里支起凉棚，解暑的绿豆汤随便喝。",))
    learnt = load_tagger(None, load_segmenter(), model=model)
    tags = [tag for tag in learnt.annotate(article).tags if tag.label == "送清凉"]
    assert [(tag.status, tag.origin) for tag in tags] == [(Status.SET, Origin.MODEL)]
    words = [one for one in tags[0].evidence if one.rule == "campaign/model"]
    assert {"解暑", "绿豆汤"} <= {one.text for one in words}
    assert words[0] == Evidence("headline", 0, 2, 5, "绿豆汤", "campaign/model") or words[0].field == "paragraph"
    learnt.to_disk(tmp_path / "saved")
    assert Tagger.from_disk(tmp_path / "saved").annotate(article) == learnt.annotate(article)


def test_scores_are_scaled_where_that_tells_more_truly_how_sure_a_tag_is() -> None:
    def scored(number: int) -> Example:
        """The rules are always as sure, and right two times in three."""
        tag = Tag(*KEY, 0.97 if number % 2 else 0.9, Status.SET, Origin.RULE)
        right = frozenset([KEY]) if number % 3 else frozenset()
        return Example(f"a{number}", {}, {KEY: tag}, frozenset([KEY]), right, frozenset(), frozenset(["campaign"]))

    lesson = learn([scored(number) for number in range(90)], [], "model")
    [result] = lesson.scales
    assert (result.facet, result.tags, result.promoted) == ("campaign", 90, True)
    assert result.error_scaled < result.error_rules
    assert lesson.model is not None
    tag = scaled(lesson.model.scales["campaign"], Tag(*KEY, 0.97, Status.SET, Origin.RULE))
    assert tag.status is Status.SET
    assert tag.score == pytest.approx(2 / 3, abs=0.02)
    assert learn([scored(number) for number in range(40)], [], "model").model is None


def test_labels_that_the_model_does_not_know_stay_as_the_rules_gave_them(model: Model, tagger: Tagger) -> None:
    article = Article("延庆区总工会慰问劳模", ("本报讯 昨天，延庆区总工会慰问了五位劳模，送上慰问品。",))
    learnt = load_tagger(None, load_segmenter(), model=model)
    by_rules = {tag for tag in tagger.annotate(article).tags if tag.label != "送清凉"}
    assert {tag for tag in learnt.annotate(article).tags if tag.label != "送清凉"} == by_rules


def test_models_are_kept_used_and_rolled_back(model: Model, tmp_path: Path) -> None:
    models = Models(tmp_path / "models")
    assert models.in_use().number == RULES_ALONE
    assert [models.keep(model, {"articles": 60}) for _ in range(2)] == [1, 2]
    assert models.in_use().model == model
    assert [(one.number, one.manifest["articles"]) for one in models.versions()] == [(1, 60), (2, 60)]
    assert [models.rollback(), models.rollback()] == [1, RULES_ALONE]
    assert models.in_use().model is None
    with pytest.raises(GongbaoError, match="只用规则"):
        models.rollback()
    assert models.keep(model, {}) == 3
    assert not [path for path in (tmp_path / "models").iterdir() if path.name.startswith(".")]


def test_a_label_that_left_the_vocabulary_is_not_set_by_the_model(model: Model) -> None:
    first, *others = model.labels
    kept = model.among({(one.facet, one.label) for one in others})
    assert kept.labels == tuple(others)
    assert (kept.blends, kept.rarities) == (model.blends, model.rarities)
    assert (first.facet, first.label) not in {(one.facet, one.label) for one in kept.labels}
