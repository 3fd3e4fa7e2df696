# -*- coding: utf-8 -*-
"""A layer's pixels through the engine, strip by strip: it computes one while the next ones are read."""

from __future__ import absolute_import, division

from .engine import Memory

SLOTS = 4
SLOT_BYTES = 6 << 20
TILE = 128  # a strip that splits a row of GIMP's tiles fetches them twice


def rows_per_strip(width, pixel_bytes):
    return max(SLOT_BYTES // (width * pixel_bytes) // TILE, 1) * TILE


def split(area, rows):
    """Cut an area (x, y, width, height) into strips that begin on multiples of ``rows`` of the drawable."""
    x, y, width, height = area
    bottom = y + height
    while y < bottom:
        end = min((y // rows + 1) * rows, bottom)
        yield x, y, width, end - y
        y = end


def stream(engine, job, source, target, area, thumbnail, progress):
    """Compute an area (x, y, width, height) of a drawable.

    job: the engine's order.  source, target: pixels.Pixels of the same kind.  thumbnail: what the engine measures the
    picture's light on, or None.  Raises EngineError; what was written until then is the caller's to drop.
    """
    _x, y, width, height = area
    rows = rows_per_strip(width, source.pixel_bytes)
    slot = min(rows, height) * width * source.pixel_bytes
    memory = Memory(engine, SLOTS * slot + (len(thumbnail.data) if thumbnail else 0))
    if thumbnail:
        memory.map[SLOTS * slot :] = thumbnail.data
        job = dict(job, thumbnail=dict(thumbnail.place, source=SLOTS * slot), capture=thumbnail.capture)
    engine.request("job", type=source.type, channels=source.channels, **job)
    left, top = source.drawable.offsets
    free = [number * slot for number in range(SLOTS)]
    waiting = []

    def collect():
        strip, start = waiting.pop(0)
        engine.result()
        target.write(strip, memory.map, start)
        progress((strip[1] + strip[3] - y) / height)
        return start

    for strip in split(area, rows):
        start = free.pop() if free else collect()
        source.read(strip, memory.map, start)
        place = {"width": strip[2], "rows": strip[3], "left": strip[0] + left, "top": strip[1] + top}
        engine.post("strip", source=start, target=start, scale=1.0, **place)
        waiting.append((strip, start))
    while waiting:
        collect()
