"""What runs with the repository's rights: pinned actions, least permissions, nothing of strangers in a shell."""

from __future__ import annotations

import os
import re
import subprocess
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).parent.parent
WORKFLOWS = sorted((PROJECT / ".github/workflows").glob("*.yml"))

# What a job may besides reading the repository, and nothing else. A job that writes runs no code of the repository.
RIGHTS: dict[tuple[str, str], dict[str, str]] = {
    ("fetch.yml", "commit"): {"contents": "write"},
    ("pages.yml", "build"): {"pages": "read"},
    ("pages.yml", "deploy"): {"pages": "write", "id-token": "write"},
    ("release.yml", "attest"): {"id-token": "write", "attestations": "write"},
    ("release.yml", "publish"): {"id-token": "write"},
    ("release.yml", "announce"): {"contents": "write"},
    ("update.yml", "propose"): {"contents": "write", "pull-requests": "write"},
}
# Where a secret may be named: never in a workflow that a pull request starts.
SECRETS = {"mail.yml": {"BRIEFING_MAIL_PASSWORD"}}

Workflow = dict[str, Any]
Rule = Callable[[str, Workflow, str], list[str]]  # file name, what it says, its text: what is wrong


def read(path: Path) -> tuple[str, Workflow, str]:
    text = path.read_text(encoding="utf-8")
    return path.name, yaml.safe_load(text), text


def triggers(workflow: Workflow) -> dict[str, Any]:
    """What starts it. YAML 1.1 takes the key `on` for true."""
    named = workflow[True]
    return named if isinstance(named, dict) else dict.fromkeys([named] if isinstance(named, str) else named)


def steps(workflow: Workflow) -> list[tuple[str, Workflow]]:
    return [(name, step) for name, job in workflow["jobs"].items() for step in job.get("steps", ())]


def scripts(workflow: Workflow) -> list[tuple[str, str]]:
    return [(name, step["run"]) for name, step in steps(workflow) if "run" in step]


def pins_actions(_: str, workflow: Workflow, text: str) -> list[str]:
    """By commit, since a tag can be moved, with the version for whoever reads it (Dependabot renews both)."""
    used = [step["uses"] for _, step in steps(workflow) if "uses" in step]
    used += [job["uses"] for job in workflow["jobs"].values() if "uses" in job]
    pinned = re.findall(r"^\s+(?:- )?uses: ([\w.-]+/[\w./-]+@[0-9a-f]{40}) # v\d+\.\d+\.\d+$", text, re.MULTILINE)
    return [f"{action} is not pinned" for action in used if action not in pinned]


def begins_with_no_rights(_: str, workflow: Workflow, __: str) -> list[str]:
    granted = workflow.get("permissions", "all that the repository grants")
    return [] if granted in ({}, {"contents": "read"}) else [f"the workflow may {granted}"]


def grants_least(name: str, workflow: Workflow, _: str) -> list[str]:
    wrong = []
    for job, said in workflow["jobs"].items():
        granted = said.get("permissions", {})
        if not isinstance(granted, dict):
            wrong.append(f"{job} may {granted}")
            continue
        more = {right: level for right, level in granted.items() if (right, level) != ("contents", "read")}
        if more != RIGHTS.get((name, job), {}):
            wrong.append(f"{job} may {more}")
    return wrong


def writes_without_running_code(_: str, workflow: Workflow, __: str) -> list[str]:
    """A job that can write takes bytes as they were made by one that cannot."""
    return [
        f"{job} may write and runs {run!r}"
        for job, run in scripts(workflow)
        if "write" in workflow["jobs"][job].get("permissions", {}).values()
        and re.search(r"\b(?:make|pip|python3?|npm|npx|node|bash|sh)\b(?! lock)|\.ci/|\.venv|\./", run)
    ]


def keeps_no_credentials(_: str, workflow: Workflow, __: str) -> list[str]:
    return [
        f"{job} leaves the token beside the checkout"
        for job, step in steps(workflow)
        if "actions/checkout@" in step.get("uses", "") and step.get("with", {}).get("persist-credentials") is not False
    ]


def ends(_: str, workflow: Workflow, __: str) -> list[str]:
    return [f"{job} has no timeout" for job, said in workflow["jobs"].items() if said.get("timeout-minutes", 999) > 120]


def names_its_machine(_: str, workflow: Workflow, __: str) -> list[str]:
    return [f"{job} runs on {said['runs-on']}" for job, said in workflow["jobs"].items() if "latest" in said["runs-on"]]


def hands_no_text_to_a_shell(_: str, workflow: Workflow, __: str) -> list[str]:
    """What `${{ }}` holds is put into a script as it is: a branch can be named `$(command)`. Variables are quoted."""
    return [f"{job}: {run!r}" for job, run in scripts(workflow) if "${{" in run]


