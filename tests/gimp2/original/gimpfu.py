"""What plugin/gimp2 uses of the original gimpfu: registrations are kept, procedures work on original/gimp.py."""

PF_DRAWABLE, PF_FILE, PF_IMAGE, PF_LAYER, PF_OPTION, PF_SLIDER, PF_STRING, PF_TOGGLE = range(8)
PF_FILENAME, PF_DIRNAME = 8, 9
PDB_INT32, TEMPORARY = 0, 3
ADD_SELECTION_MASK, CHANNEL_OP_INTERSECT = 4, 3
registered = {}


def register(name, blurb, help, author, copyright, date, label, types, params, results, function, menu):
    for text in (name, blurb, help, author, copyright, date, types):
        assert isinstance(text, str), "the original takes no unicode objects"
    for text in (label, menu):
        assert text is None or isinstance(text, str), "the original takes no unicode objects"
    for parameter in params:
        assert parameter[1].replace("_", "").isalnum() and isinstance(parameter[2], str)
    registered[name] = (label, menu, types, params, function)


def main():
    pass


class Procedures(object):
    def __getitem__(self, name):
        return registered[name][-1]

    def gimp_item_is_group(self, item):
        return item.is_group

    def gimp_item_is_layer(self, item):
        return True

    def gimp_item_is_layer_mask(self, item):
        return False

    def gimp_item_get_lock_content(self, item):
        return item.locked

    def gimp_item_set_lock_content(self, item, locked):
        item.locked = locked

    def gimp_item_delete(self, item):
        pass

    def gimp_selection_is_empty(self, image):
        return True

    def gimp_drawable_mask_intersect(self, drawable):
        return (True,) + drawable.selection

    def gimp_drawable_thumbnail(self, drawable, width, height):
        pixels, bpp = drawable.pixels[0], drawable.bpp
        columns = [x * drawable.width // width for x in range(width)]
        starts = [(y * drawable.height // height * drawable.width + x) * bpp for y in range(height) for x in columns]
        data = [value for start in starts for value in pixels[start : start + bpp]]
        return width, height, bpp, len(data), tuple(data)

    def gimp_image_get_color_profile(self, image):
        return len(image.profile), tuple(bytearray(image.profile))

    def gimp_image_get_metadata(self, image):
        return image.metadata

    def gimp_image_get_precision(self, image):
        return image.precision

    def gimp_image_get_item_position(self, image, item):
        return image.layers.index(item)

    def gimp_image_insert_layer(self, image, layer, parent, position):
        image.layers.insert(position, layer)


pdb = Procedures()
