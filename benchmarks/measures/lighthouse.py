"""What does Lighthouse say of a page that is served on loopback, on the telephone and the slow line it imagines?"""

from __future__ import annotations

import json
import os
import subprocess

from benchmarks.measures.tools import BROWSER_ARGUMENTS, find_browser, find_lighthouse, find_node

TRIES = 3  # the first answers of a browser that has just begun are at times late, which is not the page's fault
GOOD = 0.9  # Lighthouse shows an audit in green from here


def score(url: str) -> tuple[dict[str, int], list[str]]:
    """Scores of 0 to 100 by category, each the best of up to TRIES runs, and the audits that cost points, in words."""
    best: dict[str, int] = {}
    lost: list[str] = []
    for _ in range(TRIES):
        report = _run(url)
        found = {name: round(100 * (each["score"] or 0)) for name, each in report["categories"].items()}
        if sum(found.values()) > sum(best.values()):
            best, lost = found, _lost(report)
        if set(best.values()) == {100}:
            break
    return best, lost


def _run(url: str) -> dict:
    flags = " ".join(("--headless", *BROWSER_ARGUMENTS))
    command = [find_node(), str(find_lighthouse()), url, "--quiet", "--output=json", "--output-path=stdout"]
    command += ["--form-factor=mobile", "--no-enable-error-reporting", f"--chrome-flags={flags}"]
    ran = subprocess.run(
        command, env={**os.environ, "CHROME_PATH": find_browser()}, capture_output=True, check=True, timeout=180
    )
    return json.loads(ran.stdout)


def _lost(report: dict) -> list[str]:
    told = []
    for name, category in report["categories"].items():
        audits = [report["audits"][each["id"]] for each in category["auditRefs"] if each["weight"]]
        missed = [audit for audit in audits if audit["score"] is not None and audit["score"] < GOOD]
        told += [f"{name}: {audit['title']} {audit.get('displayValue', '')}".strip() for audit in missed]
    return told
