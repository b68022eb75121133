"""``gongbao learn`` over an archive of invented articles that an editor has decided on."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gongbao.cli.main import gongbao
from gongbao.core.annotations import Annotations, Origin, Status, Tag
from gongbao.core.dates import IssueDate
from gongbao.core.errors import GongbaoError
from gongbao.core.records import Article, Reading, Source
from gongbao.core.store import Store

VOCABULARY = '[[label]]\nfacet = "campaign"\nname = "河湖守护"\naliases = ["河湖守护"]\n'
PLACES = ("东沙河", "白石溪", "小月湖", "石桥河", "柳林渠")
RIVER = ("巡查了河道", "清理了岸边漂浮物", "记录了水质", "补种了护岸芦苇", "清走了淤泥")
HALL = ("练习了书法", "排练了合唱", "比试了象棋", "展出了剪纸", "学习了摄影")
DRAFT = "下班以后去河边\n\n退休工人孟春和每天沿东沙河走一趟，清理岸边漂浮物，记录水质，淤泥多了就报给河长。\n"


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(gongbao, ["-C", str(folder), *arguments])


def invented(number: int) -> tuple[str, str]:
    """Every other article is of the river campaign; one in five of them says its name."""
    place, first = PLACES[number % 5], number // 2 % 5
    deeds = RIVER if number % 2 else HALL
    body = f"第{number}小组昨天在{place}{deeds[first]}，又{deeds[(first + 1 + number // 10 % 3) % 5]}。"
    return (f"{'河湖守护' if number % 10 == 1 else '周末'}小组又出发", body)


def decide(folder: Path, count: int) -> None:
    """Fill an archive with articles whose tags an editor has decided on."""
    texts = [invented(number) for number in range(count)]
    raw = "\n\n".join("\n\n".join(text) for text in texts).encode()
    sha = hashlib.sha256(raw).hexdigest()
    date = IssueDate(2022, 6, 1)
    source = Source("页.txt", raw, sha, "utf-8", raw.decode(), "ldwb", date)
    articles = tuple(
        Article(headline, (body,), newspaper="ldwb", date=date, source="页.txt", source_sha256=sha, order=number)
        for number, (headline, body) in enumerate(texts)
    )
    with Store(f"sqlite:///{folder / 'archive' / 'gongbao.sqlite'}") as store:
        store.save([Reading(source, articles)])
        found = []
        for article in [tagged.article for tagged in store.articles()]:
            is_river = any(deed in article.text for deed in RIVER)
            label = "河湖守护" if is_river else "送文化"
            found.append((article, Annotations((Tag("campaign", label, 1.0, Status.CONFIRMED, Origin.PERSON),))))
        store.annotate(found, "an editor")


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of an archive in which 80 articles were learnt from, and what was printed."""
    folder = tmp_path_factory.mktemp("learnt")
    prepare(folder)
    decide(folder, 80)
    done = run(folder, "learn")
    assert done.exit_code == 0, done.output
    return folder, done.stdout


@pytest.fixture
def archive(learnt: tuple[Path, str], tmp_path: Path) -> Iterator[Path]:
    """A copy of it for a test that changes something."""
    shutil.copytree(learnt[0], tmp_path / "copy")
    yield tmp_path / "copy"
    shutil.rmtree(tmp_path / "copy")


def prepare(folder: Path) -> None:
    (folder / "archive").mkdir()
    (folder / "词表").mkdir()
    (folder / "词表" / "本报.toml").write_text(VOCABULARY, encoding="utf-8")
    (folder / "gongbao.toml").write_text('[nlp]\nvocabulary = "词表"\n', encoding="utf-8")
    (folder / "稿.txt").write_text(DRAFT, encoding="utf-8")


def draft_tags(folder: Path) -> dict[str, Any]:
    done = run(folder, "tag", str(folder / "稿.txt"), "--format", "jsonl")
    assert done.exit_code == 0, done.output
    return {tag["label"]: tag for tag in json.loads(done.stdout)["tags"]}


def test_what_an_editor_confirmed_is_learnt_and_tags_new_drafts_with_evidence(learnt: tuple[Path, str]) -> None:
    folder, printed = learnt
    assert "已启用为模型 1" in printed
    tag = draft_tags(folder)["河湖守护"]
    assert {one["rule"] for one in tag["evidence"]} == {"campaign/model"}
    assert {"漂浮物", "水质"} & {one["text"] for one in tag["evidence"]}
    [version] = json.loads(run(folder, "learn", "--list", "--format", "json").stdout)
    assert (version["number"], version["in_use"], version["articles"]) == (1, True, 80)
    assert "河湖守护" in version["labels"]
    assert "模型" in run(folder, "learn", "--list").stdout
    manifest = json.loads((folder / "archive" / "models" / "1" / "manifest.json").read_text(encoding="utf-8"))
    assert {"training_set", "rules", "segmenter", "versions", "trained_on", "sha256"} <= manifest.keys()


def test_learning_the_same_again_is_told_and_a_dry_run_keeps_nothing(archive: Path) -> None:
    again = run(archive, "learn")
    assert isinstance(again.exception, GongbaoError)
    assert "模型 1" in str(again.exception)
    tried = run(archive, "learn", "--dry-run", "--format", "jsonl")
    assert [row["label"] for row in map(json.loads, tried.stdout.splitlines())]
    assert sorted(path.name for path in (archive / "archive" / "models").iterdir()) == ["1", "current"]


def test_articles_are_tagged_again_after_learning_and_after_going_back(archive: Path) -> None:
    assert "标注了 80 篇文章" in run(archive, "tag").stdout
    assert "没有需要标注的文章" in run(archive, "tag").stdout
    assert "现在只用规则" in run(archive, "learn", "--rollback").stdout
    assert "河湖守护" not in draft_tags(archive)
    assert "标注了 80 篇文章" in run(archive, "tag").stdout


@pytest.mark.parametrize("harm", ["corrupt", "other version"])
def test_a_model_that_cannot_be_used_is_told_in_a_sentence_and_the_rules_go_on(archive: Path, harm: str) -> None:
    path = archive / "archive" / "models" / "1" / "model.json"
    if harm == "corrupt":
        path.write_bytes(path.read_bytes()[:-200])
    else:
        path.write_text(path.read_text(encoding="utf-8").replace('"format": 1', '"format": 99'), encoding="utf-8")
        register(path)
    done = run(archive, "tag", str(archive / "稿.txt"), "--format", "jsonl")
    assert done.exit_code == 0
    assert "注意：模型 1 " in done.stderr
    assert "只用规则" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert json.loads(done.stdout)["source"].endswith("稿.txt")


def register(model: Path) -> None:
    """Write a changed model's digest into its manifest."""
    path = model.parent / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["sha256"] = hashlib.sha256(model.read_bytes()).hexdigest()
    path.write_text(json.dumps(manifest), encoding="utf-8")


def test_too_few_confirmed_articles_are_told_with_their_number(tmp_path: Path) -> None:
    prepare(tmp_path)
    decide(tmp_path, 12)
    done = run(tmp_path, "learn")
    assert isinstance(done.exception, GongbaoError)
    assert "只有 12 篇，至少要 50 篇" in str(done.exception)


def test_where_nothing_was_learnt_there_is_nothing_to_list_and_nothing_to_go_back_to(tmp_path: Path) -> None:
    prepare(tmp_path)
    assert "还没有学过" in run(tmp_path, "learn", "--list").stdout
    assert isinstance(run(tmp_path, "learn", "--rollback").exception, GongbaoError)
    assert run(tmp_path, "learn", "--list", "--rollback").exit_code == 2
