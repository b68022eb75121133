"""``gongbao export``: everything that a query finds, whole, and harmless wherever it is opened."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.commands import COMMAND, run_command

from gongbao import pipeline
from gongbao.cli.export import output_file
from gongbao.cli.main import gongbao
from gongbao.cli.marking import Marker
from gongbao.cli.parse import article_row
from gongbao.core.dates import IssueDate
from gongbao.core.errors import GongbaoError
from gongbao.core.records import Article, Credit, Page, Picture, Reading, Source
from gongbao.project import Project

FORMULA = '=HYPERLINK("http://example.org/","点我")工会送清凉'
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>工会慰问"


def export(folder: Path, *arguments: str) -> Result:
    """In this process, for speed."""
    return CliRunner().invoke(gongbao, ["-C", str(folder), "export", *arguments])


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return run_command(folder, "export", *arguments)


def reading(name: str, *articles: Article) -> Reading:
    raw = name.encode()
    return Reading(Source(name, raw, hashlib.sha256(raw).hexdigest(), "gb18030", "", "ldwb"), articles)


def printed(headline: str, *paragraphs: str, **fields: object) -> Article:
    values: dict[str, object] = {"newspaper": "ldwb", "date": IssueDate(2022, 1, 5), "page": Page("3", "工会")}
    return Article(headline, paragraphs, **(values | fields))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, sample_page: Path) -> Path:
    """The sample page as it was built, and two articles that mean harm."""
    folder = tmp_path_factory.mktemp("archive")
    built = CliRunner().invoke(gongbao, ["-C", str(folder), "build", str(sample_page)], catch_exceptions=False)
    assert built.exit_code == 0
    project = Project(folder)
    picture = Picture("＠职工在驿站喝水\n歇脚。", (Credit("赵六", "摄影", "区总工会"),))
    formula = printed(
        FORMULA, "-5℃ 的清晨，“工会”来了。", "第二段。", dateline="本报讯", kicker="+清凉", pictures=(picture,)
    )
    markup = printed(MARKUP, "<b>工会</b> & 职工", byline=(Credit("<i>王五</i>", "记者"),), column="</style>工会")
    project.store.save([reading("harm.txt", formula, markup)])
    pipeline.index(project)
    return folder


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More articles than are read from the store at once."""
    folder = tmp_path_factory.mktemp("crowd")
    project = Project(folder)
    every = (
        printed(f"第{n}号通知", "工会来信。", date=IssueDate(2000 + n % 20, 1 + n % 12), order=n) for n in range(450)
    )
    project.store.save([reading("crowd.txt", *every)])
    pipeline.index(project)
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_a_table_opens_right_in_excel(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "工会.csv"
    assert export(archive, "工会", "--output", str(target)).exit_code == 0
    written = target.read_bytes()
    assert written.startswith(b"\xef\xbb\xbfdate,page,")
    assert b"\r\n" in written
    rows = rows_of(target)
    shown = CliRunner().invoke(gongbao, ["-C", str(archive), "search", "工会", "--format", "csv", "--limit", "0"])
    assert list(rows[0]) == [*shown.stdout.removeprefix("\ufeff").splitlines()[0].split(","), "text"]
    assert len(rows) == len(shown.stdout.split("ldwb-")) - 1


def test_no_cell_becomes_a_formula(archive: Path, tmp_path: Path) -> None:
    assert export(archive, "清凉 工会", "--output", str(tmp_path / "a.csv")).exit_code == 0
    [row] = [row for row in rows_of(tmp_path / "a.csv") if "HYPERLINK" in row["headline"]]
    assert row["headline"] == "'" + FORMULA
    assert row["kicker"] == "'+清凉"
    assert row["text"] == "本报讯　-5℃ 的清晨，“工会”来了。\n第二段。\n＠职工在驿站喝水\n歇脚。"
    cells = [cell for each in rows_of(tmp_path / "a.csv") for cell in each.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"))]


def test_an_object_a_line_has_the_whole_article_with_its_evidence(archive: Path, tmp_path: Path) -> None:
    assert export(archive, "垃圾分类", "--output", str(tmp_path / "a.jsonl")).exit_code == 0
    [row] = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    project = Project(archive)
    stored = project.store.article(row["id"])
    assert stored is not None
    promised = json.loads(json.dumps(article_row(stored.article.source, stored.article, "utf-8")))
    assert {name: row[name] for name in promised} == promised
    assert row["labels"]["district"] == ["燕山地区"]
    assert {tag["label"] for tag in row["tags"]} >= {"燕山地区", "垃圾分类"}
    assert all(tag["status"] and tag["evidence"] for tag in row["tags"])
    assert row["paragraphs"]


def test_an_object_a_line_has_key_phrases_extract_and_event_dates(archive: Path, tmp_path: Path) -> None:
    assert export(archive, "垃圾分类", "--output", str(tmp_path / "a.jsonl")).exit_code == 0
    [row] = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert row["phrases"][0]["text"] == "垃圾分类"
    assert row["phrases"][0]["weight"] == 1
    for passage in row["extract"]:
        assert row["paragraphs"][passage["index"]][passage["start"] : passage["end"]] == passage["text"]
    assert all({"text", "since", "until", "field"} <= set(event) for event in row["events"])


def test_a_stored_articles_encoding_is_that_of_its_source(archive: Path, tmp_path: Path) -> None:
    assert export(archive, '"点我"', "--output", str(tmp_path / "a.jsonl")).exit_code == 0
    assert json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8"))["encoding"] == "gb18030"


@pytest.mark.parametrize("sort", ["date", "page", "relevance"])
def test_every_hit_is_there_in_the_order_asked_for(crowd: Path, tmp_path: Path, sort: str) -> None:
    assert export(crowd, "通知", "--sort", sort, "-o", str(tmp_path / "a.jsonl")).exit_code == 0
    ids = [json.loads(line)["id"] for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(ids) == 450
    assert ids == [hit.id for hit in Project(crowd).backend.search("通知", limit=0, sort=sort).hits]


def test_a_dossier_has_every_article_in_the_order_asked_for(crowd: Path, tmp_path: Path) -> None:
    assert export(crowd, "通知", "-o", str(tmp_path / "a.html")).exit_code == 0
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    ids = re.findall(r"<dt>编号</dt><dd><code>(.*?)</code>", page)
    assert ids == [hit.id for hit in Project(crowd).backend.search("通知", limit=0, sort="date").hits]
    assert "450 篇，新的在前" in page


def test_a_dossier_says_what_was_asked_and_when_and_is_the_same_twice(archive: Path, tmp_path: Path) -> None:
    for name in ("one.html", "two.html"):
        options = ("--date", "2022-02-01", "--title", "工会与清凉", "--output", str(tmp_path / name))
        assert export(archive, "清凉", "日期:去年", *options).exit_code == 0
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
    page = (tmp_path / "one.html").read_text(encoding="utf-8")
    for words in ("清凉 日期:2021-01-01..2021-12-31", "2022年2月1日", "工会与清凉", "3 篇", "劳动午报"):
        assert words in page, words


def test_a_dossier_shows_all_of_an_article_and_marks_what_was_looked_for(archive: Path, tmp_path: Path) -> None:
    assert export(archive, '"点我"', "或", "赵六", "--output", str(tmp_path / "a.html")).exit_code == 0
    written = (tmp_path / "a.html").read_text(encoding="utf-8")
    for words in ("+清凉", "本报讯", "第二段。", "歇脚。", "2022年1月5日", "第3版 工会", "（区总工会）"):
        assert words in written, words
    assert "<mark>点我</mark>" in written
    assert "摄影 <mark>赵六</mark>" in written
    sample = tmp_path / "b.html"
    assert export(archive, "标题:垃圾分类", "--output", str(sample)).exit_code == 0
    written = sample.read_text(encoding="utf-8")
    assert written.count("<mark>") == 1  # only in the headline was it looked for
    assert all(words in written for words in ("燕山地区", "2021-07-laodong-page.txt", "ldwb-2021-07-"))


def test_a_term_that_stands_nowhere_whole_is_marked_by_its_words(archive: Path) -> None:
    project = Project(archive)
    marker = Marker("职工慰问", project.backend, IssueDate(2022, 1, 5).first_day)  # type: ignore[arg-type]
    marks = marker.marks(printed("工会慰问困难职工", "职工说好。"))
    assert marks == {("headline", "工会慰问困难职工"): [(2, 4), (6, 8)], ("paragraph", "职工说好。"): [(0, 2)]}
    assert marker.marks(printed("职工慰问", "职工说好。")) == {("headline", "职工慰问"): [(0, 4)]}


def test_markup_in_an_article_and_a_title_stays_text(archive: Path, tmp_path: Path) -> None:
    options = ("--title", "<u>题</u>", "--output", str(tmp_path / "a.html"))
    assert export(archive, "王五", *options).exit_code == 0
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x" in page
    assert "&lt;i&gt;<mark>王五</mark>&lt;/i&gt;" in page
    assert not re.search("<(script|img|i|u)[ >]", page)


def test_the_ending_or_the_format_decides_and_without_either_it_is_asked_for(archive: Path, tmp_path: Path) -> None:
    assert export(archive, "清凉", "-o", str(tmp_path / "a.HTM")).exit_code == 0
    assert (tmp_path / "a.HTM").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert export(archive, "清凉", "-o", str(tmp_path / "a.html"), "--format", "jsonl").exit_code == 0
    assert json.loads((tmp_path / "a.html").read_text(encoding="utf-8").splitlines()[0])
    finished = run(archive, "清凉", "-o", "a.pdf")
    assert finished.returncode == 2
    assert "--format csv、jsonl 或 html" in finished.stderr.decode()


def test_standard_output_gets_the_very_bytes_of_the_file(archive: Path, tmp_path: Path) -> None:
    for style in ("csv", "jsonl", "html"):
        options = ("清凉", "-工地", "--format", style, "--date", "2022-02-01", "--output")
        assert export(archive, *options, str(tmp_path / "a")).exit_code == 0
        finished = run(archive, *options, "-")
        assert (finished.returncode, finished.stderr) == (0, b"")
        assert finished.stdout == (tmp_path / "a").read_bytes()


def test_a_reader_that_stops_early_causes_no_error(crowd: Path) -> None:
    words = " ".join(f"'{word}'" for word in (*COMMAND, "export", "通知", "--format", "jsonl", "--output", "-"))
    finished = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {words} | head -c 10"], cwd=crowd, capture_output=True, check=False
    )
    assert (finished.returncode, finished.stderr) == (0, b"")


def test_finding_nothing_is_no_error_and_leaves_an_empty_table(archive: Path, tmp_path: Path) -> None:
    finished = export(archive, '"没有这几个字的报道"', "--output", str(tmp_path / "a.csv"))
    assert finished.exit_code == 0
    assert "没有找到" in finished.stdout
    assert rows_of(tmp_path / "a.csv") == []
    assert export(archive, '"没有这几个字的报道"', "--output", str(tmp_path / "a.html")).exit_code == 0
    assert "没有找到" in (tmp_path / "a.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "query", ["(清凉", "日期:元旦", '"', "区:", "(" * 300 + "清", "\ud800", "清" * 3000, "--", "|"]
)
def test_garbage_is_refused_with_a_sentence_and_touches_no_file(archive: Path, tmp_path: Path, query: str) -> None:
    target = tmp_path / "a.csv"
    target.write_text("old", encoding="utf-8")
    finished = export(archive, "--output", str(target), "--", query)
    assert isinstance(finished.exception, GongbaoError | SystemExit)
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("a.csv", "old")]


@pytest.mark.parametrize("place", ["no/such/folder/a.csv", ".", "/", "file/a.csv", "a" * 300 + ".csv"])
def test_a_place_that_cannot_be_written_is_told_in_a_sentence(archive: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("old", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    finished = export(archive, "清凉", "--format", "csv", "--output", str(tmp_path / place))
    assert isinstance(finished.exception, GongbaoError)
    assert "：请" in str(finished.exception)
    assert sorted(tmp_path.iterdir()) == before


def test_an_interrupted_export_leaves_the_old_file_and_no_half_one(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("old", encoding="utf-8")

    def write_half() -> None:
        with output_file(str(target)) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("a.csv", "old")]


def test_a_link_is_followed_and_a_device_stays_one(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    assert export(archive, "清凉", "--output", str(tmp_path / "link.csv")).exit_code == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert len(rows_of(tmp_path / "real.csv")) == 4
    assert export(archive, "清凉", "--format", "csv", "--output", "/dev/null").exit_code == 0
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_what_was_withdrawn_is_not_exported_though_the_index_has_it(archive: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(archive, tmp_path / "copy")
    project = Project(folder)
    [hit] = project.backend.search("垃圾分类").hits
    project.store.withdraw(hit.id, "写错了")
    for name in ("a.csv", "a.jsonl", "a.html"):
        finished = export(folder, "垃圾分类", "--output", str(tmp_path / name))
        assert finished.exit_code == 0
        assert "1 篇" in finished.stderr
        assert hit.id not in (tmp_path / name).read_text(encoding="utf-8")


def test_exporting_where_nothing_was_built_creates_nothing(tmp_path: Path) -> None:
    assert isinstance(export(tmp_path, "清凉", "--output", str(tmp_path / "a.csv")).exception, GongbaoError)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("date", ["2022-02", "2022-02-30", "昨天"])
def test_the_day_of_a_dossier_is_a_whole_day(archive: Path, tmp_path: Path, date: str) -> None:
    finished = export(archive, "清凉", "--output", str(tmp_path / "a.html"), "--date", date)
    assert isinstance(finished.exception, GongbaoError)
    assert "2021-07-16" in str(finished.exception)
