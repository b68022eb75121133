"""Members of zip files, read within bounds: nothing is unpacked that was not asked for, nor more than its limit.

A member's name is never used as a path, and what a header says of its size is never believed.
"""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO

# What the zipfile module raises for damaged, unknown or encrypted members.
_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(OSError, EOFError, ValueError, NotImplementedError, RuntimeError, OverflowError, IndexError),
)
_ENCRYPTED = 0x1  # general purpose bit flags, APPNOTE 4.4.4
_UTF8_NAME = 0x800
MEMBERS_LISTED = 65_536  # more entries than a zip file without extensions can have


class ZipFaultError(Exception):
    """A zip file or a member of one that cannot be read."""


class TooLargeError(ZipFaultError):
    """A member that is larger than was allowed."""


class EncryptedError(ZipFaultError):
    """A member that a password locks."""


def open_zip(file: Path | IO[bytes]) -> zipfile.ZipFile:
    """The zip file's list of members. Raises ZipFaultError; the caller closes it."""
    try:
        opened = zipfile.ZipFile(file)
    except _FAULTS as error:
        raise ZipFaultError(str(error)) from error
    if len(opened.infolist()) > MEMBERS_LISTED:
        opened.close()
        raise TooLargeError("too many members")
    return opened


def read_member(opened: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    """A member's bytes, at most ``most`` of them. Raises ZipFaultError or one of its kinds."""
    if member.flag_bits & _ENCRYPTED:
        raise EncryptedError(member.filename)
    try:
        with opened.open(member) as stream:
            raw = stream.read(most + 1)
    except _FAULTS as error:
        raise ZipFaultError(str(error)) from error
    if len(raw) > most:
        raise TooLargeError(member.filename)
    return raw


def member_name(member: zipfile.ZipInfo) -> str:
    """The name as its maker wrote it: without the UTF-8 flag it is UTF-8 all the same, or GBK, or what it says.

    Chinese Windows writes names in GBK, which zipfile reads as code page 437; macOS writes UTF-8 without the flag.
    Folders are parted by ``/``, also where a Windows program wrote a backslash.
    """
    return _decoded_name(member).replace("\\", "/")


def _decoded_name(member: zipfile.ZipInfo) -> str:
    if member.flag_bits & _UTF8_NAME or member.filename.isascii():
        return member.filename
    try:
        written = member.filename.encode("cp437")
    except UnicodeEncodeError:  # from a Unicode extra field: right as it is
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            name = written.decode(encoding)
        except UnicodeDecodeError:
            continue
        if name.isprintable():
            return name
    return member.filename
