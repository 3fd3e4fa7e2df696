"""Regions, tiles, fetchers and pixels."""

from gimpfu import *

image = gimp.Image(200, 140, RGB)
layer = gimp.Layer(image, "Pixels", 200, 140, RGBA_IMAGE)
image.add_layer(layer)
region = layer.get_pixel_rgn(0, 0, 200, 140)
for y in range(140):
    region[0:200, y] = bytes(value for x in range(200) for value in (x, y, (x * y) % 256, 255 - x))
result["unflushed"] = list(region[199, 139])
layer.flush()
layer.update(0, 0, 200, 140)
result["size"] = [region.bpp, region.x, region.y, region.w, region.h, region.rowstride, region.dirty, region.shadow]
part = layer.get_pixel_rgn(60, 50, 20, 15, False, False)
result["part"] = [
    list(part[60, 50]),
    list(part[60:63, 50]),
    list(part[61, 62:65]),
    len(part[:, :]),
    len(part[70:, 60:]),
]


def index_errors(*keys):
    found = []
    for key in keys:
        try:
            part[key]
            found.append("no error")
        except (IndexError, TypeError) as problem:
            found.append(type(problem).__name__)
    return found


result["outside"] = index_errors((59, 50), (80, 50), (60, 65), (slice(50, 61), 50), (60, slice(0, 90)), 3, ("a", 1))
tile = layer.get_tile(False, 1, 1)
result["tile"] = [tile.ewidth, tile.eheight, tile.bpp, len(tile), list(tile[0]), list(tile[3, 2]), tile.tile_num]
tile[3, 2] = b"\x01\x02\x03\x04"
tile[0] = b"\x05\x06\x07\x08"
tile.flush()
result["after tile"] = [list(layer.get_pixel(131, 130)), list(layer.get_pixel(128, 128))]
layer.set_pixel(1, 1, (9, 8, 7, 6))
result["set"] = [list(layer.get_pixel(1, 1)), list(layer.get_pixel((1, 1)))]
fetcher = gimp.PixelFetcher(layer, edge_mode=PIXEL_FETCHER_EDGE_SMEAR)
result["smear"] = [list(fetcher[-5, 10]), list(fetcher.get_pixel(300, 300))]
fetcher.edge_mode = PIXEL_FETCHER_EDGE_WRAP
result["wrap"] = [list(fetcher[-1, 10]), list(fetcher[200, 140])]
fetcher[2, 2] = b"\x0a\x0b\x0c\x0d"
layer.flush()

shadow = layer.get_pixel_rgn(0, 0, 200, 140, True, True)
pdb.gimp_image_select_rectangle(image, CHANNEL_OP_REPLACE, 10, 20, 30, 5)
source = layer.get_pixel_rgn(0, 0, 200, 140, False, False)
inverted = bytearray(source[:, :])
for i in range(0, len(inverted), 4):
    for c in range(3):
        inverted[i + c] = 255 - inverted[i + c]
shadow[:, :] = bytes(inverted)
layer.flush()
layer.merge_shadow(True)
layer.update(0, 0, 200, 140)
result["merged"] = [list(layer.get_pixel(x, y)) for x, y in ((9, 20), (10, 20), (39, 24), (40, 24), (12, 25))]
result["bounds"] = [layer.mask_bounds, layer.mask_intersect, layer.mask_intersect()]
pdb.gimp_selection_none(image)
result["no bounds"] = [layer.mask_bounds, layer.mask_intersect]
result["floats"] = [round(value, 4) for value in layer.get_data("R'G'B'A float")[:8]]
result["linear"] = [round(value, 4) for value in layer.get_data("RGBA float")[800:808]]
result["halves"] = len(layer.get_data("R'G'B'A u16"))
result["all"] = list(source[:, :][::37])

gray = gimp.Image(5, 4, GRAY)
small = gimp.Layer(gray, "Gray", 5, 4, GRAYA_IMAGE)
gray.add_layer(small)
cells = small.get_pixel_rgn(0, 0, 5, 4)
cells[:, :] = bytes(range(40))
small.flush()
result["gray"] = [small.bpp, small.is_gray, list(small.get_pixel(4, 3)), list(cells[1:3, 1])]
