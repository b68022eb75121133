"""Settings: one table of names, defaults and help; read from gongbao.toml, overridden by the environment.

``newspaper.name`` is the key ``name`` in the section ``[newspaper]`` of gongbao.toml and the
environment variable ``GONGBAO_NEWSPAPER_NAME``.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gongbao.core.errors import GongbaoError

FILE_NAME = "gongbao.toml"
Value = str | int
# One mailbox as any server takes it: a dot-atom (RFC 5322, 3.4.1) in ASCII, at most 64 characters before the sign.
_ATOM, _LABEL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+", "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
MAIL_ADDRESS = rf"(?=[^@]{{1,64}}@.{{1,189}}$){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: dotted name, default (which also gives its type) and help."""

    name: str
    default: Value
    help: str
    choices: tuple[str, ...] = ()
    pattern: str = ""  # what the whole value must match
    minimum: int = 0  # of a number
    secret: bool = False  # never printed, not even where it is wrong

    @property
    def variable(self) -> str:
        """The environment variable that overrides it."""
        return "GONGBAO_" + self.name.replace(".", "_").upper()


SETTINGS = (
    Setting("newspaper.name", "劳动午报", "报纸的名称，印在存档的每一页上"),
    Setting("newspaper.code", "ldwb", "报纸的代号，小写字母和数字，用在文章编号和地址里", pattern="[a-z0-9]{1,20}"),
    Setting("newspaper.place", "北京市", "报纸所在的省、直辖市或市：同名地方以此为准"),
    Setting("archive.folder", "archive", "存档数据（数据库、索引）所在的文件夹，相对于 gongbao.toml"),
    Setting("archive.url", "", "数据库地址；空着用 archive.folder 里的 SQLite，也可以是 postgresql+psycopg://…"),
    Setting("ingest.max_bytes", 33_554_432, "单个输入文件的上限（字节），超过的不读", minimum=1),
    Setting(
        "ingest.ocr",
        "no",
        "没有文字层的 PDF 怎么办：no 不读，tesseract 用它认字（要另装，含中文数据）",
        ("no", "tesseract"),
    ),
    Setting("watch.interval_seconds", 2, "gongbao watch 隔多少秒看一次文件夹；两次看到的一样才读", minimum=1),
    Setting("crawl.papers", "", "本报自己的报纸文件（*.toml）所在的文件夹，按代号优先于自带的；见 docs/crawl.md"),
    Setting("crawl.contact", "", "抓取电子报时告诉对方网站的联系方式（邮箱或网址）；空着不抓取"),
    Setting("crawl.delay_seconds", 1, "对一个网站两次请求之间至少隔多少秒"),
    Setting("crawl.concurrency", 2, "对一个网站同时最多几个请求", minimum=1),
    Setting("crawl.timeout_seconds", 30, "等网站回答多少秒", minimum=1),
    Setting("crawl.max_bytes", 33_554_432, "单个网页、图片或 PDF 的上限（字节，解压后），超过的不要", minimum=1),
    Setting("crawl.fresh_days", 7, "多少天以内的报纸再抓取时要问一问有没有改过；更早的抓到过就不再问"),
    Setting("crawl.pictures", "yes", "是否抓取版面图和文章的图片", ("yes", "no")),
    Setting("crawl.pdfs", "yes", "是否抓取版面 PDF", ("yes", "no")),
    Setting("build.workers", 0, "同时工作的进程数；0 为每个核一个"),
    Setting("words.engine", "rjieba", "分词引擎", ("rjieba", "jieba")),
    Setting("words.dictionary", "", "本报自己的 jieba 词典，加在工会词典之上"),
    Setting("nlp.vocabulary", "", "本报自己的主题词表文件夹，加在自带词表之上"),
    Setting(
        "nlp.authority", "", "本报自己的人名、机构名文件（*.toml）所在的文件夹，加在自带的之上；见 docs/authority.md"
    ),
    Setting("search.backend", "embedded", "搜索引擎", ("embedded", "elasticsearch")),
    Setting("search.traditional", "no", "检索时繁体字当作简体字（要先装 OpenCC：gongbao[traditional]）", ("no", "yes")),
    Setting("search.url", "http://localhost:9200", "Elasticsearch 的地址，几个节点用逗号隔开"),
    Setting("search.index", "gongbao", "Elasticsearch 里的索引（别名）", pattern="[a-z0-9][a-z0-9_.-]{0,99}"),
    Setting("search.user", "", "Elasticsearch 的用户名；空着则不登录"),
    Setting("search.password", "", "Elasticsearch 的密码；最好用环境变量", secret=True),
    Setting("search.api_key", "", "Elasticsearch 的 API 密钥，代替用户名和密码；最好用环境变量", secret=True),
    Setting("search.ca", "", "签发 Elasticsearch 证书的 CA（PEM 文件）；空着用系统信任的"),
    Setting("search.timeout_seconds", 30, "等 Elasticsearch 回答多少秒", minimum=1),
    Setting("search.shards", 1, "Elasticsearch 索引的主分片数，重建索引时生效（见 docs/scaling.md）", minimum=1),
    Setting("search.replicas", 0, "Elasticsearch 每个分片的副本数，重建索引时生效"),
    Setting("site.title", "", "存档网站的标题；空着用“报名 · 存档”"),
    Setting("site.url", "", "存档将来的网址，用于规范链接；空着则只写相对地址"),
    Setting("site.theme", "", "本报自己的网站样式文件夹，按文件名优先于自带的；见 docs/themes.md"),
    Setting("site.page_pdfs", "yes", "存档网站是否带上版面 PDF；有文章不公开的版面总是不带", ("yes", "no")),
    Setting("site.font", "", "转发配图上写字用的中文字体文件（.ttf、.otf、.ttc）；空着则配图只有图案，没有字"),
    Setting("site.output", "public", "存档网站写到哪个文件夹，相对于 gongbao.toml"),
    Setting("desk.session_hours", 12, "编辑台多少小时不用就要重新登录", minimum=1),
    Setting("desk.max_bytes", 16_777_216, "编辑台一次最多收多少字节（上传的稿件）", minimum=1),
    Setting("desk.workers", 1, "编辑台同时工作的进程数；人多、机器有几个核时可以加", minimum=1),
    Setting("desk.https", "no", "编辑台前面有 https 代理时写 yes：登录只经 https，见 docs/desk.md", ("no", "yes")),
    Setting("desk.url", "", "编辑台对编辑部的网址（https://…），统一登录、订阅和邮件里用"),
    Setting("desk.oidc_issuer", "", "统一登录（OpenID Connect）的地址；空着只用密码，见 docs/desk.md"),
    Setting("desk.oidc_client_id", "", "在统一登录那里登记的客户端"),
    Setting("desk.oidc_client_secret", "", "它的密钥；最好用环境变量", secret=True),
    Setting("desk.oidc_claim", "preferred_username", "统一登录给的哪一项是编辑台账号的名字"),
    Setting("desk.proxies", "", "编辑台前面的代理的网络地址，用逗号隔开；只信它们报来的来访地址"),
    Setting("desk.smtp_host", "", "发邮件的服务器（SMTP）；空着不发邮件，见 docs/desk-editor.md"),
    Setting("desk.smtp_port", 587, "它的端口：starttls 多是 587，tls 多是 465", minimum=1),
    Setting(
        "desk.smtp_security",
        "starttls",
        "和它的连接怎样加密：starttls 先连上再加密，tls 一开始就加密，none 不加密（不送密码）",
        ("starttls", "tls", "none"),
    ),
    Setting("desk.smtp_user", "", "它的用户名；空着则不登录"),
    Setting("desk.smtp_password", "", "它的密码或授权码；最好用环境变量", secret=True),
    Setting("desk.mail_from", "", "邮件从哪个地址发出", pattern=rf"(?:{MAIL_ADDRESS})?"),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}


