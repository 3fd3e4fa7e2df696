"""What the memory backend does of GIMP's procedures: a function each.

READS leave images as they are (or make new ones); before CHANGES the image is kept for undo.
"""

from gimp_in_memory.calls import (
    channels,
    clipboard,
    colors,
    context,
    deprecated,
    drawables,
    files,
    filling,
    gradients,
    image,
    items,
    kinds,
    layers,
    merging,
    palettes,
    session,
    sizing,
    stacking,
    vectors,
)

READS = {
    **clipboard.READS,
    **image.READS,
    **stacking.READS,
    **kinds.READS,
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
    **deprecated.READS,
}

CHANGES = {
    **filling.CHANGES,
    **clipboard.CHANGES,
    **image.CHANGES,
    **stacking.CHANGES,
    **sizing.CHANGES,
    **merging.CHANGES,
    **kinds.CHANGES,
    **items.CHANGES,
    **layers.CHANGES,
    **channels.CHANGES,
    **drawables.CHANGES,
    **colors.CHANGES,
    **vectors.CHANGES,
    **deprecated.CHANGES,
}
