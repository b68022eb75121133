"""Templates and assets: compiled once, escaped always, overridden file by file by a newsroom's own folder."""

from __future__ import annotations

import hashlib
import re
import traceback
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    __version__,
)
from jinja2.exceptions import TemplateError, TemplateRuntimeError, TemplateSyntaxError
from markupsafe import Markup, escape

from gongbao.core.errors import GongbaoError, InputError
from gongbao.core.settings import Settings
from gongbao.site import addresses, offline, texts
from gongbao.site.fingerprint import fingerprint
from gongbao.site.machines import sharing
from gongbao.site.wording import LIST_NAMES, WEEKDAYS

_PACKAGE = Path(__file__).parent
# The archive asks nothing of any host, runs no script but its own files, and sets no cookie. To some
# browsers a page on a disk has no origin that 'self' could name, hence ``file:``; on a server it allows nothing.
_OWN = "'self' file:"
_POLICY = (
    f"default-src 'none'; script-src {_OWN}; style-src {_OWN}; img-src {_OWN}; font-src {_OWN}; "
    f"connect-src {_OWN}; worker-src {_OWN}; form-action {_OWN}; base-uri 'none'"
)
# What the HTML standard forbids in a document (13.2.3.5): control characters and noncharacters.
_CONTROLS = bytes([*range(9), 0x0B, *range(0x0E, 0x20), 0x7F])
_C1_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")
_END_OF_NONCHARACTER = (b"\xef\xb7", b"\xbf\xbe", b"\xbf\xbf")  # in UTF-8; others end so too, which costs time only
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "]"
)
_UNSHOWABLE = "\ufffd"


_NOT_OF_THE_SITE = ("dossier.html",)  # a template for a file that is sent, in nobody's look but its own
_SPECIAL = re.compile("[&<>\"']")


def _escaped(value: Any) -> str:
    """As markupsafe's ``escape`` for templates, where nobody asks a piece again whether it is markup: most are
    text with nothing to escape, which is told four times as quickly."""
    return value if type(value) is str and not _SPECIAL.search(value) else escape(value)


