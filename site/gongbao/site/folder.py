"""The output folder: files go in whole, what no build needs any more goes out, and nothing of the user's is touched.

``.gongbao/manifest.tsv`` lists every file of the last finished build (manifest.py). ``.gongbao/journal`` lists what
an unfinished build has written so far; the next build trusts none of those files and leaves nothing out, so that a
build that was killed and run again ends with the same bytes as one that was not. ``manifest-sha256.txt`` is for
whoever checks the archive later, without Gongbao if need be.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from gongbao.core.errors import OutputError
from gongbao.site.checksums import CHECKSUMS, changed_checksums, checksums
from gongbao.site.manifest import MANIFEST, STATE_FOLDER, Line, Manifest, is_inside, manifest_of
from gongbao.site.placing import Place, Placed, has_size, place_file, refusal, remove_spares, replace_file
from gongbao.site.touched import WHOLE

JOURNAL = f"{STATE_FOLDER}/journal"


@dataclass(frozen=True, slots=True)
class SiteCounts:
    """What a build did, in files; ``articles`` is how many of them are article pages."""

    articles: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0

    @property
    def pages(self) -> int:
        """Files of the archive as it is now."""
        return self.written + self.unchanged


class SiteFolder:
    """An archive being built. Use as a context manager; ``finish`` makes the build valid.

    ``trust_rest()`` before anything is kept or written says that what this build does not mention stays as it
    is, but for the subjects named in ``renew``; without it all goes that is neither kept nor written.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._base = str(root)
        self._old = Manifest()
        self._all: dict[str, Line] | None = None  # of _old, by address
        self._trusts_rest = False
        self._dropped: list[Line] = []
        self._new: dict[str, Line] = {}  # kept or written by this build
        self._renewed: set[str] = {WHOLE}
        self._unfinished = False  # whether the last build was
        self._doubtful: set[str] = set()  # written by a build that did not finish
        self._began_empty = True  # whether nothing stood here that could be anybody's
        self._written = 0
        self._journal: int | None = None
        self._lock: int | None = None

    def __enter__(self) -> Self:
        try:
            self._open()
        except OSError as error:
            self._close()
            raise refusal(self.root, error) from error
        except OutputError:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    @property
    def is_sound(self) -> bool:
        """Whether the last build finished, so that what it left may be trusted."""
        return not self._unfinished and self._old.count > 0

    def trust_rest(self) -> None:
        """Leave every file as it stands that this build neither writes nor renews the subject of."""
        if not self.is_sound:
            raise ValueError("an unfinished build's files cannot be trusted")
        self._trusts_rest = True

    def renew(self, subjects: Iterable[str]) -> None:
        """Of these subjects only what is kept or written stays."""
        self._renewed.update(subjects)

    def stands(self) -> bool:
        """Whether every file of the last build is there, in its size."""
        return all(self._is_whole(line) for line in self._old)

    def state(self, name: str) -> bytes | None:
        """A file of ``.gongbao/`` that the last finished build left; None when it is not that file any more."""
        known = self._old.state.get(name)
        try:
            data = (self.root / STATE_FOLDER / name).read_bytes()
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest() == known else None

    def keep(self, address: str, fingerprint: str, subject: str = WHOLE) -> bool:
        """Whether the file stands as it should, made from the same inputs; then it is kept as it is."""
        line = self._known(subject, address)
        if line is None or (line.subject, line.fingerprint) != (subject, fingerprint) or not self._is_whole(line):
            return False
        self._new[address] = line
        return True

    def has(self, address: str, subject: str = WHOLE) -> bool:
        """Whether an earlier build wrote this file."""
        return self._known(subject, address) is not None

    def keep_subject(self, subject: str, fingerprint: str) -> bool:
        """Keep all files of a subject when there are any, all with this fingerprint, and all stand."""
        group = list(self._old.of_subject(subject))
        if not group or not all(line.fingerprint == fingerprint and self._is_whole(line) for line in group):
            return False
        self._new.update((line.address, line) for line in group)
        return True

    def write(self, address: str, fingerprint: str, data: bytes, subject: str = WHOLE) -> None:
        """Put one file in its place, whole; a file that has these very bytes already is left alone.

        Raises OutputError when it cannot be written, the disk is full, or a file stands there
        that no build has written.
        """
        old = self._known(subject, address)
        if old is not None and old.sha256 == hashlib.sha256(data).hexdigest() and self._is_whole(old):
            self._add(Line(subject, address, len(data), old.sha256, fingerprint))
            return
        [place] = self.reserve([(address, subject)])
        self.placed(place, fingerprint, place_file(place, data), subject)

    def reserve(self, wanted: Sequence[tuple[str, str]]) -> list[Place]:
        """Where these files (address, subject) go, for ``place_file`` in this process or another; ``placed`` follows.

        From now on a build that is killed leaves them to be made anew. Raises OutputError for an address where a file
        stands that no build has written.
        """
        places = []
        for address, subject in wanted:
            old, is_doubtful = self._known(subject, address), address in self._doubtful
            ours = old is not None or is_doubtful or self._began_empty
            if not ours and os.path.lexists(f"{self._base}/{address}"):
                raise OutputError(f"{self.root / address} 不是以前建存档时写的文件，为免误删没有动它：请把它移走再试。")
            places.append(Place(self._base, address, "" if old is None or is_doubtful else old.sha256))
        try:
            os.write(self._open_journal(), "".join(f"{place.address}\n" for place in places).encode())
        except OSError as error:
            raise refusal(self.root, error) from error
        return places

    def placed(self, place: Place, fingerprint: str, done: Placed, subject: str = WHOLE) -> None:
        """Count a reserved file that is in its place."""
        self._add(Line(subject, place.address, done.size, done.sha256, fingerprint))
        self._written += done.written

    def _add(self, line: Line) -> None:
        if line.address in self._new:
            raise ValueError(f"two pages want the address {line.address}")
        self._new[line.address] = line

    def drop(self, address: str, subject: str) -> None:
        """Have one file removed at the end of a build that trusts the rest."""
        line = self._known(subject, address)
        if line is not None:
            self._dropped.append(line)

    def nothing_changed(self, articles: int) -> SiteCounts:
        """Leave all as the last build left it."""
        return SiteCounts(articles, 0, self._old.count, 0)

    def finish(self, articles: int = 0, state: Mapping[str, bytes] | None = None) -> SiteCounts:
        """Remove what is not wanted any more, keep the state (name in ``.gongbao/`` to content), declare it valid.

        Until the manifest is in its place the journal stands, and the next build trusts nothing.
        """
        state = state or {}
        gone = self._gone()
        self._write_checksums(gone)
        digests = {name: hashlib.sha256(data).hexdigest() for name, data in state.items()}
        made = self._manifest(gone, digests)
        try:
            unwanted = ({line.address for line in gone} | self._doubtful) - self._new.keys()
            removed = sum(self._remove(address) for address in sorted(unwanted))
            if made != self._old or self._unfinished:
                self._open_journal()
                for name, data in state.items():
                    replace_file(f"{self._base}/{STATE_FOLDER}/{name}", data)
                for name in self._old.state.keys() - state.keys():
                    (self.root / STATE_FOLDER / name).unlink(missing_ok=True)
                replace_file(f"{self._base}/{MANIFEST}", made.as_bytes())
            if self._journal is not None:
                (self.root / JOURNAL).unlink(missing_ok=True)
        except OSError as error:
            raise refusal(self.root, error) from error
        return SiteCounts(articles, self._written, made.count - self._written, removed)

    def _gone(self) -> list[Line]:
        """Files of the last build that this one neither keeps nor writes."""
        if not self._trusts_rest:
            return [line for line in self._old if line.address not in self._new]
        renewed = (line for subject in sorted(self._renewed) for line in self._old.of_subject(subject))
        return [line for line in (*renewed, *self._dropped) if line.address not in self._new]

    def _manifest(self, gone: list[Line], digests: Mapping[str, str]) -> Manifest:
        if not self._trusts_rest:
            return manifest_of(self._new, digests)
        changes: dict[bytes, Line | None] = {line.key: None for line in gone}
        return self._old.with_changes(changes | {line.key: line for line in self._new.values()}, digests)

    def _write_checksums(self, gone: list[Line]) -> None:
        """The list of all files but itself; where the last one is as it should be, by its changes alone."""
        self._new.pop(CHECKSUMS, None)
        known, before = self._known(WHOLE, CHECKSUMS), None
        gone[:] = [line for line in gone if line.address != CHECKSUMS]
        if self._trusts_rest and known is not None:
            with suppress(OSError):
                before = (self.root / CHECKSUMS).read_bytes()
        if before is not None and known is not None and hashlib.sha256(before).hexdigest() == known.sha256:
            data = changed_checksums(before, gone, self._new.values())
        else:
            data = checksums(line for line in self._manifest(gone, {}) if line.address != CHECKSUMS)
        self.write(CHECKSUMS, CHECKSUMS, data)

    def _known(self, subject: str, address: str) -> Line | None:
        if self._trusts_rest:
            return self._old.find(subject, address)
        if self._all is None:
            self._all = {line.address: line for line in self._old}
        return self._all.get(address)

    def _open(self) -> None:
        manifest, journal = self.root / MANIFEST, self.root / JOURNAL
        if self.root.exists():
            if not self.root.is_dir():
                raise OutputError(f"{self.root} 不是文件夹，存档写不进去：请换一个输出文件夹。")
            known = manifest.exists() or journal.exists()
            self._began_empty = not known
            if not known and any(path.name != STATE_FOLDER for path in self.root.iterdir()):
                raise OutputError(
                    f"文件夹 {self.root} 里有别的文件，不是以前建的存档，为免误删没有动它：请换一个空文件夹。"
                )
        (self.root / STATE_FOLDER).mkdir(parents=True, exist_ok=True)
        self._lock = os.open(self.root / STATE_FOLDER, os.O_RDONLY)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputError(f"另一个程序正在写存档 {self.root}：请等它写完再试。") from None
        if manifest.exists():
            self._old = Manifest.read(manifest)
        self._unfinished = journal.exists()
        if self._unfinished:
            # The last line may have been cut off in the middle; its file was not written then.
            self._doubtful = {a for a in journal.read_text(encoding="utf-8").split("\n")[:-1] if is_inside(a)}
        for folder in {STATE_FOLDER, *(address.rpartition("/")[0] for address in self._doubtful)}:
            remove_spares(self.root / folder)

    def _close(self) -> None:
        for handle in (self._journal, self._lock):
            if handle is not None:
                os.close(handle)
        self._journal = self._lock = None

    def _is_whole(self, line: Line) -> bool:
        return line.address not in self._doubtful and has_size(f"{self._base}/{line.address}", line.size)

    def _open_journal(self) -> int:
        if self._journal is None:
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
            self._journal = os.open(f"{self._base}/{JOURNAL}", flags, 0o666)
            os.write(self._journal, b"\n")  # ends a line that a killed build may have cut off
        return self._journal

    def _remove(self, address: str) -> bool:
        """Remove a file and the folders that it leaves empty; a killed build may have left such folders without it."""
        path, was_there = self.root / address, True
        try:
            path.unlink()
        except FileNotFoundError:
            was_there = False
        for folder in path.parents:
            if folder == self.root:
                break
            try:
                folder.rmdir()
            except FileNotFoundError:
                continue
            except OSError:  # not empty
                break
        return was_there
