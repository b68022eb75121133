"""``gongbao evaluate``: how good the tags are, beside those that people gave to the same articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongbao.cli.options import input_path
from gongbao.cli.output import print_rows, print_table
from gongbao.tag_rows import FACETS, tag_row

if TYPE_CHECKING:
    from gongbao.core.annotations import Annotations
    from gongbao.nlp.evaluation import Band, Count, Evaluation, Mistakes
    from gongbao.nlp.evaluation_gold import GoldArticle
    from gongbao.project import Project

MOST_CONFUSIONS = 20  # lines of the table for a person; JSON has all
EVIDENCE_SHOWN = 3  # wordings beside a tag in the table for a person
COUNT_COLUMNS = {
    "facet": "类别",
    "label": "标签",
    "gold": "应有",
    "right": "对",
    "wrong": "错",
    "missed": "漏",
    "precision": "准确率",
    "recall": "召回率",
    "f1": "F1",
    "suggested_recall": "含建议召回率",
}
TOTAL_COLUMNS = {key: title for key, title in COUNT_COLUMNS.items() if key != "label"} | {"interval": "F1 的 95% 区间"}
NAMES = {"person": "人名", "organisation": "单位", "place": "地名", "figure": "数字"}
NAME_COLUMNS = {
    key: COUNT_COLUMNS[key] for key in ("facet", "gold", "right", "wrong", "missed", "precision", "recall", "f1")
}
CONFUSION_COLUMNS = {"facet": "类别", "right": "应为", "set": "标成", "articles": "篇数"}
BAND_COLUMNS = {"band": "分数", "tags": "标签数", "right": "对", "share_right": "对的比例", "mean_score": "平均分"}
WORST_COLUMNS = {"article": "文章", "mistake": "", "label": "标签", "score": "分数", "evidence": "依据"}


@click.command("evaluate")
@click.argument("gold", nargs=-1, required=True, type=input_path, metavar="标注文件…")
@click.option("--rules-only", is_flag=True, help="不用学来的模型，只评规则。")
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="输出格式：给人看的表，或给别的程序的 JSON。",
)
@click.pass_obj
def command(folder: Path, gold: tuple[Path, ...], rules_only: bool, style: str) -> None:
    """用人标好的文章（JSON Lines，或装着它们的文件夹）评标签：准确率、召回率、混淆、校准和最差的十篇。"""
    from gongbao.core.errors import InputError
    from gongbao.nlp.evaluation import evaluate
    from gongbao.nlp.evaluation_gold import gold_files, read_gold
    from gongbao.nlp.evaluation_intervals import f1_intervals
    from gongbao.nlp.evaluation_names import evaluate_names
    from gongbao.project import Project

    labelled = [one for path in gold_files(gold) for one in read_gold(path)]
    if not labelled:
        raise InputError("标注文件里一篇文章也没有：请给出标好标签的文章，一行一个 JSON。")
    project = Project(folder)
    _tell_unknown(project, labelled)
    pairs = list(zip(labelled, _annotated(project, labelled, rules_only), strict=True))
    judged, names, intervals = evaluate(pairs), evaluate_names(pairs), f1_intervals(pairs)
    if style == "json":
        rows = {kind: name_row(kind, count) for kind, count in names.items()}
        print_rows([evaluation_row(judged) | {"f1_intervals": intervals, "names": rows}], "json", {})
        return
    _print_tables(judged, intervals)
    if names:
        click.echo("名字和数字（数字只标了主要的，只看漏没漏）：")
        named = ({"facet": NAMES[kind], **name_row(kind, names[kind])} for kind in NAMES if kind in names)
        print_table(map(_readable, named), NAME_COLUMNS)


def _annotated(project: Project, labelled: list[GoldArticle], rules_only: bool) -> Iterable[Annotations]:
    tagger = project.rules if rules_only else project.tagger
    return tagger.annotate_many(one.article for one in labelled)


def _tell_unknown(project: Project, labelled: list[GoldArticle]) -> None:
    """Labels that no rule can ever give are most often misspelt: they count as missed, and it is said."""
    from gongbao.nlp.vocabulary_files import load_vocabulary

    settings = project.settings
    entries = load_vocabulary(settings.path("nlp.vocabulary"), settings.text("newspaper.place"))
    known = {(entry.facet, entry.name) for entry in entries}
    wanted = {(facet, label) for one in labelled for facet, labels in one.labels.items() for label in labels}
    if unknown := sorted(label for facet, label in wanted if (facet, label) not in known):
        click.echo(f"注意：词表里没有这些标签，一律算漏：{'、'.join(unknown)}。", err=True)


def evaluation_row(judged: Evaluation) -> dict[str, Any]:
    """All that was found, as plain values; numbers unrounded, None where there was nothing to divide by."""
    confusions = [
        {"facet": facet, "right": right, "set": wrong, "articles": n}
        for (facet, right, wrong), n in judged.confusions.items()
    ]
    return {
        "articles": judged.articles,
        "faultless": judged.faultless,
        "micro": _total_row(judged.total(), judged.total(suggested=True)),
        "facets": {facet: _total_row(judged.facet(facet), judged.facet(facet, suggested=True)) for facet in FACETS},
        "labels": list(_label_rows(judged)),
        "confusions": confusions,
        "calibration_error": judged.calibration_error,
        "calibration": [_band_row(band) for band in judged.bands],
        "worst": [_mistakes_row(one) for one in judged.worst],
    }


def _total_row(shown: Count, given: Count) -> dict[str, Any]:
    return {"set": count_row(shown), "set_and_suggested": count_row(given)}


def count_row(count: Count) -> dict[str, Any]:
    """A count with its precision, recall and F1."""
    return {
        "gold": count.right + count.missed,
        "right": count.right,
        "wrong": count.wrong,
        "missed": count.missed,
        "precision": count.precision,
        "recall": count.recall,
        "f1": count.f1,
    }


def name_row(kind: str, count: Count) -> dict[str, Any]:
    """As ``count_row``; of figures only the chief ones are marked, so that nothing is known of precision."""
    from gongbao.nlp.evaluation_names import FIGURE

    unknown = {"wrong": None, "precision": None, "f1": None}
    return count_row(count) | (unknown if kind == FIGURE else {})


def _label_rows(judged: Evaluation) -> Iterator[dict[str, Any]]:
    from gongbao.nlp.evaluation import Count

    for facet in FACETS:
        for (of, label), given in judged.given.items():
            if of == facet:
                row = {"facet": facet, "label": label, **count_row(judged.shown.get((of, label), Count()))}
                yield {**row, "suggested_recall": given.recall}


def _band_row(band: Band) -> dict[str, Any]:
    return {
        "low": band.low,
        "high": band.high,
        "tags": band.tags,
        "right": band.right,
        "share_right": band.share_right,
        "mean_score": band.mean_score,
    }


def _mistakes_row(one: Mistakes) -> dict[str, Any]:
    missed = [
        {"facet": facet, "label": label, "suggestion": tag_row(tag) if tag else None}
        for (facet, label), tag in one.missed
    ]
    return {"id": one.id, "headline": one.headline, "wrong": [tag_row(tag) for tag in one.wrong], "missed": missed}


def _print_tables(judged: Evaluation, intervals: Mapping[str, tuple[float, float]]) -> None:
    click.echo(f"{judged.articles} 篇文章，其中 {judged.faultless} 篇的标签一个不错。")
    totals = [
        {"facet": title, **count_row(shown), "suggested_recall": given.recall, "interval": _range(intervals.get(name))}
        for name, title, shown, given in (
            ("all", "全部", judged.total(), judged.total(suggested=True)),
            *((f, title, judged.facet(f), judged.facet(f, suggested=True)) for f, title in FACETS.items()),
        )
    ]
    print_table(map(_readable, totals), TOTAL_COLUMNS)
    print_table((_readable(row | {"facet": FACETS[row["facet"]]}) for row in _label_rows(judged)), COUNT_COLUMNS)
    confusions = list(judged.confusions.items())[:MOST_CONFUSIONS]
    if confusions:
        click.echo(f"混淆最多的（前 {len(confusions)} 种）：")
        rows = (
            {"facet": FACETS[facet], "right": right or "（无）", "set": wrong or "（没有标）", "articles": n}
            for (facet, right, wrong), n in confusions
        )
        print_table(rows, CONFUSION_COLUMNS)
    error = judged.calibration_error
    click.echo("校准：分数说的和实际的" + (f"平均相差 {error:.3f}" if error is not None else "没有可比的") + "。")
    bands = (_band_row(band) | {"band": f"{band.low:.1f}–{band.high:.1f}"} for band in judged.bands if band.tags)
    print_table(map(_readable, bands), BAND_COLUMNS)
    if judged.worst:
        click.echo(f"最差的 {len(judged.worst)} 篇：")
        print_table((row for one in judged.worst for row in _worst_cells(one)), WORST_COLUMNS)


def _range(interval: tuple[float, float] | None) -> str | None:
    return f"{interval[0]:.3f}–{interval[1]:.3f}" if interval else None


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    return {key: "—" if v is None else f"{v:.3f}" if isinstance(v, float) else v for key, v in row.items()}


def _worst_cells(one: Mistakes) -> Iterator[dict[str, Any]]:
    name = f"{one.id} {one.headline}"
    for tag in one.wrong:
        yield _mistake_cells(name, "错标", tag.label, tag_row(tag))
        name = ""
    for (_, label), suggestion in one.missed:
        row = tag_row(suggestion) if suggestion else None
        yield _mistake_cells(name, "漏标，有建议" if row else "漏标", label, row)
        name = ""


def _mistake_cells(name: str, mistake: str, label: str, row: dict[str, Any] | None) -> dict[str, Any]:
    words = list(dict.fromkeys(e["text"] for e in row["evidence"]))[:EVIDENCE_SHOWN] if row else []
    score = f"{row['score']:.3f}" if row else ""
    return {"article": name, "mistake": mistake, "label": label, "score": score, "evidence": words}
