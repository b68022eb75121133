"""From the archive's decisions to a model in use: gathers what people decided, learns, keeps what is better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import TYPE_CHECKING, Any

from gongbao.core.errors import GongbaoError
from gongbao.pipeline import Progress, batches, silent
from gongbao.project import Project

if TYPE_CHECKING:
    from gongbao.core.annotations import Annotations
    from gongbao.nlp.learning import Example, LabelResult, Lesson

NEW_MODEL = "model"  # what a model is called in its tags' evidence: campaign/model


@dataclass(frozen=True, slots=True)
class Taught:
    """What learning did."""

    lesson: Lesson
    confirmed: int  # articles with a confirmed tag of the facets that are learnt
    number: int | None  # of the model that was kept and is in use now; None when none was


def teach(project: Project, progress: Progress = silent, *, dry_run: bool = False) -> Taught:
    """Learn from the archive; what is better than the present tagger is kept and in use, but for a dry run.

    Raises GongbaoError where too few articles have confirmed tags, and where nothing was decided since last time.
    """
    from gongbao.nlp.learning import count_confirmed, learn, training_digest
    from gongbao.nlp.models_folder import Models
    from gongbao.nlp.vocabulary_files import load_vocabulary

    models = Models(project.models_folder)
    earlier = _manifest_in_use(project, models)
    examples = list(_examples(project, frozenset(earlier.get("trained_on", ())), progress))
    confirmed = count_confirmed(examples)
    _refuse_too_few(confirmed)
    digest = training_digest(examples)
    known = {"training_set": digest, "rules": project.rules_fingerprint}
    if not dry_run and all(earlier.get(name) == value for name, value in known.items()):
        raise GongbaoError(f"模型 {project_number(project)} 学的就是现在这些决定：确认或否定了更多标签再运行。")
    settings = project.settings
    entries = load_vocabulary(settings.path("nlp.vocabulary"), settings.text("newspaper.place"))
    lesson = learn(examples, [(entry.facet, entry.name) for entry in entries], NEW_MODEL)
    if dry_run or lesson.model is None:
        return Taught(lesson, confirmed, None)
    about = {
        **known,
        "articles": len(examples),
        "confirmed": confirmed,
        "segmenter": project.segmenter.fingerprint,
        "versions": {name: metadata.version(name) for name in ("gongbao", "numpy", "spacy")},
        "labels": [result_row(one) for one in lesson.results],
        "scores": [asdict(one) for one in lesson.scales],
        "trained_on": sorted(one.id for one in examples),
    }
    return Taught(lesson, confirmed, models.keep(lesson.model, about))


def project_number(project: Project) -> int:
    """The number of the model in use; 0 for the rules alone."""
    return project.model_in_use.number if project.model_in_use is not None else 0


def result_row(one: LabelResult) -> dict[str, Any]:
    """A label's trial as plain values."""

    def counted(which: str) -> dict[str, Any]:
        count = getattr(one, which)
        return {"right": count.right, "wrong": count.wrong, "missed": count.missed, "f1": count.f1}

    return {
        "facet": one.facet,
        "label": one.label,
        "articles": one.articles,
        "present": counted("present"),
        "learnt": counted("learnt"),
        "gains": one.gains,
        "losses": one.losses,
        "promoted": one.promoted,
    }


def _refuse_too_few(confirmed: int) -> None:
    from gongbao.nlp.learning import FEWEST_ARTICLES

    if confirmed < FEWEST_ARTICLES:
        raise GongbaoError(
            f"主题或活动标签得到确认的文章只有 {confirmed} 篇，至少要 {FEWEST_ARTICLES} 篇才能学：再确认一些标签。"
        )


def _manifest_in_use(project: Project, models: Any) -> Mapping[str, Any]:
    number = project_number(project)
    found = [one.manifest for one in models.versions() if one.number == number]
    return found[0] if found else {}


def _examples(project: Project, trained_on: frozenset[str], progress: Progress) -> Iterator[Example]:
    """The decided articles, the latest MOST_ARTICLES of them, as examples.

    The present tagger is only judged on what it has not learnt from: on the other articles the rules stand for it.
    """
    from gongbao.nlp.layout import lay_out
    from gongbao.nlp.learning import MOST_ARTICLES, example_of
    from gongbao.nlp.learning_words import bag_of

    ids = project.store.decisions.article_ids()[-MOST_ARTICLES:]
    done = 0
    for some in batches(ids):
        tagged = list(project.store.chosen(some))
        by_rules = list(project.rules.annotate_many(one.article for one in tagged))
        by_present = list(project.tagger.annotate_many(one.article for one in tagged))
        for one, rules, present in zip(tagged, by_rules, by_present, strict=True):
            layout = lay_out(one.article)
            bag = bag_of(project.segmenter.cut(layout.text), layout, person_names(rules))
            yield example_of(one, bag, rules, rules if one.article.id in trained_on else present)
        done += len(tagged)
        progress("准备", done, len(ids))


def person_names(found: Annotations) -> frozenset[str]:
    """The people named in an article: who wrote it tells nothing about what it is about."""
    return frozenset(mention.text for mention in found.mentions if mention.kind == "person")
