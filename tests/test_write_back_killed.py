"""A job that writes back and is killed: the files and manifests are those of one that was not."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from jobs import contents, done, job_of
from kinds import PACKERS

from scrub.batch import SAME, manifests, total, undo

RUN = """
import sys
from pathlib import Path
import scrub.batch.shard
from scrub.batch import run
from jobs import job_of
if __name__ == "__main__":
    scrub.batch.shard._SECONDS = 0.0
    job = job_of(Path(sys.argv[1]), *map(Path, sys.argv[2:]), form="same", cleaner="doubles:slow_cut_batch")
    for _ in run(job):
        pass
"""


def inputs(tmp_path: Path) -> list[Path]:
    """A table, a packed table, and a dump whose rows are one statement."""
    table, packed, dump = tmp_path / "t.csv", tmp_path / "t.jsonl.bz2", tmp_path / "dump.sql"
    table.write_bytes(b"id;text\r\n" + b"".join(b'%d;"the ""spam"";\nhere"\r\n' % k for k in range(200)))
    lines = b"".join(b'{"id": %d, "text": "the spam \\u00e9 here"}\n' % k for k in range(200))
    packed.write_bytes(PACKERS[".bz2"](lines))
    rows = b",".join(b"(%d,'it\\'s spam')" % k for k in range(200))
    dump.write_bytes(b"INSERT INTO `wp_comments` (comment_ID, comment_content) VALUES %s;\n" % rows)
    return [table, packed, dump]


def size_of(folder: Path) -> int:
    """Bytes of all manifests, those that still grow too."""
    sizes = 0
    for path in folder.glob("*"):
        with contextlib.suppress(FileNotFoundError):
            sizes += path.stat().st_size
    return sizes


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that can be killed")
def test_files_that_are_written_back_survive_sigkill(tmp_path: Path) -> None:
    names = inputs(tmp_path)
    job = job_of(tmp_path / "killed", *names, form=SAME, cleaner="doubles:slow_cut_batch")
    done(replace(job, out=tmp_path / "whole"))
    whole = size_of(tmp_path / "whole" / "manifest")
    script = tmp_path / "job.py"
    script.write_text(RUN)
    paths = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    for share in (0.1, 0.4, 0.7):
        command = [sys.executable, str(script), str(job.out), *map(str, names)]
        with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": paths}) as process:
            while process.poll() is None and size_of(job.out / "manifest") < share * whole:
                time.sleep(0.01)
            assert process.poll() is None
            process.send_signal(signal.SIGKILL)
    assert total(job) is None
    done(job)
    assert contents(job.out) == contents(tmp_path / "whole")
    told = [one for manifest in manifests(job.out) for one in undo(manifest, tmp_path / "undone")]
    assert [(one.reason, one.remark) for one in told] == [("", "")] * 3
    for name in names:
        assert (
            tmp_path / "undone" / next(one.name for one in told if one.name.endswith(name.name))
        ).read_bytes() == name.read_bytes()
