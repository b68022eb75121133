"""A made-up newspaper: pages as printed with a picture in which every article has a colour of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

from gongbao.core.dates import IssueDate
from gongbao.core.records import Area, Article, Page, PrintedPage, Reading, Source, Span
from gongbao.pipeline import publish
from gongbao.project import Project

SIZE = (700, 1000)
DAY = IssueDate(2022, 3, 4)
COLOURS = {"lead": (200, 30, 30), "left": (30, 30, 200), "right": (30, 150, 30)}
_COLOURED = 40  # of 255, above which a pixel is of a colour and not grey; what JPEG makes of grey stays below 10
OUTLINES = {
    "lead": ((0.05, 0.05), (0.95, 0.05), (0.95, 0.45), (0.05, 0.45)),
    "left": ((0.05, 0.5), (0.45, 0.5), (0.45, 0.95), (0.05, 0.95)),
    # Around a corner, as articles are that run round a picture.
    "right": ((0.55, 0.5), (0.95, 0.5), (0.95, 0.7), (0.75, 0.7), (0.75, 0.95), (0.55, 0.95)),
}


def picture(ending: str = "PNG") -> bytes:
    """The page: white, with lines of "type" in each article's colour inside its outline."""
    drawn = Image.new("RGB", SIZE, (255, 255, 255))
    draw = ImageDraw.Draw(drawn)
    for name, outline in OUTLINES.items():
        corners = [(x * SIZE[0], y * SIZE[1]) for x, y in outline]
        draw.polygon(corners, fill=COLOURS[name])
    out = BytesIO()
    drawn.save(out, ending, quality=95)
    return out.getvalue()


def reading(
    name: str, headline: str, *, page: Page | None = None, day: IssueDate = DAY, public: bool = True
) -> Reading:
    """One article in a source of its own."""
    page = page or Page("1", "要闻")
    body = f"{headline}：通州区总工会把送清凉的车开到工地，师傅们歇了一口气。"
    text = f"{headline}\n\n{body}"
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    article = Article(
        headline,
        (body,),
        newspaper="ldwb",
        date=day,
        page=page,
        source=f"{name}.htm",
        source_sha256=sha256,
        spans=(Span(0, len(headline), "headline"),),
        public=public,
    )
    source = Source(f"{name}.htm", text.encode(), sha256, "utf-8", text, newspaper="ldwb", date=day, page=page)
    return Reading(source, (article,), ())


class Newspaper:
    """A project with one printed page of three articles: lead, left, right."""

    def __init__(self, folder: Path, *, areas: Sequence[str] = tuple(OUTLINES), pdf: bool = True) -> None:
        self.project = Project(folder)
        self.site = folder / "public"
        self.files = self.project.files
        readings = [reading(name, f"{name}一版头条") for name in OUTLINES]
        saved = self.project.store.save(readings)
        self.ids = {name: outcome.articles[0] for name, outcome in zip(OUTLINES, saved, strict=True)}
        self.page = PrintedPage(
            "ldwb",
            DAY,
            Page("1", "要闻"),
            self.files.keep(picture(), ".png"),
            *SIZE,
            pdf=self.files.keep(b"%PDF-1.4 lead left right", ".pdf") if pdf else "",
            areas=tuple(Area(OUTLINES[name], f"{name}.htm") for name in areas),
        )
        self.project.store.printed_pages.save([self.page])

    def print_as(self, **fields: object) -> None:
        """Have the page another than it is."""
        self.page = replace(self.page, **fields)  # type: ignore[arg-type]
        self.project.store.printed_pages.save([self.page])

    def publish(self, folder: Path | None = None) -> Path:
        """Build the site."""
        publish(self.project, folder or self.site)
        return folder or self.site


def pictures(site: Path) -> list[Path]:
    """All files of the site that hold a picture, whatever they are called."""
    found = []
    for path in sorted(site.rglob("*")):
        if path.is_file() and path.read_bytes()[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe1", b"GIF8"):
            found.append(path)
    return found


def holds_colour(path: Path, name: str) -> bool:
    """Whether any pixel of a picture is nearer to an article's colour than to grey."""
    strong = max(range(3), key=lambda channel: COLOURS[name][channel])
    with Image.open(path) as opened:
        channels = opened.convert("RGB").split()
    one, other = (channels[channel] for channel in range(3) if channel != strong)
    strength = ImageChops.subtract(channels[strong], ImageChops.lighter(one, other))
    return max(strength.tobytes()) > _COLOURED
