"""Film grain simulated directly: one disk after the other, in continuous coordinates, with numpy's own random numbers.

After Newson, Delon and Galerne (2017): an independent oracle for ``lut.looks.finish.grain``.
"""

import numpy as np

LAYERS = 4
SPREAD = 0.5
FINE = 12  # samples across a pixel


def simulate(rng, tone, diameter, side):
    """(side, side) float64: how much of each pixel lies under silver, where tone of the plane does on average."""
    middle = diameter / 2 * np.exp(-(SPREAD**2) / 2)
    mean_area = np.pi * middle**2 * np.exp(2 * SPREAD**2)
    margin = 3 * diameter
    y, x = (np.mgrid[: side * FINE, : side * FINE] + 0.5) / FINE
    silver = np.zeros((LAYERS, side * FINE, side * FINE), dtype=bool)
    for layer in silver:
        count = rng.poisson(-np.log(1 - tone) / mean_area * (side + 2 * margin) ** 2)
        centers = rng.uniform(-margin, side + margin, (count, 2))
        for (down, across), radius in zip(centers, middle * np.exp(SPREAD * rng.standard_normal(count)), strict=True):
            rows = slice(max(int((down - radius) * FINE), 0), max(int((down + radius) * FINE) + 2, 0))
            columns = slice(max(int((across - radius) * FINE), 0), max(int((across + radius) * FINE) + 2, 0))
            layer[rows, columns] |= (x[rows, columns] - across) ** 2 + (y[rows, columns] - down) ** 2 <= radius**2
    return silver.mean(axis=0).reshape(side, FINE, side, FINE).mean(axis=(1, 3))


def noise_power(fields, bands=6):
    """(bands,) mean noise power by spatial frequency, up to half a cycle per pixel, of fields (count, side, side)."""
    side = fields.shape[-1]
    power = (np.abs(np.fft.fft2(fields)) ** 2).mean(axis=0) / side**2
    frequency = np.hypot(np.fft.fftfreq(side)[:, None], np.fft.fftfreq(side))
    band = np.ceil(frequency / 0.5 * bands)
    return np.array([power[band == number].mean() for number in range(1, bands + 1)])


def skewness(values):
    away = values - values.mean()
    return (away**3).mean() / (away**2).mean() ** 1.5
