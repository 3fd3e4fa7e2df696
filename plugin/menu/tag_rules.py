"""What gives a look a tag: words of its English name and character, and its scenes."""

# By tag: English beginnings of words that say it in a look's name or character.
SAID = {
    "sepia": ("sepia", "brown"),
    "portrait": ("portrait", "skin glows", "natural skin", "soft skin", "quiet skin"),
    "film": ("film", "slide", "negative", "silver halide", "xpan"),
    "cinema": ("cine", "s-cine", "movie", "eternal"),
    "warm": ("warm", "brass", "sepia", "golden", "yellow"),
    "cool": ("cool", "cyan", "teal", "blue,"),
    "matte": ("matte", "faded", "lifted blacks", "blacks turn gray"),
    "vivid": ("vivid", "vibrant", "saturated", "rich", "strong color", "bold", "livel", "colorful", "dense color"),
    "pale": ("pale", "low saturation", "quiet colors", "calm colors", "less color", "little color"),
    "soft": ("soft", "gentle", "smooth", "serenity", "medium contrast"),
    "hard": ("hard", "high contrast", "hi-contrast", "dramatic", "strong contrast", "more contrast", "extreme"),
    "bright": ("bright", "highkey"),
    "dark": ("dark", "deep shadows", "low-key", "dim "),
    "night": ("night",),
    "landscape": ("foliage", "skies", "sky", "greens"),
    "natural": ("natural", "neutral", "standard", "accurate", "truthful", "realistic"),
    "retro": ("classic", "instant", "100 years", "m3", "m9", "in memory", "sepia"),
}
SCENES = {"people": "portrait", "food": "food", "plants": "landscape", "night": "night"}  # what a look has variants for
