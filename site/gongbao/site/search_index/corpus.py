"""The folded text of all articles on disk, and every character pair in it sorted into buckets.

Only a batch is in memory at a time, and a bucket later: what is held does not grow with the archive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gongbao.core.normal import normalise
from gongbao.site.search_index.documents import ZONES

CODE_BITS = 21  # of a code point; the second of a pair is kept one higher, 0 stands for none
PLACE_BITS = 30  # of a position; the zone stands above it

# A pair's occurrence: first character above second, the document, the zone above the position.
OCCURRENCE = np.dtype([("key", "<u8"), ("document", "<u4"), ("place", "<u4")])
_FIELD = np.dtype([("document", "<u4"), ("place", "<u4"), ("length", "<u4")])

_BATCH_CHARACTERS = 500_000
_BUCKET_OCCURRENCES = 500_000
_MOST_BUCKETS = 200  # files that are open together


class FoldedCorpus:
    """Writes the characters of the searched fields to a folder, then deals out their pairs in buckets."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._codes = (folder / "codes").open("wb")
        self._fields = (folder / "fields").open("wb")
        self._texts: list[str] = []
        self._table: list[tuple[int, int, int]] = []
        self._waiting = 0
        self._seen = np.zeros(0x110000, np.int64)
        self.documents = 0
        self.zone_characters = [0] * ZONES

    def close(self) -> None:
        """Let go of the files."""
        self._codes.close()
        self._fields.close()

    def add(self, zones: Iterable[Iterable[str]]) -> None:
        """Take the next document's fields, zone by zone."""
        for zone, fields in enumerate(zones):
            position = 0
            for field in fields:
                folded = normalise(field)
                if not folded:
                    continue
                self._texts.append(folded)
                self._table.append((self.documents, zone << PLACE_BITS | position, len(folded)))
                position += len(folded) + 1  # one place stays empty, so that no phrase crosses the border
                self._waiting += len(folded)
            self.zone_characters[zone] += position
        self.documents += 1
        if self._waiting >= _BATCH_CHARACTERS:
            self._flush()

    def _flush(self) -> None:
        codes = np.frombuffer("".join(self._texts).encode("utf-32-le", "surrogatepass"), "<u4")
        self._seen += np.bincount(codes, minlength=len(self._seen))
        self._codes.write(codes.tobytes())
        self._fields.write(np.array(self._table, _FIELD).tobytes())
        self._texts, self._table, self._waiting = [], [], 0

    def buckets(self) -> Iterator[NDArray[np.void]]:
        """The occurrences by first character, ascending from bucket to bucket; in one, as they stand in the text."""
        self._flush()
        self._codes.flush()
        self._fields.flush()
        total = int(self._seen.sum())
        size = max(_BUCKET_OCCURRENCES, total // _MOST_BUCKETS)
        bucket_of = ((np.cumsum(self._seen) - self._seen) // size).astype(np.uint16)
        paths = [self._folder / f"bucket-{number}" for number in range(int(bucket_of[-1]) + 1 if total else 0)]
        files = [path.open("wb") for path in paths]
        try:
            for occurrences, codes in self._batches():
                bucket = bucket_of[codes]
                order = np.argsort(bucket, kind="stable")
                borders = np.searchsorted(bucket[order], np.arange(len(files) + 1))
                for number, file in enumerate(files):
                    file.write(occurrences[order[borders[number] : borders[number + 1]]].tobytes())
        finally:
            for file in files:
                file.close()
        for path in paths:
            if path.stat().st_size:  # a character that alone fills more than one bucket leaves the next empty
                yield np.fromfile(path, OCCURRENCE)
            path.unlink()

    def _batches(self) -> Iterator[tuple[NDArray[np.void], NDArray[np.uint32]]]:
        table = np.fromfile(self._folder / "fields", _FIELD)
        ends = np.cumsum(table["length"], dtype=np.int64)
        with (self._folder / "codes").open("rb") as file:
            first = 0
            while first < len(table):
                start = ends[first - 1] if first else 0
                last = max(first + 1, int(np.searchsorted(ends, start + _BATCH_CHARACTERS, "right")))
                codes = np.fromfile(file, "<u4", int(ends[last - 1] - start))
                yield _occurrences(codes, table[first:last]), codes
                first = last


def _occurrences(codes: NDArray[np.uint32], fields: NDArray[np.void]) -> NDArray[np.void]:
    lengths = fields["length"].astype(np.int64)
    ends = np.cumsum(lengths)
    second = np.zeros(len(codes), np.uint64)
    second[:-1] = codes[1:] + np.uint32(1)
    second[ends - 1] = 0
    found = np.empty(len(codes), OCCURRENCE)
    found["key"] = codes.astype(np.uint64) << np.uint64(CODE_BITS) | second
    found["document"] = np.repeat(fields["document"], lengths)
    within = np.arange(len(codes)) - np.repeat(ends - lengths, lengths)
    found["place"] = np.repeat(fields["place"], lengths) + within.astype(np.uint32)
    return found
