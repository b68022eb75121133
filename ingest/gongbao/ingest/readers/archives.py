"""ZIP files: each readable member is an input by itself, as the files of a folder are.

Read member by member, so that memory stays that of the largest; nothing is written anywhere. What a member's header
says of its size is not believed: the limits count what comes out.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from gongbao.core.errors import InputError
from gongbao.core.pictures import MOST_BYTES
from gongbao.ingest.hints import MAX_SIDECAR_BYTES, NO_HINTS, SIDECAR_SUFFIX, Hints, hints_from_name, parse_sidecar
from gongbao.ingest.readers.beside import Beside, nothing_beside
from gongbao.ingest.readers.finding import Refuse
from gongbao.ingest.readers.zipped import (
    EncryptedError,
    TooLargeError,
    ZipFaultError,
    member_name,
    open_zip,
    read_member,
)

MOST_TOTAL_BYTES = 4_294_967_296  # unpacked; a year of a daily's pages as PDF is some 3 GB
MOST_RATIO = 300  # unpacked to packed: text packs to a fifth, repetitive markup to a fortieth, a bomb to a thousandth
_RATIO_FROM = 1_048_576  # bytes unpacked below which a ratio does no harm
_NESTED = ".zip"
_CREATED_ON_UNIX = 3  # zip's "version made by"; only then are there modes


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive: its name without folders, its bytes, and what its path and sidecar say of it."""

    name: str
    raw: bytes
    hints: Hints
    beside: Beside = nothing_beside  # what lies in the folders of the archive, by its path from the member's own


def read_members(path: Path, suffixes: Collection[str], max_bytes: int, refuse: Refuse) -> Iterator[Member]:
    """The readable members, sorted by path. One that cannot be read is refused by itself and the rest goes on.

    Raises InputError for what is no zip file, holds nothing that can be read, or unpacks to too much in all.
    """
    try:
        opened = open_zip(path)
    except TooLargeError as error:
        raise InputError(f"{path.name} 里的文件太多：请分成几个压缩包。") from error
    except ZipFaultError as error:
        raise InputError(f"{path.name} 不是能读的 ZIP 压缩包：请重新打包。") from error
    with opened:
        named = {member_name(member): member for member in opened.infolist() if not member.is_dir()}
        wanted = [name for name in sorted(named) if is_wanted(name, suffixes)]
        if not wanted:
            raise InputError(f"压缩包 {path.name} 里没有能读的文件：能读的是 {'、'.join(suffixes)}。")
        total = 0
        for name in wanted:
            try:
                raw = _unpack(opened, named[name], path.name, name, max_bytes)
                total += len(raw)
                said = _sidecar(opened, named, name).over(hints_from_path(name))
            except InputError as error:
                refuse(error)
                continue
            if total > MOST_TOTAL_BYTES:
                raise InputError(f"{path.name} 解开后太大（超过 {MOST_TOTAL_BYTES >> 30} GB）：请分成几个压缩包。")
            yield Member(PurePosixPath(name).name, raw, said, partial(_beside, opened, named, name))


def is_wanted(name: str, suffixes: Collection[str]) -> bool:
    """Whether a member would be found in a folder: readable by its suffix, not hidden, nothing of macOS's own."""
    parts = PurePosixPath(name).parts
    is_hidden = any(part.startswith(".") and part not in (".", "..") for part in parts) or "__MACOSX" in parts
    return bool(parts) and not is_hidden and PurePosixPath(name).suffix.lower() in suffixes


def hints_from_path(name: str) -> Hints:
    """What a member's own name says, else what its folders and its name say together: ``2021-07-16/03-工会.txt``."""
    parts = [part for part in PurePosixPath(name).parts if part not in ("/", "..")]
    return hints_from_name(parts[-1]).over(hints_from_name("-".join(parts))) if parts else NO_HINTS


def _unpack(opened: zipfile.ZipFile, member: zipfile.ZipInfo, archive: str, name: str, max_bytes: int) -> bytes:
    shown = f"{archive} 里的 {name if name.isprintable() else repr(name)}"
    if PurePosixPath(name).suffix.lower() == _NESTED:
        raise InputError(f"{shown} 又是压缩包，不再往里读：请把它单独解开。")
    if member.create_system == _CREATED_ON_UNIX and stat.S_ISLNK(member.external_attr >> 16):
        raise InputError(f"{shown} 只是一个链接，没有内容：请把原文件放进压缩包。")
    try:
        raw = read_member(opened, member, max_bytes)
    except EncryptedError as error:
        raise InputError(f"{shown} 加了密码，读不了：请去掉密码再打包。") from error
    except TooLargeError as error:
        raise InputError(f"{shown} 超过了 {max_bytes} 字节的上限：请拆开它，或调高设置 ingest.max_bytes。") from error
    except ZipFaultError as error:
        raise InputError(f"{shown} 已损坏或压缩方法不认得：请重新打包。") from error
    if len(raw) > _RATIO_FROM and len(raw) > MOST_RATIO * max(member.compress_size, 1):
        raise InputError(f"{shown} 压缩得异常（{MOST_RATIO} 倍以上），不读：请重新打包。")
    return raw


def _beside(opened: zipfile.ZipFile, named: dict[str, zipfile.ZipInfo], name: str, wanted: str) -> bytes | None:
    """A member named by another; only what lies below the other's own folder is looked for."""
    member = named.get(str(PurePosixPath(name).parent / wanted))
    try:
        return None if member is None or ".." in wanted else read_member(opened, member, MOST_BYTES)
    except ZipFaultError:
        return None


def _sidecar(opened: zipfile.ZipFile, named: dict[str, zipfile.ZipInfo], name: str) -> Hints:
    """The hints of the sidecar beside a member; it is read as one on the disk would be."""
    beside = str(PurePosixPath(name).with_suffix(SIDECAR_SUFFIX))
    member = named.get(beside)
    if member is None:
        return NO_HINTS
    try:
        raw = read_member(opened, member, MAX_SIDECAR_BYTES)
    except ZipFaultError as error:
        raise InputError(f"说明文件 {beside} 读不了：请改成 TOML 格式，或移走它。") from error
    return parse_sidecar(beside, raw)
