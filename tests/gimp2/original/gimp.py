"""What plugin/gimp2 uses of the original gimp module, in memory, for any Python.  Whatever else is asked raises."""

said = []
progress = []
labels = []  # of the procedures that are running, the innermost last


def message(text):
    assert isinstance(text, str), "the original takes no unicode objects"
    said.append(text)


def progress_init(text):
    assert isinstance(text, str), "the original takes no unicode objects"


def progress_update(fraction):
    progress.append(fraction)


def displays_flush():
    pass


def install_temp_proc(name, blurb, help, author, copyright, date, label, types, kind, params, results):
    for text in (name, blurb, help, author, copyright, date, label):
        assert isinstance(text, str), "the original takes no unicode objects"
    assert types is None and kind == 3 and params == [(0, "run-mode", "")] and results == []
    labels.append(label)


def uninstall_temp_proc(name):
    labels.pop()


class Image(object):
    def __init__(self, width, height, profile=b"", precision=150, metadata=None):
        self.width, self.height = width, height
        self.profile, self.precision, self.metadata = profile, precision, metadata
        self.filename = "photo.jpg"
        self.layers = []
        self.undo = []

    def undo_group_start(self):
        self.undo.append(["group"] + labels)

    def undo_group_end(self):
        pass


class Layer(object):
    mask = None
    parent = None
    is_group = False
    locked = False

    def __init__(self, image, name, width, height, bpp, data):
        self.image, self.name = image, name
        self.width, self.height, self.bpp = width, height, bpp
        self.pixels = [bytearray(data), bytearray(len(data))]
        self.offsets = (0, 0)
        self.has_alpha = bpp in (2, 4)
        self.is_rgb, self.is_gray = bpp > 2, bpp < 3

    @property
    def selection(self):
        return 3, 5, self.width - 10, self.height - 20

    def get_pixel_rgn(self, x, y, width, height, dirty, shadow):
        assert (x, y, width, height) == (0, 0, self.width, self.height)
        return Region(self, shadow)

    def flush(self):
        pass

    def merge_shadow(self, undo):
        assert undo
        self.image.undo.append(["merge"] + labels)
        x, y, width, height = self.selection
        Region(self, False)[x : x + width, y : y + height] = Region(self, True)[x : x + width, y : y + height]

    def update(self, x, y, width, height):
        pass

    def copy(self):
        return Layer(self.image, self.name, self.width, self.height, self.bpp, self.pixels[0])


class Region(object):
    """The original's: strings of bytes in and out, nothing else."""

    def __init__(self, layer, shadow):
        self.layer, self.shadow = layer, shadow

    def rows(self, key):
        columns, rows = key
        row = self.layer.width * self.layer.bpp
        for y in range(rows.start, rows.stop):
            yield y * row + columns.start * self.layer.bpp, y * row + columns.stop * self.layer.bpp

    def __getitem__(self, key):
        pixels = self.layer.pixels[self.shadow]
        return b"".join(bytes(pixels[start:stop]) for start, stop in self.rows(key))

    def __setitem__(self, key, data):
        assert isinstance(data, bytes), "the original takes strings of bytes only"
        place = 0
        for start, stop in self.rows(key):
            self.layer.pixels[self.shadow][start:stop] = data[place : place + stop - start]
            place += stop - start
        assert place == len(data)
