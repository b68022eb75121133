"""Mutation fuzzing of all readers: damaged, spliced and mislabelled inputs of every kind, the same for the same seed.

    python -m tests.fuzz.fuzz_readers --count 10000 --seed 1

Each input must give readings in which every character is accounted for, or one sentence; it must not take longer
than SECONDS. The memory of the whole run is limited to MEMORY_BYTES.
"""

from __future__ import annotations

import argparse
import copy
import io
import random
import resource
import tempfile
import time
import traceback
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from lxml import etree
from tests.ingest.readers import making

from gongbao.core.errors import GongbaoError, InputError
from gongbao.core.records import Reading
from gongbao.core.words import Segmenter, load_segmenter
from gongbao.ingest.hints import Hints
from gongbao.ingest.readers import READERS, read_sources
from gongbao.ingest.splitter import split

SECONDS = 10.0
MEMORY_BYTES = 4 << 30  # of address space, for the whole run
MAX_BYTES = 4_000_000  # of one input
_OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
_NASTY = (
    b"\x00",
    b"\xff\xfe",
    b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]>",
    b"<div>" * 300,
    b"[" * 2000,
    b'"',
    "\ufffd".encode(),
    b"\\ud800",
    b"&#0;&#xFFFD;",
    b"charset=utf-16",
    "喆".encode("gb18030"),
    "\u2028\u3000".encode(),
    b"<w:t>",
    b"]]>",
    b"{}",
    b",,,,,,,,,",
    b"\r",
)

_TYPED = (
    *("", " ", "\n", "\r\n\r\n", "\t", "\u3000", "\xa0", "\x85", "\u2028", "\x0c", "\x1b", "\x00", "\ufffd", "\ufeff"),
    *("<p>", "</p>", "<br>", "<h1>", "</div>", "<!--", "-->", "<script>", "<w:p>", "</w:p>", "<w:r>", "</w:t>", "&lt;"),
    *('"', "'", ",", "\\", "{", "}", "[", "]", ":", "null", "1e999", "\\u0000", "\\n", "（记者 ", "本报讯", "摄", "——"),
    *("标题", "headline", "body", "style='display:none'", "]]>", "<![CDATA[", "&nbsp;", "&#13;", "𠮷", "é", "́"),
)

Mutate = Callable[[random.Random, bytes], bytes]


def pdf(lines: Sequence[str]) -> bytes:
    """A page of a PDF with these lines in a font that every reader has."""
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    content = f"BT /F1 12 Tf 14 TL 72 720 Td {shown} ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    written, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj{one}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer<</Size 6/Root 1 0 R>>\nstartxref\n{len(written)}\n%%EOF\n"
    return f"{written}xref\n0 6\n0000000000 65535 f \n{table}{end}".encode("ascii")


def seeds() -> Mapping[str, tuple[bytes, ...]]:
    """Sound inputs by suffix, at least one for each that a reader is there for."""
    page, feed, rows = making.ARTICLE_PAGE.encode(), making.FEED.encode(), making.ROWS.encode()
    found: dict[str, tuple[bytes, ...]] = {
        ".txt": (making.PLAIN.encode(), making.PLAIN.encode("gb18030"), making.PLAIN.encode("utf-16")),
        ".pdf": (pdf(("Union news of the week", "Workers open a library in the shop.", "It lends books all day.")),),
        ".docx": (making.DRAFT, making.FULL_DRAFT, making.PICTURED_DRAFT),
        ".doc": (_OLE, b"not word"),
        ".html": (page, making.ARTICLE_PAGE.replace("utf-8", "gb2312").encode("gb18030")),
        ".xml": (feed, making.ATOM.encode()),
        ".json": (making.NINJS.encode(), rows),
        ".jsonl": (rows,),
        ".csv": (making.TABLE.encode(), making.TABLE.encode("gb18030")),
        ".tsv": (making.TABLE.replace(",", "\t").encode(),),
        ".zip": (making.zipped({"2024-03-05/03.txt": making.PLAIN, "a.docx": making.DRAFT, "a.toml": "page = 4\n"}),),
    }
    alike = {".htm": ".html", ".xhtml": ".html", ".shtml": ".html", ".text": ".txt"}
    alike |= {".rss": ".xml", ".atom": ".xml", ".ndjson": ".jsonl"}
    return {suffix: found[alike.get(suffix, suffix)] for suffix in READERS}


