"""What the memory backend does of GIMP's procedures: a function each.

READS leave images as they are (or make new ones); before CHANGES the image is kept for undo.
"""

from gimp_backends.memory.calls import (
    channels,
    colors,
    context,
    drawables,
    files,
    gradients,
    image,
    items,
    layers,
    palettes,
    session,
    vectors,
)

READS = {
    **image.READS,
    **items.READS,
    **layers.READS,
    **channels.READS,
    **drawables.READS,
    **colors.READS,
    **context.READS,
    **vectors.READS,
    **palettes.READS,
    **gradients.READS,
    **files.READS,
    **session.READS,
}

CHANGES = {
    **image.CHANGES,
    **items.CHANGES,
    **layers.CHANGES,
    **channels.CHANGES,
    **drawables.CHANGES,
    **colors.CHANGES,
    **vectors.CHANGES,
}
