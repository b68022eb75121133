"""Plain text: UTF-8, UTF-16, GBK as GB18030 and Big5; the encoding is settled by evidence or the text is refused.

A character that was lost before the text came here (U+FFFD) cannot be won back, so such a text is refused too.
"""

from __future__ import annotations

import codecs
import re

from gongbao.core.errors import InputError
from gongbao.ingest.readers import Decoded

# What declares itself GB2312 or GBK may hold characters that only GB18030 has (喆, 镕, 堃 in names).
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "utf-8-sig": "utf-8", "utf_8": "utf-8"}
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SAMPLE_BYTES = 65_536
_SAMPLE_CHARACTERS = 20_000
_MIN_COMMON_SHARE = 0.85  # of the Han characters, in the part of the character set that running text is made of
_MIN_PLAIN_SHARE = 0.95  # Han, Latin, digits, punctuation and white space among all characters
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_PLAIN = re.compile(r"[\s!-~　-〿㐀-鿿＀-￯‐-…·×°℃①-⑳■-◿★☆]")
_HAN = re.compile(r"[㐀-鿿]")


def decode_text(name: str, raw: bytes, encoding: str) -> Decoded:
    """Decode by what was asked for, a byte order mark, UTF-8, UTF-16 without mark, GB18030, Big5; in this order."""
    decoded = _decode(name, raw, encoding)
    if "�" in decoded.text:
        raise InputError(f"{name} 里有已经丢失的字（U+FFFD）：请从原稿重新导出。")
    if _CONTROLS.search(decoded.text):
        raise InputError(f"{name} 是二进制文件或夹有控制字符，不是文本：请另存为 UTF-8 文本。")
    return decoded


def _decode(name: str, raw: bytes, encoding: str) -> Decoded:
    if encoding:
        return _decode_as(name, raw, _canonical(name, encoding))
    for bom, marked in _BOMS:
        if raw.startswith(bom):
            return _decode_as(name, raw, marked)
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        failure = error
    if (sixteen := _plain_utf16(raw)) is not None:
        return sixteen
    # Almost all of it is UTF-8 up to where it breaks off: cut short in copying, and no other encoding explains it.
    if _is_truncated(raw, failure):
        raise InputError(f"{name} 的 UTF-8 文字在末尾被截断：请重新取得完整的文件。") from failure
    candidates = [found for found in (_double_byte(raw, codec) for codec in ("gb18030", "big5")) if found]
    if candidates:
        return max(candidates, key=lambda found: found[1])[0]
    if _CONTROLS.search(raw[:_SAMPLE_BYTES].decode("latin-1")):
        raise InputError(f"{name} 是二进制文件，不是文本：请另存为 UTF-8 文本。") from failure
    raise InputError(f"{name} 的编码认不出来：请另存为 UTF-8，或用选项说明编码。") from failure


def _canonical(name: str, encoding: str) -> str:
    try:
        codec = codecs.lookup(_WIDER.get(encoding.lower(), encoding)).name
        "".encode(codec)  # a codec between bytes and bytes, as base64 is, is no encoding of text
    except (LookupError, TypeError, ValueError):
        raise InputError(f"{name} 指定的编码 {encoding} 不存在：可用 utf-8、utf-16、gb18030、big5。") from None
    return _WIDER.get(codec, codec)


def _decode_as(name: str, raw: bytes, encoding: str) -> Decoded:
    try:
        text = raw.decode(encoding)
    except (UnicodeError, ValueError):
        raise InputError(f"{name} 不是完整的 {encoding} 文本：请重新取得文件，或改用别的编码。") from None
    return Decoded(text.removeprefix("\ufeff"), "utf-16" if encoding.startswith("utf-16") else encoding)


def _is_truncated(raw: bytes, failure: UnicodeDecodeError) -> bool:
    """Whether the only fault is a character that the end of the file cuts off, behind text that is truly UTF-8."""
    return failure.end == len(raw) and "unexpected end" in failure.reason and len(raw) - failure.start < 4


def _plain_utf16(raw: bytes) -> Decoded | None:
    """UTF-16 without a mark, when one byte order gives plain text and the other does not."""
    if len(raw) % 2:
        return None
    plain = []
    for codec in ("utf-16-le", "utf-16-be"):
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        if _plain_share(text) >= _MIN_PLAIN_SHARE and (b"\x00" in raw or _common_in_gb(text) >= _MIN_COMMON_SHARE):
            plain.append(text)
    return Decoded(plain[0], "utf-16") if len(plain) == 1 else None


def _double_byte(raw: bytes, codec: str) -> tuple[Decoded, float] | None:
    """The text and how common its characters are, or None when it is not plain text in this encoding."""
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError:
        return None
    if _CONTROLS.search(text) or _plain_share(text) < _MIN_PLAIN_SHARE:
        return None
    share = _common_in_gb(text) if codec == "gb18030" else _common_in_big5(text)
    if share < _MIN_COMMON_SHARE:
        return None
    return Decoded(text, codec), share


def _plain_share(text: str) -> float:
    sample = text[:_SAMPLE_CHARACTERS]
    return len(_PLAIN.findall(sample)) / len(sample) if sample else 0.0


def _common_in_gb(text: str) -> float:
    """Share of Han characters in GB2312's first level: the 3,755 that running text is made of."""
    return _share_below(text, "gb2312", 0xB0, 0xD7)


def _common_in_big5(text: str) -> float:
    """Share of Han characters in Big5's first level: the 5,401 common ones."""
    return _share_below(text, "big5", 0xA4, 0xC6)


def _share_below(text: str, codec: str, first: int, last: int) -> float:
    han = _HAN.findall(text[:_SAMPLE_CHARACTERS])
    leads = [encoded[0] for encoded in (one.encode(codec, "ignore") for one in han) if encoded]
    return sum(first <= lead <= last for lead in leads) / len(han) if han else 0.0
