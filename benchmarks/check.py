"""Holds the newest run of `./run bench reads` to benchmarks/targets.toml; says no by its exit code.

./run bench check            # a line a target
./run bench check --write    # and the table and chart of docs/benchmarks.md
"""

import argparse
import json
import statistics
import sys
import tomllib
from math import log10
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks/results/reads.jsonl"
PAGE = ROOT / "docs/benchmarks.md"
CHART = ROOT / "docs/images/benchmarks.svg"
BEGIN, END = "<!-- made by ./run bench check --write -->", "<!-- end -->"
WHO = ("nginx", "server alone", "newsroom", "isso")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    lines = newest([json.loads(line) for line in RESULTS.read_text().splitlines()])
    targets = tomllib.loads((ROOT / "benchmarks/targets.toml").read_text())["target"]
    verdicts = [verdict(target, lines) for target in targets]
    print("\n".join(f"{'ok  ' if held else 'FAIL'} {text}" for held, text in verdicts))
    if given.write:
        write(lines, verdicts)
    sys.exit(not all(held for held, _ in verdicts))


def newest(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of the last run that took turns."""
    run = [line["run"] for line in lines if "turn" in line][-1]
    return [line for line in lines if line["run"] == run]


def median(lines: list[dict[str, Any]], who: str, case: str, figure: str) -> float | None:
    found = [line[figure] for line in lines if (line["who"], line["case"]) == (who, case)]
    return statistics.median(found) if found else None


def verdict(target: dict[str, Any], lines: list[dict[str, Any]]) -> tuple[bool, str]:
    """Whether it is held, and a line that says so. One that was not measured is not held."""
    of, over = (
        median(lines, target[side], target["case"], target["figure"]) for side in ("of", "over")
    )
    if of is None or not over:
        return False, f"{target['says']}: not measured"
    ratio = of / over
    held = target.get("at_least", 0) <= ratio <= target.get("at_most", float("inf"))
    bound = f"≥ {target['at_least']}" if "at_least" in target else f"≤ {target['at_most']}"
    return held, f"{target['says']}: {ratio:.2f} ({bound})"


def write(lines: list[dict[str, Any]], verdicts: list[tuple[bool, str]]) -> None:
    before, _, rest = PAGE.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    held = "\n".join(f"- {'held' if ok else '**not held**'}: {text}" for ok, text in verdicts)
    body = f"Run of {lines[0]['run']}.\n\n{table(lines)}\n\n{held}"
    PAGE.write_text(f"{before}{BEGIN}\n{body}\n{END}{after}")
    CHART.write_text(chart(lines))


def table(lines: list[dict[str, Any]]) -> str:
    rows = ["| Case | Who | requests/s | server µs | p99 ms | bytes |", "|---|---|--:|--:|--:|--:|"]
    for case in cases(lines):
        for who in WHO:
            figures = [median(lines, who, case, f) for f in ("rps", "cpu_us", "p99_ms", "bytes")]
            if None not in figures:
                rps, cpu, p99, size = figures
                rows.append(
                    f"| {case} | {who} | {rps:,.0f} | {cpu:.0f} | {p99:.1f} | {size:,.0f} |"
                )
    return "\n".join(rows)


def cases(lines: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(line["case"] for line in lines if "rps" in line and "turn" in line))


def chart(lines: list[dict[str, Any]]) -> str:
    """Server microseconds a request, a bar each: what holds on a machine that others use too."""
    bars = [
        (f"{case}, {who}", cost, who)
        for case in cases(lines)
        for who in WHO
        if (cost := median(lines, who, case, "cpu_us")) is not None
    ]
    longest = max((cost for _, cost, _ in bars), default=1)
    colours = {
        "nginx": "#8a8f98",
        "server alone": "#5b7083",
        "newsroom": "#0b6bcb",
        "isso": "#c26a1b",
    }
    drawn = []
    for number, (label, cost, who) in enumerate(bars):
        y = 30 + 22 * number
        # Isso takes a thousand times as long: the scale is that of logarithms.
        width = 360 * _log(cost) / _log(longest)
        drawn.append(
            f'<text x="190" y="{y + 12}" text-anchor="end">{label}</text>'
            f'<rect x="200" y="{y}" width="{width:.0f}" height="16" fill="{colours[who]}"/>'
            f'<text x="{206 + width:.0f}" y="{y + 12}">{cost:,.0f} µs</text>'
        )
    height = 50 + 22 * len(bars)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 {height}" '
        'font-family="system-ui, sans-serif" font-size="12" fill="#333">'
        '<text x="200" y="18">Server time for a request (logarithmic)</text>'
        f"{''.join(drawn)}</svg>\n"
    )


def _log(cost: float) -> float:
    return log10(max(cost, 1) * 2)


if __name__ == "__main__":
    main()
