"""A curve over sizes as an SVG picture: both axes logarithmic, readable on light and on dark ground."""

from html import escape
from math import floor, log10

Points = list[tuple[int, float]]
WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 60, 240, 20, 40
COLOURS = (
    "#2f6fb5",
    "#b5532f",
    "#2f8f5b",
    "#8f5bb5",
    "#a8811f",
    "#c0457a",
    "#3f9aa8",
    "#6f7f2f",
    "#7a6a5a",
    "#5a7ab0",
    "#b04a4a",
)
"""Of a middle lightness, so that each stands out on white and on black."""
INK = "#808080"


def curve(lines: dict[str, Points]) -> str:
    """``lines``: name -> (releases, ms). The names stand at the ends of their lines, apart where those are near."""
    sizes = sorted({size for points in lines.values() for size, _ms in points})
    spent = [ms for points in lines.values() for _size, ms in points]
    low, high = floor(log10(min(spent))), floor(log10(max(spent))) + 1

    def x(size: int) -> float:
        span = log10(sizes[-1] / sizes[0]) or 1
        return LEFT + (WIDTH - LEFT - RIGHT) * log10(size / sizes[0]) / span

    def y(ms: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (log10(ms) - low) / (high - low)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        "<title>Milliseconds for a page made anew, by releases</title>",
    ]
    for power in range(low, high + 1):
        parts.append(f'<path d="M{LEFT} {y(10**power):.1f}H{WIDTH - RIGHT}" stroke="{INK}" stroke-width="0.5"/>')
        parts.append(_text(LEFT - 8, y(10**power) + 4, f"{10**power:g} ms", INK, "end"))
    parts += [_text(x(size), HEIGHT - BOTTOM + 18, f"{size:,}", INK, "middle") for size in sizes]
    ends = _apart({name: y(points[-1][1]) for name, points in lines.items()})
    for (name, points), colour in zip(lines.items(), COLOURS * (1 + len(lines) // len(COLOURS)), strict=False):
        path = "L".join(f"{x(size):.1f} {y(ms):.1f}" for size, ms in points)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(_text(WIDTH - RIGHT + 10, ends[name] + 4, f"{name}: {points[-1][1]:,.0f} ms", colour, "start"))
    return "\n".join([*parts, "</svg>\n"])


def _apart(heights: dict[str, float], least: float = 15) -> dict[str, float]:
    """The same heights from the top, each at least so far from the one before; what falls off below is moved up."""
    placed: dict[str, float] = {}
    last = -least
    for name in sorted(heights, key=lambda name: heights[name]):
        placed[name] = last = max(heights[name], last + least)
    over = max(0.0, last - (HEIGHT - BOTTOM))
    return {name: height - over for name, height in placed.items()}


def _text(x: float, y: float, said: str, colour: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}">{escape(said)}</text>'
