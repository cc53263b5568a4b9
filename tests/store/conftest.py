"""Every test of the store runs on SQLite and on PostgreSQL.

PostgreSQL is started once, on loopback, in a folder that goes away, by a user who is not root (who may not). Where it is
not installed, its tests are skipped and say so.
"""

import contextlib
import itertools
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

_numbers = itertools.count()


def _folder_of_programs():
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name.split(".")[0]))
    found = shutil.which("initdb")
    return Path(found).parent if found else (installed[-1] if installed else None)


def _unprivileged():
    """Return what makes a process run as somebody else than root."""
    if os.getuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    pytest.skip("PostgreSQL may not run as root, and there is nobody else")


@pytest.fixture(scope="session")
def postgres():
    """Yield the URL of an empty database on a PostgreSQL server of our own."""
    programs = _folder_of_programs()
    if programs is None or sys.platform == "win32":
        pytest.skip("PostgreSQL is not installed")
    who = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="sitroom-postgres-"))
    if who:
        os.chown(folder, who["user"], who["group"])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "data"
    make = [programs / "initdb", "-D", data, "-U", "sitroom", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale", "C"]
    settings = f"-h 127.0.0.1 -p {port} -k '' -F -c max_connections=40"
    start = [programs / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", folder / "log", "-o", settings, "start"]
    try:
        subprocess.run(make, cwd=folder, check=True, capture_output=True, **who)
        # Its output goes to its log: a pipe would stay open as long as the server runs.
        subprocess.run(start, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **who)
        yield f"postgresql://sitroom@127.0.0.1:{port}/postgres"
    finally:
        stop = [programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"]
        subprocess.run(stop, cwd=folder, check=False, capture_output=True, **who)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """Give the URL of an empty store, on one database and then on the other."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.db'}"
    server = request.getfixturevalue("postgres")
    # A schema of its own is as good as a database of its own, and made and removed in no time.
    name = f"store_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return f"{server}?options=-csearch_path%3D{name}"