def flip(chance: random.Random, raw: bytes) -> bytes:
    """A few bits the other way round."""
    changed = bytearray(raw)
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def truncate(chance: random.Random, raw: bytes) -> bytes:
    """The beginning alone."""
    return raw[: chance.randrange(len(raw) + 1)]


def insert(chance: random.Random, raw: bytes) -> bytes:
    """Something nasty in the middle."""
    place = chance.randrange(len(raw) + 1)
    return raw[:place] + chance.choice(_NASTY) * chance.choice((1, 1, 2, 50)) + raw[place:]


def repeat(chance: random.Random, raw: bytes) -> bytes:
    """A stretch many times over."""
    start = chance.randrange(len(raw))
    stretch = raw[start : start + chance.randint(1, 200)]
    return raw[:start] + stretch * chance.choice((2, 20, 400)) + raw[start:]


def recode(chance: random.Random, raw: bytes) -> bytes:
    """The same text in another encoding, whatever it declares."""
    codecs = ("utf-8", "gb18030", "utf-16", "big5", "latin-1")
    text = raw.decode(chance.choice(codecs), "ignore")
    return text.encode(chance.choice(codecs), "ignore")


def retype(chance: random.Random, raw: bytes) -> bytes:
    """Characters changed, moved and put in, so that the encoding stays whole and the structure suffers."""
    text = raw.decode("utf-8", "surrogateescape")
    for _ in range(chance.randint(1, 6)):
        place, until = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
        stretch = text[place:until][: chance.randint(1, 60)]
        typed = chance.choice((stretch, stretch[::-1], *_TYPED))
        kept = text[place + len(stretch) :] if chance.random() < 0.5 else text[place:]
        text = text[:place] + typed + kept
    return text.encode("utf-8", "surrogateescape")


