# -*- coding: utf-8 -*-
"""Runs in Python 2.7 and 3: one promise of plugin/engine's client, by its name, with a real engine beside it.

talk_to_engine.py CHECKOUT PYTHON FOLDER PROMISE: the engine's Python, an empty folder.  Prints what came of it as JSON.
"""

from __future__ import print_function

import io
import json
import os
import signal
import sys

checkout, python, folder, promise = sys.argv[1:]
sys.path.insert(0, checkout)

from lut.shared import folders
from plugin.engine import client, launch, log, shared_memory
from plugin.engine.client import EngineError
from plugin.engine.strips import memory_size, stream

LOG = os.path.join(folder, "engine.log")
JOB = {"look": "leica-authentic", "strength": 1.0, "vignette": 0}
WIDTH, HEIGHT, PIXEL_BYTES = 700, 5000, 3
folders.scratch = lambda: folder


def start():
    return launch.start(python, checkout, LOG, None)


def run(engine, interfere=lambda strip: None):
    """Send the picture in FOLDER/source through the engine to FOLDER/result."""
    with io.open(os.path.join(folder, "source"), "rb") as file:
        source = file.read()
    result, progress = bytearray(len(source)), []
    row = WIDTH * PIXEL_BYTES

    def read(strip, window):
        interfere(strip)
        window[:] = source[strip.y * row : (strip.y + strip.rows) * row]

    def write(strip, window):
        result[strip.y * row : (strip.y + strip.rows) * row] = window.tobytes()

    area = (0, 0, WIDTH, HEIGHT)
    with shared_memory.SharedMemory(engine, memory_size(area, PIXEL_BYTES)) as memory:
        engine.request("job", frame=[WIDTH, HEIGHT], type="uint8", channels=3, **JOB)
        stream(engine, memory, area, PIXEL_BYTES, (0, 0), read, write, progress.append)
    with io.open(os.path.join(folder, "result"), "wb") as file:
        file.write(bytes(result))
    return progress


def error_of(function, *arguments):
    try:
        function(*arguments)
    except EngineError as error:
        text = str(error)
        return text.decode("utf-8") if isinstance(text, bytes) else text
    return "no error"


def strips():
    with start() as engine:
        return run(engine)[-1]


def own_sentence():
    with start() as engine:
        return error_of(lambda: engine.request("job", look="größe", strength=1, frame=[1, 1], type="uint8", channels=3))


def killed():
    def kill(strip):
        if strip.y:
            os.kill(engine.ready()["pid"], signal.SIGKILL)

    with start() as engine:
        return error_of(run, engine, kill)


def silent():
    with start() as engine:
        os.kill(engine.ready()["pid"], signal.SIGSTOP)
        client.ANSWER_SECONDS = 0.2
        return error_of(engine.request, "own")


def no_interpreter():
    return error_of(launch.start, "/nonesuch/python", checkout, LOG, None)


def no_engine():
    with launch.start(python, folder, LOG, None) as engine:
        return error_of(engine.ready)


def too_long():
    with start() as engine:
        found = error_of(lambda: engine.request("unpack", look="my-film", copy={"Film.cube": "x" * (1 << 20)}))
        return [found, engine.request("own")["id"]]


def progress():
    (answers, replies), told = os.pipe(), []
    with client.Engine(io.BytesIO(), os.fdopen(answers, "rb"), lambda: None, LOG) as engine:
        create, own = engine.post("create", None, told.append, way="photos", files=[]), engine.post("own")
        said = [{"id": 1, "protocol": 1}, {"id": 2, "progress": 0.5}, {"id": 2, "report": []}, {"id": 3}]
        os.write(replies, b"".join(json.dumps(each).encode("ascii") + b"\n" for each in said))
        os.close(replies)
        return [told, engine.result(create)["report"], engine.result(own)["id"]]


def no_room():
    def full(descriptor, size):
        raise OSError(28, "No space left on device")

    shared_memory.reserve = full
    with start() as engine:
        return error_of(run, engine)


def next_call():
    io.open(os.path.join(folder, "catalog.json"), "w", encoding="utf-8").close()
    os.symlink(os.path.join(checkout, "lut"), os.path.join(folder, "lut"))
    found = []
    for _each in range(2):
        with launch.connect(python, folder, LOG) as engine:
            found.append(engine.ready()["pid"])
            run(engine)
    os.kill(found[-1], signal.SIGKILL)
    return len(set(found))


def large_log():
    for _each in range(2):
        with io.open(LOG, "wb") as file:
            file.write(b"x" * (log.LOG_BYTES + 1))
        with log.open_log(LOG) as file:
            file.write(b"new")
    return [os.path.getsize(LOG), os.path.getsize(os.path.join(folder, "engine.old.log"))]


def environment():
    os.environ.update(APPDIR="/bundle", LD_PRELOAD="/bundle/x.so", PATH="/bundle/bin" + os.pathsep + os.environ["PATH"])
    given = {}

    def popen(command, **options):
        given.update(options["env"])
        raise OSError(2, "No such file or directory")

    launch.subprocess.Popen = popen
    error_of(start)
    return [given.get("LD_PRELOAD"), "/bundle/bin" in given["PATH"]]


print(json.dumps({"answer": globals()[promise](), "python": sys.version_info[0], "left": sorted(os.listdir(folder))}))
