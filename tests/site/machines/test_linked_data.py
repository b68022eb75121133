"""The linked data of an article says nothing that schema.org does not define, and holds what the page shows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from gongbao.core.records import TaggedArticle
from gongbao.site.addresses import id_address

Articles = Sequence[TaggedArticle]
_SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
# schema.org's own datatypes, and URL, which is text to JSON.
_TEXT = ("str", "date", "URL")


def _linked_data(archive: Path, tagged: TaggedArticle) -> dict[str, Any]:
    (text,) = _SCRIPT.findall((archive / id_address(tagged.article.id)).read_text(encoding="utf-8"))
    found: dict[str, Any] = json.loads(text)
    return found


def mistakes(value: dict[str, Any]) -> Iterator[str]:
    """Types, properties and values that the vocabulary does not have or does not allow there."""
    vocabulary = import_module("msgspec_schemaorg.models")  # made from schema.org's definitions
    kind = getattr(vocabulary, value["@type"], None)
    if kind is None:
        yield f"no type {value['@type']}"
        return
    hints = {
        name: hint for one in reversed(kind.__mro__) for name, hint in vars(one).get("__annotations__", {}).items()
    }
    for name, held in value.items():
        if name.startswith("@"):
            continue
        if name not in kind.__struct_encode_fields__:
            yield f"{value['@type']} has no {name}"
            continue
        words = set(re.findall(r"\w+", str(hints[name])))
        for one in held if isinstance(held, list) else [held]:
            if isinstance(one, dict):
                yield from mistakes(one)
                ancestors = {ancestor.__name__ for ancestor in getattr(vocabulary, one["@type"], object).__mro__}
                if not words & ancestors:
                    yield f"{name} may not be a {one['@type']}"
            elif not words.intersection(_TEXT):
                yield f"{name} may not be a text"


def test_every_article_speaks_the_vocabulary(archive: Path, newsroom: Articles) -> None:
    for tagged in newsroom:
        assert list(mistakes(_linked_data(archive, tagged))) == []


def test_the_vocabulary_refuses_what_it_does_not_have() -> None:
    assert list(mistakes({"@type": "NewsArticle", "pageNumber": "3"})) == ["NewsArticle has no pageNumber"]
    assert list(mistakes({"@type": "Reportage"})) == ["no type Reportage"]
    place = {"@type": "NewsArticle", "contentLocation": "房山区"}
    assert list(mistakes(place)) == ["contentLocation may not be a text"]
    person = {"@type": "NewsArticle", "contentLocation": {"@type": "Person", "name": "张工"}}
    assert list(mistakes(person)) == ["contentLocation may not be a Person"]


def test_page_issue_labels_and_picture_are_told(archive: Path, newsroom: Articles) -> None:
    for tagged in newsroom:
        article, found = tagged.article, _linked_data(archive, tagged)
        assert found.get("printPage", "") == article.page.number
        assert found.get("printSection", "") == article.page.name
        assert found.get("datePublished", "") == str(article.date)
        districts = [one["name"] for one in found.get("contentLocation", [])]
        assert districts == list(dict.fromkeys(tagged.labels("district")))
        assert {one["name"] for one in found.get("author", [])} == {one.name for one in article.byline}
        assert (archive / found["image"].removeprefix("https://example.org/archive/")).is_file()
        paper = found["isPartOf"].get("isPartOf", found["isPartOf"])
        assert paper["@type"] == "Newspaper"
