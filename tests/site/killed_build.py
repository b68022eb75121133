"""A build of a project in worker processes, for test_killed_build.py: ``python -m tests.site.killed_build FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path

from gongbao import pipeline, workers
from gongbao.project import Project
from gongbao.site import build, search_update
from gongbao.site.search_index import build as index_build

# So that few articles make many batches, and a second segment of the browser's index.
workers.WORTH_WORKERS = 1
build._BATCH = 3
search_update._WHOLE_UP_TO = 10
setattr(index_build, "folding_exceptions", dict)  # noqa: B010 (a name that the module only uses; none: it is quicker)


if __name__ == "__main__":
    project = Project(Path(sys.argv[1]))
    pipeline.publish(project, project.settings.folder / "public")