class _Template(Template):
    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002 (Jinja's name)
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__["escape"] = _escaped  # the name by which compiled templates call it
        return template


class _Environment(Environment):
    template_class = _Template

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One plain dict: Jinja's chain of two is merged in Python for every page."""
        return {**self.globals, **(d or {})}


@dataclass(frozen=True, slots=True)
class Site:
    """What every page says of the archive."""

    title: str
    newspaper: str
    place: str
    url: str  # ends in a slash; empty when the archive's place is not known
    font: str = ""  # path of the font file for pictures; empty for none


def site_of(settings: Settings) -> Site:
    """The archive's names from the settings. Raises InputError for a ``site.url`` whose host can be none."""
    newspaper = settings.text("newspaper.name")
    url = _as_uri(settings.text("site.url").strip())
    return Site(
        title=settings.text("site.title") or f"{newspaper} · 存档",
        newspaper=newspaper,
        place=settings.text("newspaper.place"),
        url=url if not url or url.endswith("/") else url + "/",
        font=str(settings.path("site.font") or ""),
    )


def _as_uri(address: str) -> str:
    """The address in ASCII, as site maps, feeds and canonical links want it: ``/档案/`` as ``/%E6%A1%A3…/``."""
    parts = urlsplit(address)
    try:
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    except UnicodeError as error:
        raise InputError(f"设置 site.url 里的域名 {parts.netloc} 写不成网址：请检查后再生成。") from error
    return urlunsplit(parts._replace(netloc=host, path=quote(parts.path, safe="/%:@!$&'()*+,;=")))


class Renderer:
    """Turns (template, context) into a page's bytes; knows which assets there are."""

    def __init__(self, site: Site, theme: Path | None = None) -> None:
        self.site = site
        self._theme = theme
        if theme is not None and not any((theme / part).exists() for part in ("templates", "assets", texts.FILE)):
            raise InputError(
                f"样式文件夹 {theme} 里没有 templates、assets 文件夹，也没有 {texts.FILE}："
                "请检查设置 site.theme，写法见 docs/themes.md。"
            )
        folders = [_PACKAGE] if theme is None else [theme, _PACKAGE]
        self._texts = texts_of_theme(theme)
        self.assets = dict(_read_assets(folders, self._texts))  # address -> bytes
        self._asset_addresses = {_plain_asset(address): address for address in self.assets}
        self.assets[offline.ADDRESS] = service_worker = offline.service_worker(self.assets)
        ours = _OurTemplates(self._texts)
        templates: list[BaseLoader] = [*(FileSystemLoader(folder / "templates") for folder in folders[:-1]), ours]
        templates.append(PrefixLoader({"ours": templates[-1]}))  # so that a theme may add to a template of ours
        self._environment = _Environment(
            loader=ChoiceLoader(templates),
            autoescape=True,  # for every template, whatever its name: an article may hold markup as text
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        self._environment.globals |= {
            "site": site,
            "policy": _POLICY,
            "lists": {facet: self._texts.of(name) for facet, name in LIST_NAMES.items()},
            "weekdays": WEEKDAYS,
            "said": self._texts.of,  # in place of a word that the program has
            "home": addresses.HOME,
            "calendar_page": addresses.CALENDAR,
            "search_page": addresses.SEARCH,
            "about_page": addresses.ABOUT,
            "asset": self._asset,
            "has_asset": self._asset_addresses.__contains__,
            "archive_picture": sharing.ARCHIVE_PICTURE,
            "campaign_picture": sharing.campaign_picture,
            "cached": self._cached,
        }
        self._templates: dict[str, Template] = {}
        self._pieces: dict[tuple[str, str, str], Markup] = {}
        self.fingerprint = fingerprint(self._fingerprint(folders), service_worker)

    def render(self, template: str, address: str, context: dict[str, Any]) -> bytes:
        """The page as UTF-8. Raises GongbaoError when a newsroom's own template has a mistake."""
        if self._texts and template != "article.html":  # whose title is a headline
            context = context | {"title": self._texts.of(context.get("title", ""))}
        try:
            text = self._template(template).render(context, root=self._root(address), address=address)
        except TemplateError as error:
            if self._theme is None:
                raise
            where = _place_of(error, self._theme) or template
            raise GongbaoError(f"网页模板 {where} 有错（{error}）：请改正自己的样式文件夹里的这个文件。") from error
        return _showable(text.encode("utf-8", "replace"))  # half a surrogate pair becomes a question mark

    def _template(self, name: str) -> Template:
        found = self._templates.get(name)
        if found is None:
            found = self._templates[name] = self._environment.get_template(name)
        return found

    def _asset(self, name: str) -> str:
        if name not in self._asset_addresses:
            raise TemplateRuntimeError(f"assets 里没有 {name}")
        return self._asset_addresses[name]

    def _cached(self, template: str, root: str, section: str) -> Markup:
        """A piece that is the same on all pages of one depth and section, rendered once."""
        key = (template, root, section)
        piece = self._pieces.get(key)
        if piece is None:
            text = self._template(template).render(root=root, section=section)
            piece = self._pieces[key] = Markup(text.rstrip("\n"))  # noqa: S704 (a template's own output, escaped)
        return piece

    def _root(self, address: str) -> str:
        """The way to the archive's top; a server shows 404.html at any depth, so it needs the address in full."""
        if address == addresses.NOT_FOUND and self.site.url:
            return urlsplit(self.site.url).path
        return addresses.root_of(address)

    def _fingerprint(self, folders: list[Path]) -> str:
        """Of all that every page depends on: code, templates, assets and the archive's names."""
        files = [path for folder in folders for path in sorted((folder / "templates").rglob("*.html"))]
        files += [*sorted(_PACKAGE.glob("*.py")), *sorted((_PACKAGE / "machines").glob("*.py"))]
        files += [_PACKAGE / "data" / "slugs.toml"]
        digests = [(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in files]
        return fingerprint(
            digests, self._texts.everywhere, self._texts.by_file, sorted(self.assets), self.site, __version__
        )


def _place_of(error: TemplateError, theme: Path) -> str:
    """The file of the theme and the line in it where the mistake shows, ``templates/base.html 第 7 行``; or ""."""
    places = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, TemplateSyntaxError) and error.filename:
        places.append((error.filename, error.lineno))
    own = [(Path(name), line) for name, line in places if Path(name).is_relative_to(theme)]
    return f"{own[-1][0].relative_to(theme).as_posix()} 第 {own[-1][1]} 行" if own else ""


def _showable(data: bytes) -> bytes:
    """The page with U+FFFD for what a page may not hold; looks with what is quick, as there is hardly ever any."""
    if (
        len(data.translate(None, _CONTROLS)) == len(data)
        and not _C1_CONTROL.search(data)
        and not any(end in data for end in _END_OF_NONCHARACTER)
    ):
        return data
    return _FORBIDDEN.sub(_UNSHOWABLE, data.decode("utf-8")).encode("utf-8")


def digest_of_code(package: str) -> str:
    """Of the sources of a package inside this one."""
    files = sorted((_PACKAGE / package).glob("*.py"))
    return fingerprint([(path.name, path.read_text(encoding="utf-8")) for path in files])


def texts_of_package() -> dict[str, str]:
    """{name: source} of our templates and scripts whose texts a theme may say otherwise."""
    files = [path for path in sorted((_PACKAGE / "templates").glob("*.html")) if path.name not in _NOT_OF_THE_SITE]
    files += [_PACKAGE / "assets" / name for name in texts.SCRIPTS]
    return {path.name: path.read_text(encoding="utf-8") for path in files}


def texts_of_theme(theme: Path | None) -> texts.Texts:
    """The other words of a theme. Raises InputError as ``read_texts``."""
    path = None if theme is None else theme / texts.FILE
    return texts.NO_TEXTS if path is None or not path.exists() else texts.read_texts(path, texts_of_package())


class _OurTemplates(FileSystemLoader):
    """Our templates with a theme's words."""

    def __init__(self, words: texts.Texts) -> None:
        super().__init__(_PACKAGE / "templates")
        self._words = words

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """As Jinja's."""
        source, path, is_fresh = super().get_source(environment, template)
        return self._words.applied(template, source), path, is_fresh


def _read_assets(folders: list[Path], words: texts.Texts) -> Iterator[tuple[str, bytes]]:
    """Each asset under a name that holds its digest, so that a browser never keeps an old one."""
    found = {}
    for folder in reversed(folders):
        for path in sorted((folder / "assets").glob("*")):
            if path.is_file():
                found[path.name] = path.read_bytes()
            if folder is _PACKAGE and path.name in texts.SCRIPTS:
                found[path.name] = words.applied(path.name, found[path.name].decode()).encode()
    for name, data in sorted(found.items()):
        stem, dot, ending = name.rpartition(".")
        yield f"assets/{stem}.{hashlib.sha256(data).hexdigest()[:8]}{dot}{ending}", data


def _plain_asset(address: str) -> str:
    """``gongbao.css`` for ``assets/gongbao.0123abcd.css``."""
    stem, _, ending = address.removeprefix("assets/").rpartition(".")
    return f"{stem.rpartition('.')[0]}.{ending}"
