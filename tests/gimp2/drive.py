# -*- coding: utf-8 -*-
"""Runs in Python 2.7 and 3: loads plugin/gimp2 over original/, and calls what it registered on pictures of raw bytes.

drive.py INSTALLED ORIGINAL ORDERS ANSWERS: orders and answers are JSON.
"""

from __future__ import print_function

import io
import json
import sys

installed, original, orders, answers = sys.argv[1:]
sys.path[:0] = [installed, original]

import gimp
import gimpfu

if sys.version_info[0] == 2:
    script = installed + "/camera-looks.py"
    with io.open(script, "rb") as source:
        exec(compile(source.read(), script, "exec"), {"__file__": script, "__name__": "__main__"})
else:  # the script would take our own gimpfu
    from plugin.gimp2.menu import register_all

    register_all()


def text(value):
    return value.decode("utf-8") if isinstance(value, bytes) else value


def call(order):
    width, height, bpp = order["size"]
    with io.open(order["source"], "rb") as source:
        data = source.read()
    metadata = str(order["metadata"]) if "metadata" in order else None
    image = gimp.Image(width, height, order.get("profile", "").encode("utf-8"), order.get("precision", 150), metadata)
    layer = gimp.Layer(image, "Größe" if bytes is not str else "Gr\xc3\xb6\xc3\x9fe", width, height, bpp, data)
    image.layers.append(layer)
    del gimp.said[:]
    _label, _menu, _types, params, function = gimpfu.registered["camera-looks-" + order["procedure"]]
    values = [order["values"].get(parameter[1], parameter[3]) for parameter in params[2:]]
    values = [
        value.encode("utf-8") if bytes is str and not isinstance(value, (int, float, bool)) else value
        for value in values
    ]
    try:
        function(image, layer, *values)
        error = ""
    except RuntimeError as failure:
        error = text(str(failure))
    with io.open(order["source"] + "-result", "wb") as target:
        target.write(bytes(image.layers[0].pixels[0]))
    with io.open(order["source"] + "-below", "wb") as target:
        target.write(bytes(layer.pixels[0]))
    return {
        "error": error,
        "said": [text(one) for one in gimp.said],
        "undo": image.undo,
        "layers": [text(one.name) for one in image.layers],
    }


with io.open(orders, encoding="utf-8") as given:
    found = {"called": [call(order) for order in json.load(given)]}
found["registered"] = {
    name: [
        text(entry[0]),
        text(entry[1]),
        entry[2],
        [[text(part) for part in parameter[1:3]] for parameter in entry[3]],
    ]
    for name, entry in gimpfu.registered.items()
}
sys.argv.append("-query")
gimpfu.registered.clear()
sys.modules["plugin.gimp2.menu"].register_all()
found["queried"] = {name: [parameter[1] for parameter in entry[3]] for name, entry in gimpfu.registered.items()}
found["python"] = sys.version_info[0]
with io.open(answers, "w", encoding="utf-8") as target:
    target.write(text(json.dumps(found)))
