#!/usr/bin/env python3
"""Ours and the CDK's synthesis of the same pipelines, pair by pair in one run.

Needs Rust, Python 3.11 or newer, and Node.js 20 or newer with npm; `tests/oracles/install.sh`
has installed the CDK library. Prints the table of docs/performance.md; seconds are the
processor's, of a process with all its children.
"""

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ORACLES = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "oracles"
PAIRS = int(os.environ.get("PAIRS", "5"))

# How a build script is compiled: as cargo does it unless told otherwise, and as the three
# lines of docs/performance.md have it.
BUILDS = {"as it comes": "", "optimised": "[profile.dev.build-override]\nopt-level = 3\n"}

MANIFEST = """[package]
name = "{name}"
version = "0.1.0"
edition = "2024"

[build-dependencies]
{dependency}

[workspace]

{profile}"""


def spent(command, folder, **variables):
    """Seconds of the processor and MiB at the most, of a command and its children."""
    environment = {**os.environ, **{key: str(value) for key, value in variables.items()}}
    for key in ("CARGO_TARGET_DIR", "RUSTFLAGS"):
        if key not in variables:
            environment.pop(key, None)
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=out)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            out.seek(0)
            sys.exit(f"{command} failed in {folder}:\n{out.read().decode()[-4000:]}")
    kib = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return usage.ru_utime + usage.ru_stime, kib / 1024


class Crate:
    """A user's crate with one of the pipelines as its build script, or an empty one."""

    def __init__(self, folder, name, profile="", target=None):
        self.folder = folder
        self.name = folder.name
        self.target = target or folder / "target"
        (folder / "src").mkdir(parents=True)
        (folder / "src" / "lib.rs").write_text("")
        dependency = "" if name == "empty" else f'pipewright = {{ path = "{ROOT}" }}'
        manifest = MANIFEST.format(name=self.name, dependency=dependency, profile=profile)
        (folder / "Cargo.toml").write_text(manifest)
        script = "fn main() {}\n" if name == "empty" else (HERE / f"{name}.rs").read_text()
        (folder / "build.rs").write_text(script)
        # The versions that are tested.
        shutil.copy(ROOT / "Cargo.lock", folder / "Cargo.lock")
        subprocess.run(["cargo", "fetch", "--quiet"], cwd=folder, check=True)
        subprocess.run(
            ["cargo", "metadata", "--offline", "--format-version=1"],
            cwd=folder, check=True, capture_output=True,
        )

    def build(self):
        command = ["cargo", "build", "--offline", "--quiet"]
        return spent(command, self.folder, CARGO_TARGET_DIR=self.target)

    def edit(self):
        """One more line, which cargo notices by its time."""
        script = self.folder / "build.rs"
        time.sleep(0.05)
        script.write_text(script.read_text() + "// Another line.\n")

    def script(self):
        """The build script as cargo runs it, by itself."""
        [binary] = self.target.glob(f"debug/build/{self.name}-*/build-script-build")
        out = self.folder / "debug" / "build" / f"{self.name}-0" / "out"
        shutil.rmtree(self.folder / "debug", ignore_errors=True)
        out.mkdir(parents=True)
        variables = {
            "OUT_DIR": out, "CARGO_MANIFEST_DIR": self.folder, "CARGO_PKG_NAME": self.name,
            "HOST": "-", "TARGET": "-", "PROFILE": "debug",
        }
        return spent([str(binary)], self.folder, **variables)


def cdk(size, out, modules=ORACLES):
    shutil.rmtree(out, ignore_errors=True)
    command = ["node", str(HERE / "app.cjs"), str(modules), size, str(out)]
    return spent(command, HERE, CDK_VALIDATION="false")


def row(what, ours, theirs, target):
    """One line of the table, from pairs of measurements."""
    ours, theirs = list(ours), list(theirs)
    ratios = [other / own for own, other in zip(ours, theirs)]
    show = lambda values: f"{statistics.median(values):.3g}"
    print(f"| {what} | {show(ours)} | {show(theirs)} | {show(ratios)} | {target} |", flush=True)


def synthesis(scratch, crates):
    goals = {("three", "as it comes"): "25 times", ("large", "as it comes"): "5 times", ("large", "optimised"): "20 times"}
    for size in ("three", "large"):
        for build in BUILDS:
            pairs = [(crates[size, build].script(), cdk(size, scratch / "cdk")) for _ in range(PAIRS)]
            what = f"{size}, build script {build}"
            row(f"{what}: seconds", *zip(*[(o[0], t[0]) for o, t in pairs]), goals.get((size, build), ""))
            row(f"{what}: MiB", *zip(*[(o[1], t[1]) for o, t in pairs]), "3 times" if size == "large" else "")


def edits(scratch, crates):
    crate, empty = crates["three", "as it comes"], crates["empty", "as it comes"]
    rounds = []
    for _ in range(PAIRS):
        crate.edit()
        empty.edit()
        rounds.append((crate.build()[0], empty.build()[0], cdk("three", scratch / "cdk")[0]))
    ours, bare, theirs = zip(*rounds)
    row("an edit to fresh templates, and the CDK's app: seconds", ours, theirs, "1.5 times")
    row("the same edit in an empty build.rs: seconds", ours, bare, "at least 0.5 times")


def clean(scratch):
    """From downloaded sources only, to templates."""
    folder = scratch / "packages"
    folder.mkdir()
    versions = json.loads((ROOT / "tests" / "oracles" / "package.json").read_text())["dependencies"]
    wanted = {name: versions[name] for name in ("aws-cdk-lib", "constructs")}
    (folder / "package.json").write_text(json.dumps({"private": True, "dependencies": wanted}))
    cache = f"--cache={scratch / 'npm'}"
    subprocess.run(["npm", "install", "--silent", cache], cwd=folder, check=True)
    rounds = []
    for index in range(max(PAIRS // 2, 1)):
        crate = Crate(scratch / f"clean{index}", "three")
        ours = crate.build()[0]
        shutil.rmtree(folder / "node_modules")
        install = spent(["npm", "ci", "--silent", "--prefer-offline", cache], folder)[0]
        rounds.append((ours, install + cdk("three", scratch / "cdk", folder)[0]))
    row("a clean build, and npm ci with the app: seconds", *zip(*rounds), "")


def main():
    if not (ORACLES / "node_modules" / "aws-cdk-lib").is_dir():
        sys.exit("no CDK library: run tests/oracles/install.sh first")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        crates = {}
        for name in ("three", "large", "empty"):
            for build, profile in BUILDS.items():
                folder = scratch / f"{name}_{build.replace(' ', '_')}"
                # What they depend on is compiled once for all.
                crates[name, build] = Crate(folder, name, profile, scratch / "target")
                crates[name, build].build()
        print(f"\nMedians of {PAIRS} pairs; how many times the CDK's is ours.\n")
        print("| what | ours | CDK | ratio | target |\n| --- | ---: | ---: | ---: | --- |")
        synthesis(scratch, crates)
        edits(scratch, crates)
        clean(scratch)


main()
