"""The pictures of an uploaded document, kept when its story is: they stand with the draft as with any article."""

from __future__ import annotations

from dataclasses import replace

from gongbao.core.pictures import keep_pictures
from gongbao.core.records import Article, Picture
from gongbao.desk.reporter.story import Story
from gongbao.pipeline import split_source
from gongbao.project import Project


def with_pictures(project: Project, story: Story) -> Article:
    """The story's article with the files of its pictures, which are in the archive from now on.

    A story that was changed after it was uploaded, or pasted, has none. Raises OutputError when the disk is full.
    """
    article, source = story.article, story.source
    if source is None or not source.pictures:
        return article
    reading = split_source(project, keep_pictures(project.files, source).source)
    found = [picture for one in reading.articles for picture in one.pictures if picture.file]
    by_caption = {picture.caption: picture for picture in found if picture.caption}
    own = [_with_file(picture, by_caption.pop(picture.caption, None)) for picture in article.pictures]
    left = [one for one in found if not one.caption or one.caption in by_caption]
    return replace(article, pictures=(*own, *left))


def _with_file(picture: Picture, found: Picture | None) -> Picture:
    return picture if found is None else replace(picture, file=found.file, width=found.width, height=found.height)
