"""``measure --against``: compare a look's table with figures measured on the maker's rendering."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import LutError
from .look_files import Source
from .scene_option import scene_weights

if TYPE_CHECKING:
    from ..looks.deviation import Deviation, Pair
    from ..looks.figures_file import Figures
    from ..table import Lut

MOST_NAMED = 6  # entries that a message lists


@dataclass(frozen=True)
class Comparison:
    """One entry of a figures file and our rendering.  scene: of ours, None for a look with one rendering."""

    figures: Figures
    scene: str | None
    table: Lut
    deviation: Deviation


def compare_with_figures(path: str, found: Source, name: str, entry: str | None, asked: str | None) -> list[Comparison]:
    """Compare a look or LUT with its entries in a figures file.

    name: what the look or LUT was called by.  entry: the key of the one entry to compare with.  asked: the scene to
    compare; without it each entry is compared with the rendering for its own scene.  Raises LutError where no entry
    fits.
    """
    from ..looks.deviation import measure_deviation
    from ..looks.figures_file import read_figures

    comparisons = []
    for figures in choose_entries(read_figures(path), path, found, name, entry, asked):
        shown = asked or figures.scene or "day" if found.look.scenes else None
        if shown is not None and shown not in found.look.scenes:
            shown = "day"
        table = found.table(scene_weights(found.look, shown))
        comparisons.append(Comparison(figures, shown, table, measure_deviation(table, figures)))
    return comparisons


def choose_entries(
    known: Mapping[str, Figures], path: str, found: Source, name: str, entry: str | None, asked: str | None
) -> list[Figures]:
    """Return the entries to compare with.  Raises LutError where none fits."""
    if entry is not None:
        if entry not in known:
            raise LutError(f"{path} has no entry {entry!r}: expected one of {join_names(known)}")
        return [known[entry]]
    identifier = found.look.id if found.look.id in {figures.look for figures in known.values()} else Path(name).stem
    fitting = [figures for figures in known.values() if figures.look == identifier]
    if not fitting:
        raise LutError(f"{path} has no figures of {name}: choose an entry with --entry, one of {join_names(known)}")
    if asked:
        keys = [figures.key for figures in fitting]
        fitting = [figures for figures in fitting if figures.scene == asked]
        if not fitting:
            raise LutError(
                f"{path} has no figures of {name} for the scene {asked}: choose an entry with --entry, "
                f"one of {join_names(keys)}"
            )
    return fitting


def join_names(keys: Mapping[str, Any] | list[str]) -> str:
    names = [*keys]
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def format_comparisons(comparisons: list[Comparison]) -> Iterator[str]:
    """Return the lines to print."""
    for comparison in comparisons:
        yield from entry_lines(comparison)
        yield ""
    if len(comparisons) > 1:
        means = [each.deviation.mean for each in comparisons if each.deviation.mean is not None]
        average = f"ΔE2000 {sum(means) / len(means):.2f} on average" if means else "no chart was measured"
        yield f"{len(comparisons)} entries: {average}"


def entry_lines(comparison: Comparison) -> Iterator[str]:
    figures, deviation = comparison.figures, comparison.deviation
    confidence = f", confidence {figures.confidence}" if figures.confidence else ""
    ours = f"our rendering for {comparison.scene}" if comparison.scene else "our rendering"
    yield f"{figures.key}: measured{confidence}; beside {ours}"
    yield from gray_lines(deviation)
    yield from patch_lines(deviation)
    if deviation.charts:
        yield f"  {'chart, ΔE2000':22}{'mean':>8}{'largest':>9}  {'patch':15}{'without the look':>16}"
    for stops, chart in deviation.charts.items():
        largest = f"{chart.mean:8.2f}{chart.patches[chart.worst]:9.2f}  {chart.worst:15}{chart.untouched:16.2f}"
        yield f"  {f'at {stops:+g} EV':22}{largest}"
    if deviation.weights:
        measured, ours = (
            "–" if each is None else ", ".join(f"{share:.2f}" for share in each) for each in deviation.weights
        )
        yield f"  weights of R, G and B codes: measured {measured}; ours {ours}"
    yield summarize(comparison)


def gray_lines(deviation: Deviation) -> Iterator[str]:
    """Format the curve and the tints, a column per luminance, and black and white."""
    curve, tints = deviation.curve_ev, deviation.tints_ab
    yield format_row("gray of luminance Y", (f"{y:g}" for y in curve))
    yield format_row("measured, EV", (f"{pair.measured:+.2f}" for pair in curve.values()))
    yield format_row("ours, EV", (f"{pair.ours:+.2f}" for pair in curve.values()))
    yield format_row("difference, EV", (format_difference(pair) for pair in curve.values()))
    for index, axis in enumerate("ab" if tints else ""):
        yield format_row(
            f"difference, {axis}*", (f"{tints[y].difference[index]:+.1f}" if y in tints else "–" for y in curve)
        )
    if deviation.grays:
        yield format_row("ΔE2000", (f"{deviation.grays[y]:.1f}" if y in deviation.grays else "–" for y in curve))
    for name, pair in (("black", deviation.black_L), ("white", deviation.white_L)):
        difference = format_difference(pair, 1)
        yield f"  {f'{name}, L*':22}measured {pair.measured:.1f}, ours {pair.ours:.1f}, difference {difference}"


def patch_lines(deviation: Deviation) -> Iterator[str]:
    if deviation.chroma:
        chroma_heads = f"{'chroma: measured':>18}{'ours':>7}{'diff.':>8}"
        yield f"  {'patch':22}{chroma_heads}{'hue: measured':>16}{'ours':>8}{'diff.':>8}"
    for name, chroma in deviation.chroma.items():
        hue = deviation.hue[name]
        ours = "–" if hue.ours is None else f"{hue.ours:+.1f}"
        yield (
            f"  {name:22}{chroma.measured:18.2f}{chroma.ours:7.2f}{format_difference(chroma):>8}"
            f"{hue.measured:+16.1f}{ours:>8}{format_difference(hue, 1):>8}"
        )


def format_row(name: str, cells: Iterator[str]) -> str:
    return f"  {name:22}" + "".join(f"{cell:>8}" for cell in cells)


def format_difference(pair: Pair, digits: int = 2) -> str:
    return "–" if pair.difference is None else f"{pair.difference:+.{digits}f}"


def summarize(comparison: Comparison) -> str:
    """Return one line on how near a look is."""
    deviation = comparison.deviation
    curve = f"curve within {deviation.curve:.2f} EV"
    if deviation.worst is None:
        return f"{comparison.figures.key}: {curve}; no chart was measured"
    largest, patch, stops = deviation.worst
    return (
        f"{comparison.figures.key}: ΔE2000 {deviation.mean:.2f} on the chart ({deviation.untouched:.2f} without the "
        f"look), at most {largest:.1f} ({patch} at {stops:+g} EV); {curve}"
    )


def comparison_facts(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as plain numbers and texts, for JSON."""
    figures, deviation = comparison.figures, comparison.deviation
    return {
        "entry": figures.key,
        "scene": comparison.scene,
        "confidence": figures.confidence,
        "curve_ev": pairs_facts(deviation.curve_ev),
        "tints_ab": pairs_facts(deviation.tints_ab),
        "grays_delta_e": {f"{y:g}": off for y, off in deviation.grays.items()},
        "black_L": pair_facts(deviation.black_L),
        "white_L": pair_facts(deviation.white_L),
        "chroma": pairs_facts(deviation.chroma),
        "hue": pairs_facts(deviation.hue),
        "chart_delta_e": {
            f"{stops:+g} EV": {
                "mean": chart.mean,
                "largest": chart.patches[chart.worst],
                "largest_patch": chart.worst,
                "untouched": chart.untouched,
                "patches": chart.patches,
            }
            for stops, chart in deviation.charts.items()
        },
        "weights": None if deviation.weights is None else pair_facts(deviation.weights),
        "mean_delta_e": deviation.mean,
        "untouched_delta_e": deviation.untouched,
        "largest_delta_e": None if deviation.worst is None else deviation.worst[0],
        "largest_curve_ev": deviation.curve,
    }


def pairs_facts(pairs: Mapping[Any, Pair]) -> dict[str, Any]:
    return {key if isinstance(key, str) else f"{key:g}": pair_facts(pair) for key, pair in pairs.items()}


def pair_facts(pair: Pair) -> dict[str, Any]:
    return {"measured": pair.measured, "ours": pair.ours, "difference": pair.difference}