def fetches_nothing_unpinned(_: str, workflow: Workflow, __: str) -> list[str]:
    loader = re.compile(r"\b(?:curl|wget|npx|pipx|uvx|npm install|pip install|docker)\b")
    return [f"{job}: {run!r}" for job, run in scripts(workflow) if loader.search(run)]


def keeps_strangers_out(name: str, workflow: Workflow, text: str) -> list[str]:
    """A pull request runs without secrets and without rights; nothing runs with both its code and the repository's."""
    events = triggers(workflow)
    wrong = [
        f"is started by {event}" for event in ("pull_request_target", "issue_comment", "issues") if event in events
    ]
    secrets = set(re.findall(r"secrets\.(\w+)", text))
    if secrets - SECRETS.get(name, set()) or "secrets: inherit" in text:
        wrong.append(f"names the secrets {sorted(secrets)}")
    if "pull_request" in events and (secrets or any("write" in str(job) for job in RIGHTS if job[0] == name)):
        wrong.append("is started by a pull request and has secrets or rights")
    if "pull_request" in events and "self-hosted" in str([job["runs-on"] for job in workflow["jobs"].values()]):
        wrong.append("runs a stranger's code on a machine of ours, which outlives the run")
    if "workflow_run" in events and (
        events["workflow_run"].get("branches") != ["main"]
        or not all(
            "github.event.workflow_run.head_repository.full_name == github.repository" in str(job.get("if"))
            for job in workflow["jobs"].values()
        )
    ):
        wrong.append("is started by what ran for a fork")
    return wrong


def takes_no_cache_into_a_release(_: str, workflow: Workflow, __: str) -> list[str]:
    """A cache is what another run left; one that a pull request filled could be found by a release."""
    released = "tags" in (triggers(workflow).get("push") or {})
    return ["takes a cache"] if released and re.search(r"actions/cache@|'cache'", str(workflow)) else []


def makes_what_there_is(_: str, workflow: Workflow, __: str) -> list[str]:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8").replace("$(VENV)", ".venv")
    wrong = []
    for job, run in scripts(workflow):
        targets = re.findall(r"\bmake ([\w./-]+)", run)
        known = {
            target
            for target in targets
            if re.search(rf"^(?:\S+ )*{re.escape(target)}(?: \S+)*:", makefile, re.MULTILINE)
        }
        programs = [program for program in re.findall(r"^\.ci/\w+", run) if not (PROJECT / program).is_file()]
        wrong += [f"{job} runs {missing}" for missing in (*sorted({*targets} - known), *programs)]
    return wrong


