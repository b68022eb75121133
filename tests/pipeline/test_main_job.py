"""The main job on the real page: from print to a searchable archive."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from gongbao.core.annotations import FACETS, Status
from gongbao.project import Project

Run = Callable[..., Any]
Digests = Callable[[Path], Mapping[str, str]]


@pytest.fixture
def gold(sample_gold: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(sample_gold.read_text(encoding="utf-8"))
    return loaded


def test_parse_prints_the_articles_that_a_person_cut_out(gongbao: Run, sample_page: Path, gold: dict[str, Any]) -> None:
    printed = [json.loads(line) for line in gongbao("parse", sample_page, "--format", "jsonl").stdout.splitlines()]
    assert len(printed) == len(gold["articles"]) == 7
    for article, expected in zip(printed, gold["articles"], strict=True):
        for field in ("kicker", "headline", "kind", "paragraphs"):
            assert article[field] == expected[field]
        assert [{"name": c["name"], "role": c["role"]} for c in article["byline"]] == expected["byline"]
        assert (article["source"], article["date"], article["encoding"]) == (str(sample_page), "2021-07", "utf-8")


def test_build_tags_the_page_as_a_person_did(
    gongbao: Run, tmp_path: Path, sample_page: Path, gold: dict[str, Any]
) -> None:
    gongbao("build", sample_page)
    tagged = list(Project(tmp_path).store.articles())
    differences = dict.fromkeys(FACETS, 0)
    for article, expected in zip(tagged, gold["articles"], strict=True):
        for facet in FACETS:
            differences[facet] += len(set(article.labels(facet)) ^ set(expected["tags"][facet]))
        assert all(tag.evidence for tag in article.annotations.tags if tag.status == Status.SET)
    assert differences["district"] == 0
    assert differences["campaign"] <= 2
    assert differences["activity"] <= 2


def test_every_character_of_the_page_is_in_one_article_or_in_a_discard(
    gongbao: Run, tmp_path: Path, sample_page: Path
) -> None:
    gongbao("ingest", sample_page)
    store = Project(tmp_path).store
    text = sample_page.read_text(encoding="utf-8")
    seen = [0] * len(text)
    pieces = [(span.start, span.end) for tagged in store.articles() for span in tagged.article.spans]
    pieces += [(discard.start, discard.end) for _, discard in store.discards()]
    for start, end in pieces:
        for position in range(start, end):
            seen[position] += 1
    assert all(count == 1 for count, character in zip(seen, text, strict=True) if not character.isspace())
    assert len(list(store.discards())) == 3
    assert all(discard.reason for _, discard in store.discards())


def test_build_then_search_then_build_again_changes_nothing(
    gongbao: Run, tmp_path: Path, sample_page: Path, tree_digests: Digests
) -> None:
    gongbao("build", sample_page)
    before = tree_digests(tmp_path / "public")
    status = gongbao("status", "--format", "json").stdout
    [hit] = [json.loads(line) for line in gongbao("search", '"清凉包550份"', "--format", "jsonl").stdout.splitlines()]
    assert (hit["headline"], hit["date"]) == ("房山各级工会关爱送到职工心坎上", "2021-07")
    again = gongbao("build", sample_page).stdout
    assert tree_digests(tmp_path / "public") == before
    assert gongbao("status", "--format", "json").stdout == status
    assert "1 个没有变化" in again
    assert "更新 0 篇" in again
    assert "写了 0 个文件" in again


def test_two_builds_in_two_folders_give_the_same_bytes(
    gongbao: Run, tmp_path: Path, sample_page: Path, tree_digests: Digests
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        gongbao("-C", name, "build", sample_page, "--output", tmp_path / name / "site")
    assert tree_digests(tmp_path / "one" / "site") == tree_digests(tmp_path / "two" / "site")


def test_an_incremental_build_gives_the_bytes_of_a_fresh_one(
    gongbao: Run, tmp_path: Path, sample_page: Path, write_page: Callable[[str, str], Path], tree_digests: Digests
) -> None:
    text = "码头夜校开课\n\n本报讯（记者 林溪）五月的第一晚，码头夜校开课了。\n"
    page = write_page("pages/2022-05-01-02-工会.txt", text)
    gongbao("build", sample_page)
    gongbao("build", sample_page, page)
    (tmp_path / "fresh").mkdir()
    gongbao("-C", "fresh", "build", sample_page, page, "--output", tmp_path / "fresh" / "public")
    assert tree_digests(tmp_path / "public") == tree_digests(tmp_path / "fresh" / "public")


def test_a_corrected_page_keeps_its_addresses(
    gongbao: Run, tmp_path: Path, write_page: Callable[[str, str], Path]
) -> None:
    text = "码头夜校开课\n\n本报讯（记者 林溪）五月的第一晚，码头夜校开课了，来了三十名学员。\n"
    page = write_page("pages/2022-05-01-02.txt", text)
    gongbao("build", page)
    [before] = Project(tmp_path).store.stamps()
    write_page("pages/2022-05-01-02.txt", text.replace("三十名", "四十名"))
    gongbao("build", page)
    [kept] = Project(tmp_path).store.articles()
    assert kept.article.id == before
    assert kept.article.revision == 2
    assert gongbao("search", '"四十名"', "--format", "jsonl").stdout
    assert not gongbao("search", '"三十名"', "--format", "jsonl").stdout


def test_a_withdrawn_article_leaves_index_and_site(gongbao: Run, tmp_path: Path, sample_page: Path) -> None:
    gongbao("build", sample_page)
    [hit] = [json.loads(line) for line in gongbao("search", "空调滤网", "--format", "jsonl").stdout.splitlines()]
    gongbao("withdraw", hit["id"], "--reason", "读者来信指出事实有误")
    assert not gongbao("search", "空调滤网", "--format", "jsonl").stdout
    gongbao("build", sample_page)
    site = b"".join(path.read_bytes() for path in (tmp_path / "public").rglob("*.html"))
    assert "空调滤网".encode() not in site