@dataclass(frozen=True)
class Settings:
    """The settings in force, and the folder that relative paths start from."""

    folder: Path
    values: Mapping[str, Value] = field(default_factory=dict, repr=False)  # some are secret

    def text(self, name: str) -> str:
        """A setting that is text."""
        return str(self[name])

    def number(self, name: str) -> int:
        """A setting that is a whole number."""
        value = self[name]
        if not isinstance(value, int):
            raise TypeError(f"setting {name} is not a number")
        return value

    def path(self, name: str) -> Path | None:
        """A setting that names a file or folder, made absolute; None when it is empty."""
        return self.folder / self.text(name) if self.text(name) else None

    def __getitem__(self, name: str) -> Value:
        """The value in force, or the default."""
        return self.values.get(name, _BY_NAME[name].default)


def load_settings(folder: Path, environ: Mapping[str, str] | None = None) -> Settings:
    """Read ``gongbao.toml`` of the folder when there is one, then the environment.

    Raises GongbaoError for a file that is not TOML, an unknown name or a value of the wrong type.
    """
    path = folder / FILE_NAME
    values: dict[str, Value] = {}
    if path.is_file():
        for name, value in _flatten(_read_toml(path)):
            values[name] = _checked(name, value, str(path))
    for setting in SETTINGS:
        given = (os.environ if environ is None else environ).get(setting.variable)
        if given is not None:
            values[setting.name] = _checked(setting.name, _from_text(setting, given), setting.variable)
    return Settings(folder.resolve(), values)


def _read_toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))  # Notepad writes a byte order mark
    except tomllib.TOMLDecodeError as error:
        raise GongbaoError(f'设置文件 {path} 写法有误（{error}）：文字要加引号，例如 name = "劳动午报"。') from error
    except (OSError, UnicodeDecodeError) as error:
        raise GongbaoError(f"设置文件 {path} 读不了（{error}）：请查看权限，并存成 UTF-8。") from error


def _flatten(table: Mapping[str, object], prefix: str = "") -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += _flatten(value, f"{prefix}{key}.")
        else:
            found.append((prefix + key, value))
    return found


def _from_text(setting: Setting, given: str) -> object:
    if isinstance(setting.default, int):
        return int(given) if given.lstrip("-").isdecimal() else given
    return given


def _checked(name: str, value: object, where: str) -> Value:
    setting = _BY_NAME.get(name)
    if setting is None:
        import difflib

        near = difflib.get_close_matches(name, _BY_NAME, 1)
        hint = f"，是不是 {near[0]}？" if near else "；gongbao init 会写出全部设置。"
        raise GongbaoError(f"{where} 里没有叫 {name} 的设置{hint}")
    now = "" if setting.secret else f"，现在是 {value!r}"
    if type(value) is not type(setting.default):
        kinds = {str: "文字", int: "整数"}
        raise GongbaoError(f"{where} 的设置 {name} 应当是{kinds[type(setting.default)]}{now}。")
    if setting.choices and value not in setting.choices:
        raise GongbaoError(f"{where} 的设置 {name} 只能是 {'、'.join(setting.choices)}{now}。")
    if setting.pattern and not re.fullmatch(setting.pattern, str(value)):
        raise GongbaoError(f"{where} 的设置 {name} 不成立{now}：{setting.help}。")
    if isinstance(value, int) and value < setting.minimum:
        raise GongbaoError(f"{where} 的设置 {name} 不能小于 {setting.minimum}{now}。")
    assert isinstance(value, str | int)
    return value