RULES: list[Rule] = [
    pins_actions,
    begins_with_no_rights,
    grants_least,
    writes_without_running_code,
    keeps_no_credentials,
    ends,
    names_its_machine,
    hands_no_text_to_a_shell,
    fetches_nothing_unpinned,
    keeps_strangers_out,
    takes_no_cache_into_a_release,
    makes_what_there_is,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflow(path: Path, rule: Rule) -> None:
    assert rule(*read(path)) == []


def test_every_workflow_is_looked_at() -> None:
    assert {path.name for path in (PROJECT / ".github/workflows").iterdir()} == {path.name for path in WORKFLOWS}
    jobs = {(path.name, job) for path in WORKFLOWS for job in read(path)[1]["jobs"]}
    assert set(RIGHTS) <= jobs, "these need no right any more"


def test_an_action_is_the_same_everywhere() -> None:
    used = defaultdict(set)
    for path in WORKFLOWS:
        for action, pin in re.findall(r"uses: ([\w./-]+)@(.+)", path.read_text(encoding="utf-8")):
            used[action].add(pin)
    assert {action: pins for action, pins in used.items() if len(pins) != 1} == {}


# -- the longer scripts, run -------------------------------------------------------------------------------------------


def script_of(name: str, job: str, part: str) -> str:
    """The script of a job in which `part` stands."""
    (found,) = [
        run for where, run in scripts(read(PROJECT / ".github/workflows" / name)[1]) if where == job and part in run
    ]
    return found


def run_as_github_does(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=folder,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("tag", "heading", "notes"),
    [
        ("v1.2.3", "## [1.2.3] - 2026-12-01", "\n- New.\n\n"),
        ("v1.2.4", "## [1.2.3] - 2026-12-01", None),
        ("v1.2.3", "## [Unreleased]", None),
    ],
)
def test_a_release_is_of_its_tag_and_told(tmp_path: Path, tag: str, heading: str, notes: str | None) -> None:
    (tmp_path / "briefing").mkdir()
    (tmp_path / "briefing/__init__.py").write_text('"""Words."""\n\n__version__ = "1.2.3"\n', encoding="utf-8")
    changes = f"# Changelog\n\n{heading}\n\n- New.\n\n## [1.2.2] - 2026-11-01\n\n- Old.\n"
    (tmp_path / "CHANGELOG.md").write_text(changes, encoding="utf-8")
    done = run_as_github_does(script_of("release.yml", "build", "__version__"), tmp_path, GITHUB_REF_NAME=tag)
    assert (done.returncode == 0) == (notes is not None)
    if notes is not None:
        assert (tmp_path / "notes.md").read_text(encoding="utf-8") == notes


def test_a_proposal_holds_lock_files_and_nothing_else(tmp_path: Path) -> None:
    """Whatever the job that ran new packages handed on."""
    script = script_of("update.yml", "propose", "git push")
    origin, checkout, handed_on, programs = (tmp_path / name for name in ("origin", "checkout", "temp", "bin"))
    for name in ("requirements/build.txt", "requirements/web/package-lock.json", "requirements/sbom.py", "Makefile"):
        for root, text in ((checkout, "old\n"), (handed_on, "new\n")):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
    (handed_on / "requirements/evil.txt").write_text("new\n", encoding="utf-8")
    programs.mkdir()
    (programs / "gh").write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    (programs / "gh").chmod(0o755)
    begin = f"""
        git init --quiet --bare '{origin}'
        git init --quiet --initial-branch main
        git remote add origin '{origin}'
        git add .
        git -c user.name=a -c user.email=a@b.example commit --quiet --message old
    """
    environment = {"RUNNER_TEMP": str(handed_on), "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    done = run_as_github_does(f"{begin}\n{script}", checkout, **environment)
    assert done.returncode == 0, done.stderr
    shown = ["git", "-C", str(origin), "show", "--name-only", "--format=", "update/locks"]
    assert subprocess.check_output(shown, text=True).split() == [
        "requirements/build.txt",
        "requirements/web/package-lock.json",
    ]


# -- the rules can fail ------------------------------------------------------------------------------------------------

SOUND = """
on: {push: {branches: [main]}}
permissions: {contents: read}
jobs:
  one:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with: {persist-credentials: false}
      - run: make test
        env: {NAME: "${{ github.ref_name }}"}
"""
PUSHED = "{push: {branches: [main]}}"
HEAD = SOUND.partition("    timeout")[0]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_what_is_sound_passes(rule: Rule) -> None:
    for text in (SOUND, SOUND.replace(PUSHED, "[pull_request]")):
        assert rule("x.yml", yaml.safe_load(text), text) == []


@pytest.mark.parametrize(
    ("rule", "sound", "breach"),
    [
        (pins_actions, "de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2", "v6"),
        (pins_actions, " # v6.0.2", ""),
        (begins_with_no_rights, "permissions: {contents: read}", "name: all"),
        (begins_with_no_rights, "{contents: read}", "write-all"),
        (grants_least, "timeout-minutes: 5", "permissions: {packages: write}"),
        (grants_least, "timeout-minutes: 5", "permissions: write-all"),
        (writes_without_running_code, "timeout-minutes: 5", "permissions: {contents: write}"),
        (keeps_no_credentials, "with: {persist-credentials: false}", "with: {fetch-depth: 0}"),
        (ends, "timeout-minutes: 5", "name: long"),
        (names_its_machine, "ubuntu-24.04", "ubuntu-latest"),
        (hands_no_text_to_a_shell, "make test", 'echo "${{ github.event.issue.title }}"'),
        (fetches_nothing_unpinned, "make test", "pip install build"),
        (keeps_strangers_out, "push:", "pull_request_target:"),
        (keeps_strangers_out, PUSHED, "{workflow_run: {workflows: [test], branches: [main]}}"),
        (keeps_strangers_out, "github.ref_name", "secrets.TOKEN"),
        (keeps_strangers_out, PUSHED, "[pull_request]\nenv: {TOKEN: '${{ secrets.TOKEN }}'}"),
        (keeps_strangers_out, HEAD, HEAD.replace(PUSHED, "[pull_request]").replace("ubuntu-24.04", "self-hosted")),
        (takes_no_cache_into_a_release, "{branches: [main]}}", "{tags: ['v*']}}\nenv: {cache: pip}"),
        (makes_what_there_is, "make test", "make tea"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_breach_is_seen(rule: Rule, sound: str, breach: str) -> None:
    assert sound in SOUND
    broken = SOUND.replace(sound, breach)
    assert rule("x.yml", yaml.safe_load(broken), broken) != []