def restructure(chance: random.Random, raw: bytes) -> bytes:
    """Elements of an XML document left out, doubled, moved into another or retyped; it stays well formed."""
    try:
        root = etree.fromstring(raw)
    except (etree.XMLSyntaxError, ValueError):
        return retype(chance, raw)
    for _ in range(chance.randint(1, 6)):
        element, other = (chance.choice([one for one in root.iter() if isinstance(one.tag, str)]) for _ in range(2))
        change = chance.randrange(4)
        if change == 0 and element.getparent() is not None:
            element.getparent().remove(element)
        elif change == 1:
            other.append(copy.deepcopy(element))
        elif change == 2:
            element.text = chance.choice(
                ("", "工会 A1", "\n", "\u3000", "（记者 周晓岚）", "2024年3月5日 星期二 第3版")
            )
        else:
            element.tag = other.tag
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def inside_zip(chance: random.Random, raw: bytes) -> bytes:
    """One member of a zip file mutated, renamed, doubled or left out; anything else spliced with itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as opened:
            files: dict[str, bytes | str] = {name: opened.read(name) for name in opened.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, zlib.error):
        return raw[len(raw) // 2 :] + raw[: len(raw) // 2]
    name = chance.choice(sorted(files))
    data = files.pop(name)
    assert isinstance(data, bytes)
    change = chance.choice((0, 0, 0, 0, 1, 2, 3))
    if change == 0 and data:
        files[name] = (restructure if chance.random() < 0.6 else chance.choice(SIMPLE))(chance, data)
    elif change == 1:
        files[chance.choice(("../../" + name, "/" + name, "深" * 100 + name, name + "/"))] = data
    elif change == 2:
        files[name] = bytes(2_000_000)
    return making.zipped(files, chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2)))


SIMPLE: tuple[Mutate, ...] = (flip, truncate, insert, repeat, recode, retype, retype, retype, restructure)
MUTATIONS: tuple[Mutate, ...] = (*SIMPLE, inside_zip)


def mutated(chance: random.Random, all_seeds: Mapping[str, Sequence[bytes]]) -> tuple[str, bytes]:
    """A suffix and an input for it: mutated once to three times, sometimes of another kind than the suffix says."""
    suffix = chance.choice(sorted(all_seeds))
    raw = chance.choice(all_seeds[chance.choice(sorted(all_seeds)) if chance.random() < 0.1 else suffix])
    for _ in range(chance.randint(1, 3)):
        mutate = inside_zip if raw.startswith(b"PK") and chance.random() < 0.7 else chance.choice(MUTATIONS)
        raw = mutate(chance, raw) if raw else raw
    if chance.random() < 0.05:
        other = chance.choice(all_seeds[chance.choice(sorted(all_seeds))])
        raw = raw[: len(raw) // 2] + other[len(other) // 2 :]
    return suffix, raw


def unaccounted(reading: Reading) -> str:
    """What is wrong with a reading; empty when each printed character is in one article or one discard."""
    text = reading.source.text
    spans = [(span.start, span.end) for article in reading.articles for span in article.spans]
    spans += [(one.start, one.end) for one in reading.discards]
    place = 0
    for start, end in sorted(spans):
        if start < place:
            return f"characters {start} to {place} are there twice"
        if text[place:start].strip():
            return f"lost: {text[place:start].strip()[:40]!r}"
        place = end
    if "\ufffd" in text or text != text.encode("utf-8", "ignore").decode("utf-8"):
        return "characters that cannot be stored"
    return f"lost: {text[place:].strip()[:40]!r}" if text[place:].strip() else ""


def try_one(path: Path, raw: bytes, segmenter: Segmenter) -> tuple[str, str]:
    """(outcome, what is wrong): outcome is read, refused or wrong."""
    path.write_bytes(raw)
    refused: list[GongbaoError] = []
    begin = time.monotonic()
    try:
        readings = [split(source, segmenter) for source in read_sources(path, Hints(), MAX_BYTES, refused.append)]
    except Exception:  # whatever it is, it is what is looked for
        return "wrong", traceback.format_exc()
    if time.monotonic() - begin > SECONDS:
        return "wrong", f"took {time.monotonic() - begin:.1f} s"
    for error in refused:
        sentence = str(error)
        if not isinstance(error, InputError) or "\n" in sentence or not sentence.endswith("。") or len(sentence) > 400:
            return "wrong", f"no sentence: {sentence!r}"
    if fault := next(filter(None, map(unaccounted, readings)), ""):
        return "wrong", fault
    return ("read" if readings else "refused"), "" if readings or refused else "neither read nor refused"


def campaign(count: int, seed: int, keep: Path | None = None) -> tuple[Counter[str], list[str]]:
    """Outcomes by suffix, and what was wrong, of ``count`` inputs; those that went wrong are kept in a folder."""
    segmenter, all_seeds = load_segmenter(), seeds()
    outcomes: Counter[str] = Counter()
    faults: list[str] = []
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        for number in range(count):
            suffix, raw = mutated(random.Random(f"{seed}:{number}"), all_seeds)
            outcome, fault = try_one(Path(folder, f"2024-03-05-03{suffix}"), raw, segmenter)
            outcomes[f"{suffix} {outcome}"] += 1
            if fault:
                faults.append(f"{seed}:{number} {suffix}: {fault}")
                if keep is not None:
                    (keep / f"{seed}-{number}{suffix}").write_bytes(raw)
    return outcomes, faults


def main() -> int:
    """Run a campaign and print its counts; 1 when anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for inputs that went wrong")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    outcomes, faults = campaign(options.count, options.seed, options.keep)
    for name, number in sorted(outcomes.items()):
        print(f"{name:20} {number:6}")  # noqa: T201
    for fault in faults:
        print(fault)  # noqa: T201
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{options.count} inputs, {len(faults)} wrong, peak {peak} MB")  # noqa: T201
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
