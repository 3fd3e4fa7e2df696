"""Images, layers, channels and paths through gimp's objects: what they answer, and what they refuse."""

from gimpfu import *

image = gimp.Image(20, 10, RGB)
result["new"] = [image.width, image.height, image.base_type, image.name, image.filename, image.precision, image.dirty]
result["empty"] = [image.layers, image.active_layer, image.active_drawable, image.channels, image.vectors]

layer = gimp.Layer(image, "Layer", 20, 10, RGB_IMAGE, 80, NORMAL_MODE)
image.add_layer(layer, 0)
above = image.new_layer("Layer", offset_x=3, offset_y=-2, alpha=True)
group = gimp.GroupLayer(image, "Group")
image.insert_layer(group)
child = gimp.Layer(image, "Child", 5, 6, RGBA_IMAGE, 100.0, MULTIPLY_MODE)
image.insert_layer(child, group, 0)
result["names"] = [item.name for item in image.layers]
result["of groups"] = [type(group).__name__, [item.name for item in group.layers], child.parent.name, group.parent]
result["layer"] = [
    layer.width,
    layer.height,
    layer.type,
    layer.bpp,
    layer.has_alpha,
    layer.is_rgb,
    layer.opacity,
    layer.mode,
    layer.visible,
    layer.linked,
    layer.offsets,
    layer.mask,
    layer.lock_alpha,
]
result["above"] = [above.name, above.offsets, above.type, above.mode, above.type_with_alpha]
result["active"] = [image.active_layer.name, image.active_drawable == image.active_layer]
above.opacity, above.visible, above.mode, above.name = 12.5, False, SCREEN_MODE, "Renamed"
result["set"] = [above.opacity, above.visible, above.mode, above.name]
copy = above.copy()
result["copy"] = [copy.name, copy.opacity, copy.mode, copy.visible, copy.offsets, copy == above, copy.image == image]
image.add_layer(copy)
second = above.copy(True)
image.add_layer(second, 0)
third = copy.copy()
image.add_layer(third, -1)
result["copies"] = [item.name for item in image.layers]
image.raise_layer(above)
image.lower_layer_to_bottom(copy)
result["order"] = [item.name for item in image.layers]
image.remove_layer(copy)
result["removed"] = [item.name for item in image.layers]

channel = gimp.Channel(image, "Mask", 20, 10, 40.0, (255, 0, 51))
image.add_channel(channel)
result["channel"] = [channel.name, channel.opacity, channel.color[:3], channel.bpp, channel.is_gray, channel.visible]
result["channels"] = [item.name for item in image.channels]
result["active channel"] = [image.active_channel.name, image.active_drawable.name]
image.unset_active_channel()
mask = layer.create_mask(ADD_WHITE_MASK)
layer.add_mask(mask)
result["mask"] = [layer.mask.name, layer.mask.is_layer_mask, layer.apply_mask, layer.edit_mask, layer.show_mask]
result["selection"] = [image.selection.name, image.selection.width, type(image.selection).__name__]

path = gimp.Vectors(image, "Path")
pdb.gimp_image_insert_vectors(image, path, None, 0)
stroke = gimp.VectorsBezierStroke.new_moveto(path, 1, 2)
stroke.lineto(5, 6)
stroke.close()
result["path"] = [path.name, path.image == image, stroke.points, [s.ID for s in path.strokes], len(image.vectors)]

layer.attach_new_parasite("note", PARASITE_PERSISTENT, b"\x00\x01ab")
found = layer.parasite_find("note")
result["parasite"] = [found.name, found.flags, list(found.data), found.is_persistent, found.is_undoable]
result["parasites"] = [list(layer.parasite_list()), layer.parasite_find("none")]
layer.parasite_detach("note")
image.attach_new_parasite("text", 0, "word")
result["image's parasite"] = [
    str(image.parasite_find("text")),
    list(image.parasite_list()),
    list(layer.parasite_list()),
]
guides = [image.add_hguide(3), image.add_vguide(7)]
result["guides"] = [[image.get_guide_orientation(guide), image.get_guide_position(guide)] for guide in guides] + [
    image.find_next_guide(0) == guides[0],
    image.find_next_guide(guides[1]),
]
result["resolution"] = [image.resolution, image.unit]
image.resolution = 72.0, 144.0
result["resolution set"] = image.resolution
twin = image.duplicate()
result["twin"] = [[item.name for item in twin.layers], [item.name for item in twin.channels], twin.name, twin == image]
result["twin's active"] = [twin.active_layer.name, len(twin.vectors), twin.parasite_find("text") is not None]


def refused(call, *values):
    try:
        call(*values)
    except (RuntimeError, TypeError) as problem:
        return type(problem).__name__ in ("RuntimeError", "error", "NoProcedure", "TypeError")
    return False


result["refused"] = [
    refused(pdb.gimp_image_insert_layer, image, layer, None, 0),
    refused(pdb.gimp_image_new, 0, 10, RGB),
    refused(pdb.gimp_image_width, layer),
    refused(pdb.gimp_image_width),
    refused(pdb.gimp_layer_set_opacity, layer, 101),
    refused(image.remove_layer, copy),
    refused(lambda: pdb.gimp_no_such_procedure),
    refused(layer.add_mask, mask),
    refused(pdb.gimp_layer_new, image, 5, 5, GRAY_IMAGE, "x", 100, 0),
    refused(pdb.gimp_image_set_active_layer, twin, layer),
]
result["hasattr"] = [hasattr(pdb, "gimp_image_new"), hasattr(pdb, "gimp_no_such_procedure")]
result["old names"] = [pdb.gimp_drawable_get_name(layer), pdb.gimp_layer_get_visible(layer)]
function = pdb["gimp-image-new"]
result["described"] = [function.nparams, function.nreturn_vals, [p[:2] for p in function.params], function.proc_type]
gimp.delete(twin)
result["gone"] = pdb.gimp_image_is_valid(twin) if False else len([i for i in gimp.image_list() if i == twin])
