"""graphsvc's commands as processes of their own, which a test may kill."""

import os
import subprocess

from tests.nursery import Command


def start(uri, folder, *words, **environment):
    """What it says can be read when it has ended; commands say little."""
    values = {**os.environ, "GRAPHSVC_NEO4J_URI": uri, "GRAPHSVC_DATA": str(folder), **environment}
    return Command(*words, env=values, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process, seconds=1_200):
    """What it said, when it ended well."""
    out, err = process.communicate(timeout=seconds)
    assert process.returncode == 0, out + err
    return out + err


def kill(process):
    """With -9, somewhere in the middle: one that has ended already proves nothing."""
    assert process.poll() is None, finish(process)
    process.kill()
    process.communicate()


def file_position(store):
    """How many records of files were taken; posts are known by their segments."""
    text = "MATCH (c:Checkpoint) WHERE NOT c.source STARTS WITH 'archive:' AND NOT c.source STARTS WITH 'looked:'"
    return store.read_text(f"{text} RETURN coalesce(sum(c.position), 0)")[0][0]
