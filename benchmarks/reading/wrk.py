"""wrk, and what it says."""

import re
import subprocess
from pathlib import Path
from typing import Any

CONNECTIONS = 16
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


def version() -> str:
    told = subprocess.run(["wrk", "-v"], capture_output=True, text=True, check=False).stdout
    return told.split("[")[0].strip()


def load(
    url: str,
    headers: dict[str, str],
    seconds: int,
    *,
    connections: int = CONNECTIONS,
    script: Path | None = None,
    env: dict[str, str] | None = None,
) -> dict[str, Any]:
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", url]
    if script:
        command += ["-s", str(script)]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=env).stdout
    requests = int(found(told, r"(\d+) requests in"))
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    return {
        "requests": requests,
        "rps": round(float(found(told, r"Requests/sec:\s+([\d.]+)"))),
        "p50_ms": time_of(told, "50%"),
        "p99_ms": time_of(told, "99%"),
        "bytes": round(bytes_of(told) / max(requests, 1)),
        "wrong": int(wrong[1]) if wrong else 0,
    }


def found(told: str, pattern: str) -> str:
    match = re.search(pattern, told)
    if match is None:
        raise SystemExit(f"wrk says nothing of {pattern}:\n{told}")
    return match[1]


def time_of(told: str, quantile: str) -> float:
    number, unit = re.search(rf"{quantile}\s+([\d.]+)(us|ms|s|m)\b", told).groups()  # type: ignore[union-attr]
    return round(float(number) * UNITS[unit], 3)


def bytes_of(told: str) -> float:
    number, unit = re.search(r"requests in [\d.]+\w+, ([\d.]+)([KMG]?B) read", told).groups()  # type: ignore[union-attr]
    return float(number) * 1024 ** ["B", "KB", "MB", "GB"].index(unit)
