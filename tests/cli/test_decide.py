"""``gongbao decide``: from sixty invented articles and an editor's word to index, site, export and a model."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gongbao.cli.decide import NO_AUTHOR
from gongbao.cli.main import gongbao
from gongbao.core.errors import GongbaoError
from gongbao.project import Project
from gongbao.site.addresses import id_address

VOCABULARY = "\n".join(
    f'[[label]]\nfacet = "{facet}"\nname = "{name}"\naliases = ["{name}"]\n'
    for facet, name in (("campaign", "河湖守护"), ("campaign", "周末小组"), ("activity", "周末小组"))
)
PLACES = ("东沙河", "白石溪", "小月湖", "石桥河", "柳林渠")
RIVER = ("巡查了河道", "清理了岸边漂浮物", "记录了水质", "补种了护岸芦苇", "清走了淤泥")
HALL = ("练习了书法", "排练了合唱", "比试了象棋", "展出了剪纸", "学习了摄影")
RIVER_QUERY = "河道 或 漂浮物 或 水质 或 芦苇 或 淤泥"
HALL_QUERY = "书法 或 合唱 或 象棋 或 剪纸 或 摄影"
DRAFT = "下班以后去河边\n\n退休工人孟春和每天沿东沙河走一趟，清理岸边漂浮物，记录水质，淤泥多了就报给河长。\n"
AUTHOR = "陆知秋"


def invented(number: int) -> str:
    """Every other article is of the river campaign; one in five of them says its name."""
    place, first = PLACES[number % 5], number // 2 % 5
    deeds = RIVER if number % 2 else HALL
    body = f"第{number}小组昨天在{place}{deeds[first]}，又{deeds[(first + 1 + number // 10 % 3) % 5]}。"
    return f"{'河湖守护' if number % 10 == 1 else '傍晚'}小组又出发\n\n{body}\n"


def run(folder: Path, *arguments: str, author: str = AUTHOR) -> Result:
    return CliRunner(env={"GONGBAO_AUTHOR": author}).invoke(gongbao, ["-C", str(folder), *arguments])


def told(folder: Path, *arguments: str) -> str:
    """What a command that does its work prints."""
    done = run(folder, *arguments)
    assert done.exit_code == 0, done.output + repr(done.exception)
    return done.stdout


def rows(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in told(folder, *arguments, "--format", "jsonl").splitlines()]


def refused(folder: Path, *arguments: str) -> str:
    """The one sentence of an error."""
    done = run(folder, *arguments)
    assert isinstance(done.exception, GongbaoError), done.output + repr(done.exception)
    assert len(str(done.exception).splitlines()) == 1
    return str(done.exception)


def ids(folder: Path, query: str) -> list[str]:
    return [row["id"] for row in rows(folder, "search", query, "--limit", "0", "--sort", "page")]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the sixty articles were built, by rules alone."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "词表").mkdir()
    (folder / "词表" / "本报.toml").write_text(VOCABULARY, encoding="utf-8")
    (folder / "gongbao.toml").write_text('[nlp]\nvocabulary = "词表"\n[build]\nworkers = 1\n', encoding="utf-8")
    (folder / "稿.txt").write_text(DRAFT, encoding="utf-8")
    pages = folder / "pages"
    pages.mkdir()
    for number in range(60):
        name = f"2022-06-{number // 2 + 1:02d}-p{number % 2 + 1}.txt"
        (pages / name).write_text(invented(number), encoding="utf-8")
    told(folder, "build", str(pages))
    return folder


@pytest.fixture
def archive(built: Path, tmp_path: Path) -> Path:
    """A copy for a test that changes something."""
    shutil.copytree(built, tmp_path / "copy")
    return tmp_path / "copy"


def test_an_editors_word_reaches_index_site_export_and_a_model(archive: Path) -> None:
    wrong, *_, right = ids(archive, "主题:河湖守护")
    assert "确定 6 篇，没有 24 篇" in told(archive, "decide", "--query", RIVER_QUERY, "河湖守护", "--dry-run")
    assert "已确认 30 个标签，在 30 篇里" in told(archive, "decide", "--query", RIVER_QUERY, "河湖守护", "--yes")
    assert "已确认 30 个标签" in told(archive, "decide", "--query", HALL_QUERY, "送文化", "--yes")
    printed = told(archive, "decide", wrong, "河湖守护", "--reject")
    assert printed.startswith(f"已否定 {wrong}《河湖守护小组又出发》的标签 河湖守护（主题）。")
    assert "gongbao build" in printed

    assert "已启用为模型 1" in told(archive, "learn")
    assert "标注了 60 篇" in told(archive, "tag")
    told(archive, "tag", "--all")
    told(archive, "build", str(archive / "pages"))
    assert len(ids(archive, "主题:河湖守护")) == 29
    assert wrong not in ids(archive, "主题:河湖守护")
    page = {name: (archive / "public" / id_address(name)).read_text(encoding="utf-8") for name in (wrong, right)}
    assert "campaign/x" in page[right]
    assert "campaign/x" not in page[wrong]
    told(archive, "export", RIVER_QUERY, "-o", str(archive / "out.jsonl"))
    exported = map(json.loads, (archive / "out.jsonl").read_text(encoding="utf-8").splitlines())
    stands = {row["id"]: {tag["label"]: tag["status"] for tag in row["tags"]} for row in exported}
    assert stands[right]["河湖守护"] == "confirmed"
    assert stands[wrong].get("河湖守护") in (None, "rejected")

    tagged = rows(archive, "tag", str(archive / "稿.txt"))[0]["tags"]
    assert "河湖守护" in {tag["label"] for tag in tagged}
    assert "只用规则" in told(archive, "learn", "--rollback")
    told(archive, "tag")
    assert "河湖守护" not in {tag["label"] for tag in rows(archive, "tag", str(archive / "稿.txt"))[0]["tags"]}
    [status] = rows(archive, "status")
    assert (status["tags_confirmed"], status["tags_rejected"], status["decided_articles"]) == (59, 1, 60)


def test_an_article_is_named_by_id_by_its_beginning_or_by_its_address(archive: Path) -> None:
    first, second, third, *_ = ids(archive, "主题:河湖守护")
    for typed in (first, second[:-3], f"https://archive.example/{id_address(third)}?from=list#top"):
        assert "已确认" in told(archive, "decide", typed, "河湖守护")
    assert "早已确认，没有改动" in told(archive, "decide", str(archive / "public" / id_address(third)), "河湖守护")
    assert "请把编号写全一些" in refused(archive, "decide", "ldwb", "河湖守护")
    assert "存档里没有“qqq”" in refused(archive, "decide", "qqq", "河湖守护")


def test_labels_are_found_in_the_vocabulary_and_near_ones_offered(archive: Path) -> None:
    name = ids(archive, "主题:河湖守护")[0]
    assert "是不是 河湖守护" in refused(archive, "decide", name, "河湖保护")
    assert "东城区" in refused(archive, "decide", name, "东城")
    assert "请加 --facet campaign、--facet activity" in refused(archive, "decide", name, "周末小组")
    [made] = rows(archive, "decide", name, "周末小组", "--facet", "活动")
    assert (made["facet"], made["label"], made["verdict"], made["author"]) == (
        "activity",
        "周末小组",
        "confirmed",
        AUTHOR,
    )
    (archive / "词表" / "本报.toml").write_text("", encoding="utf-8")  # the label is gone, what was decided stays
    assert "已撤销对" in told(archive, "decide", name, "周末小组", "--undo")
    assert "词表里没有标签“周末小组”" in refused(archive, "decide", ids(archive, "书法")[0], "周末小组")


def test_what_was_decided_is_told_with_who_and_when(archive: Path) -> None:
    name = ids(archive, "主题:河湖守护")[0]
    assert "还没有人评过" in told(archive, "decide", "--history", name)
    told(archive, "decide", name, "河湖守护", "--reject")
    told(archive, "decide", name, "河湖守护", "--undo", "--author", "韩若谷")
    assert "没有人评过，没有改动" in told(archive, "decide", name, "河湖守护", "--undo")
    history = rows(archive, "decide", "--history", name)
    assert [(row["verdict"], row["author"]) for row in history] == [("rejected", AUTHOR), ("undone", "韩若谷")]
    assert "撤销" in told(archive, "decide", "--history", name)
    assert "标注了 1 篇" in told(archive, "tag")
    assert "早已确认" not in told(archive, "decide", name, "河湖守护", "--dry-run")


def test_the_queue_shows_the_least_sure_tags_with_their_evidence(archive: Path) -> None:
    queue = rows(archive, "decide", "--list", "--limit", "3")
    assert len(queue) == 3
    assert all(row["evidence"] == ["河湖守护"] and row["status"] == "set" for row in queue)
    table = told(archive, "decide", "--list", "--facet", "主题")
    assert all(text in table for text in ("河湖守护小组又出发", "依据", "确定"))
    told(archive, "decide", "--query", "主题:河湖守护", "河湖守护", "--yes")
    assert "没有等人评的标签" in told(archive, "decide", "--list")


def test_many_are_only_decided_after_a_look_at_how_many(archive: Path) -> None:
    done = run(archive, "decide", "--query", "主题:河湖守护", "河湖守护")
    assert "找到 6 篇" in done.stdout
    assert "请加 --yes" in done.output
    assert done.exit_code == 2
    assert rows(archive, "decide", "--query", "主题:河湖守护", "河湖守护", "--dry-run")[0]["verdict"] == "confirmed"
    assert rows(archive, "status")[0]["tags_confirmed"] == 0
    assert "没有找到文章，没有改动" in told(archive, "decide", "--query", "恐龙化石", "河湖守护", "--yes")
    told(archive, "decide", "--query", "主题:河湖守护", "河湖守护", "--yes")
    assert "都已经是这样" in told(archive, "decide", "--query", "主题:河湖守护", "河湖守护", "--yes")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["编号"], "请写文章和标签"),
        (["--query", "书法"], "请写要评的标签"),
        (["--list", "编号"], "--list 不用写"),
        (["--history"], "--history 要写一篇文章"),
        (["编号", "送文化", "--reject", "--undo"], "一次只能用一个"),
        (["编号", "送文化", "--yes"], "--yes 要和 --query 一起用"),
        (["--list", "--history"], "一次只能用一个"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(built: Path, words: list[str], sentence: str) -> None:
    done = run(built, "decide", *words)
    assert done.exit_code == 2
    assert sentence in done.output


def test_somebody_must_answer_for_a_decision(built: Path) -> None:
    done = run(built, "decide", "编号", "送文化", author="")
    assert done.exit_code == 2
    assert NO_AUTHOR in done.output


def test_while_another_command_writes_nothing_is_decided(archive: Path) -> None:
    name = ids(archive, "主题:河湖守护")[0]
    with Project(archive).locked():
        assert "另一个 gongbao 正在写这个存档" in refused(archive, "decide", name, "河湖守护")
        assert "会确认" in told(archive, "decide", name, "河湖守护", "--dry-run")
    assert rows(archive, "status")[0]["tags_confirmed"] == 0


BROKEN = {
    "twice": VOCABULARY + VOCABULARY,
    "no parent": '[[label]]\nfacet = "campaign"\nname = "甲"\nparent = "乙"\n',
    "a broken pattern": '[[label]]\nfacet = "campaign"\nname = "甲"\npatterns = ["(甲|乙"]\n',
    "no TOML": "[[label",
}


@pytest.mark.parametrize("written", BROKEN.values(), ids=BROKEN)
def test_a_broken_vocabulary_is_told_in_a_sentence_and_everything_stays(archive: Path, written: str) -> None:
    name = ids(archive, "主题:河湖守护")[0]
    pages = sorted(path.stat().st_mtime_ns for path in (archive / "public").rglob("*.html"))
    with Project(archive).store as store:
        before = store.stamps()
    (archive / "词表" / "本报.toml").write_text(written, encoding="utf-8")
    for words in (["tag"], ["tag", "--all", "--dry-run"], ["build", str(archive / "pages")]):
        assert "词表 本报.toml" in refused(archive, *words)
    assert "词表 本报.toml" in refused(archive, "decide", name, "河湖守护")
    with Project(archive).store as store:
        assert store.stamps() == before
    assert sorted(path.stat().st_mtime_ns for path in (archive / "public").rglob("*.html")) == pages
    assert name in ids(archive, "主题:河湖守护")
