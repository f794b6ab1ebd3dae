"""The figures of the bench as they stand in ``docs/performance.md``, between two marks, and their picture."""

from pathlib import Path
from typing import Any

from tests.load.drawing import curve
from tests.load.planting import ROOT

DOCUMENT = ROOT / "docs" / "performance.md"
PICTURE = ROOT / "docs" / "performance-growth.svg"
BEGINS, ENDS = "<!-- what make bench wrote -->", "<!-- end of what make bench wrote -->"
Figures = dict[str, Any]


def line(page: Figures) -> str:
    """One page, for who waits before the screen."""
    told = [
        f"{name} {page[name]['ms']:.1f} ms, {page[name]['of bare']:.3f}"
        for name in ("warm", "cold", "naive")
        if name in page
    ]
    return (
        f"{page['name']:<28}{'; '.join(told)}; {page['cold']['queries']} queries, {page['cold']['sql']:.1f} ms in SQL"
    )


def write(all_figures: list[Figures], document: Path = DOCUMENT, picture: Path = PICTURE) -> None:
    """Puts the figures of several sizes, the smallest first, into the document. All else in it stays."""
    said = document.read_text()
    before, _mark, rest = said.partition(BEGINS)
    after = rest.partition(ENDS)[2]
    document.write_text(f"{before}{BEGINS}\n\n{told(all_figures)}\n{ENDS}{after}")
    if len(all_figures) > 1:
        picture.write_text(curve(growth(all_figures)))


def told(all_figures: list[Figures]) -> str:
    last = all_figures[-1]
    parts = [_machine(last), _table(last), _beside(last)]
    if len(all_figures) > 1:
        parts += [_growth(all_figures), "![How long a page takes as the archive grows](performance-growth.svg)\n"]
    return "\n".join([*parts, _acts(all_figures)])


def _machine(figures: Figures) -> str:
    of = figures["machine"]
    return (
        f"Written on {of['day']} on a machine of {of['cores']} cores ({of['processor']}), load {of['load']:.1f}, Python "
        f"{of['python']}, PostgreSQL {of['postgresql']}; {figures['size']:,} releases, {of['gigabytes']:.1f} GB of database.\n"
    )


def _table(figures: Figures) -> str:
    rows = [
        "| page | given again | of the bare view | made anew | of the bare view | queries | in SQL |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for page in figures["pages"]:
        warm, cold = page["warm"], page["cold"]
        rows.append(
            f"| {page['name']} | {_ms(warm['ms'])} | {_ratio(warm['of bare'])} | {_ms(cold['ms'])} | "
            f"{_ratio(cold['of bare'])} | {cold['queries']} | {_ms(cold['sql'])} |"
        )
    return "\n".join([*rows, ""])


def _beside(figures: Figures) -> str:
    rows = [
        "| page | naive site | of the bare view | queries | in SQL | ours made anew answers so many times as many |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for page in figures["pages"]:
        if naive := page.get("naive"):
            rows.append(
                f"| {page['name']} | {_ms(naive['ms'])} | {_ratio(naive['of bare'])} | {naive['queries']} | "
                f"{_ms(naive['sql'])} | {page['cold']['rate'] / naive['rate']:.1f} |"
            )
    return "\n".join([*rows, ""])


def growth(all_figures: list[Figures]) -> dict[str, list[tuple[int, float]]]:
    """Page -> (releases, ms made anew), of the pages that all sizes have."""
    found: dict[str, list[tuple[int, float]]] = {}
    for figures in all_figures:
        for page in figures["pages"]:
            found.setdefault(page["name"], []).append((figures["size"], page["cold"]["ms"]))
    return found


def _growth(all_figures: list[Figures]) -> str:
    sizes = [figures["size"] for figures in all_figures]
    rows = [
        f"| made anew with | {' | '.join(f'{size:,}' for size in sizes)} | the last of the first |",
        f"|---|{'---:|' * (len(sizes) + 1)}",
    ]
    for name, points in growth(all_figures).items():
        told = " | ".join(_ms(ms) for _size, ms in points)
        rows.append(f"| {name} | {told} | {points[-1][1] / points[0][1]:.2f} |")
    return "\n".join([*rows, ""])


def _acts(all_figures: list[Figures]) -> str:
    rows = [
        "| act |" + "".join(f" {figures['size']:,} |" for figures in all_figures),
        f"|---|{'---:|' * len(all_figures)}",
    ]

    def row(name: str, tell: Any) -> None:
        rows.append(f"| {name} | " + " | ".join(tell(figures) for figures in all_figures) + " |")

    built = "built"
    row(
        "releases taken in, a second",
        lambda of: f"{of[built]['releases'] / of[built]['seconds']:,.0f}" if of[built] else "",
    )
    row(
        "the same, of one core's time",
        lambda of: f"{of[built]['releases'] / of[built]['processor seconds']:,.0f}" if of[built] else "",
    )
    row("load of the machine meanwhile", lambda of: f"{of[built]['load']:.1f}" if of[built] else "")
    row("all its processes meanwhile", lambda of: f"{of[built]['megabytes together']:.0f} MB" if of[built] else "")
    row("publishing one release", lambda of: _ms(of["publishing"]["ms"]))
    row(
        "of it in the database",
        lambda of: f"{_ms(of['publishing']['ms in the database'])}, {of['publishing']['queries']} queries",
    )
    row("seen by the next reader", lambda of: "yes" if of["publishing"]["seen at once"] else "no")
    row("first answer of a new process", lambda of: _ms(of["first answer"]))
    if any(figures["megabytes"] for figures in all_figures):
        row("a process after so many requests", lambda of: _memory(of["megabytes"]))
    return "\n".join([*rows, ""])


def _memory(told: Figures) -> str:
    return f"{max(told['workers']):.0f} MB after {told['asked']:,}" if told else ""


def _ms(spent: float) -> str:
    return f"{spent:,.0f} ms" if spent >= 20 else f"{spent:.1f} ms"


def _ratio(of_bare: float) -> str:
    return f"{of_bare:.2f}" if of_bare >= 0.1 else f"{of_bare:.3f}" if of_bare >= 0.001 else f"{of_bare:.5f}"
