#!/usr/bin/env python3
"""What `pipeline!` costs a compiler, beside the same calls of the builder and beside nothing.

    benches/compile/measure.py                  processor time, the least of three runs
    benches/compile/measure.py --instructions   instructions, by valgrind: slow, and the same every time
    benches/compile/measure.py --edit           a changed line in a build script, until its templates are there

Every figure is of `rustc` alone, with the flags that cargo gives it: those of a build
script, or with `--optimised` those of a release build's `main`."""

import argparse
import os
import re
import shlex
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from pipelines import FORMS, Shape

CHECKOUT = Path(__file__).resolve().parents[2]
SHAPES = [
    Shape(actions, accounts, expressions)
    for expressions in (False, True)
    for accounts in (1, 20)
    for actions in (10, 100, 1000)
]
SHAPES += [Shape(1000, 500)]


def probe(folder, target, script, main=""):
    """A crate that depends on this checkout, in its build script and in its `main`."""
    (folder / "src").mkdir(parents=True, exist_ok=True)
    dependency = f'pipewright = {{ path = "{CHECKOUT}" }}\n'
    (folder / "Cargo.toml").write_text(
        '[package]\nname = "probe"\nversion = "0.1.0"\nedition = "2024"\n\n'
        f"[build-dependencies]\n{dependency}\n[dependencies]\n{dependency * bool(main)}\n[workspace]\n"
    )
    shutil.copy(CHECKOUT / "Cargo.lock", folder)
    (folder / "build.rs").write_text(script)
    (folder / "src/main.rs").write_text(main or "fn main() {}\n")
    return {**os.environ, "CARGO_TARGET_DIR": str(target)}


def rustc(work, target, optimised):
    """The command that cargo compiles a build script with, or an optimised `main`."""
    folder = work / "probe"
    env = probe(folder, target, "fn main() {}\n", "fn main() {}\n")
    profile = ["--release"] if optimised else []
    (folder / ("src/main.rs" if optimised else "build.rs")).touch()
    build = ["cargo", "build", "-v", *profile]
    said = subprocess.run(build, cwd=folder, env=env, text=True, capture_output=True, check=True)
    source = "src/main.rs" if optimised else " build.rs"
    line = next(l for l in said.stderr.splitlines() if "Running `" in l and f"{source} " in l)
    words = iter(shlex.split(line.split("Running `", 1)[1].rstrip("`")))
    command = []
    for word in words:
        follower = next(words) if word in ("-C", "--out-dir") else None
        if word in ("src/main.rs", "build.rs"):
            word = str(work / "measured.rs")
        if word == "--out-dir":
            follower = str(work)
        if not (follower or "").startswith("incremental="):
            command += [word] + [follower] * (follower is not None)
    return command


def cost(command, instructions):
    """What one run takes: seconds of the processor, linker and all, or giga-instructions."""
    if instructions:
        valgrind = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
        said = subprocess.run(valgrind + command, text=True, capture_output=True, check=True)
        return int(re.search(r"I +refs: +([\d,]+)", said.stderr)[1].replace(",", "")) / 1e9
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"fails: {shlex.join(command)}")
    return used.ru_utime + used.ru_stime


def table(arguments, work, target):
    command = rustc(work, target, arguments.optimised)
    print("| pipeline | empty | builder | macro | macro / builder | macro, an action |")
    print("| --- | --: | --: | --: | --: | --: |")
    for shape in SHAPES:
        if shape.actions > arguments.most or not (arguments.only or "") in str(shape):
            continue
        forms = {form: text for form, text in FORMS.items() if form in arguments.forms}
        least = dict.fromkeys(FORMS, float("nan")) | dict.fromkeys(forms, float("inf"))
        # Pair by pair, so that what else the machine does falls on all alike.
        for _ in range(1 if arguments.instructions else arguments.runs):
            for form, text in forms.items():
                (work / "measured.rs").write_text(text(shape))
                least[form] = min(least[form], cost(command, arguments.instructions))
        empty, builder, macro = least["empty"], least["builder"], least["macro"]
        each = (macro - empty) / shape.actions * 1000
        figures = f"{empty:.2f} | {builder:.2f} | {macro:.2f} | {macro / builder:.2f} | {each:.2f} m"
        print(f"| {shape} | {figures} |", flush=True)


def edit(arguments, work, target):
    """A line of a build script is changed, and cargo builds until the templates are there."""
    reference = CHECKOUT / "examples/reference-architecture"
    scripts = {
        "empty": "fn main() { println!(\"cargo::rerun-if-changed=build.rs\"); }\n",
        "linked": 'fn main() { let _ = pipewright::Pipeline::builder("empty").build(); }\n',
        "reference": (reference / "build.rs").read_text(),
    }
    taken = {name: [] for name in scripts}
    for turn in range(arguments.runs + 1):
        for name, script in scripts.items():
            folder = work / name
            env = probe(folder, target / name, script)
            shutil.copy(reference / "buildspec.yml", folder)
            changed = script.replace("sample-lambda", f"sample-{turn}") + f"// {turn}\n"
            (folder / "build.rs").write_text(changed)
            begun = time.monotonic()
            before = os.times()
            subprocess.run(["cargo", "build", "--quiet"], cwd=folder, env=env, check=True)
            after = os.times()
            if turn:  # the first one builds what it depends on
                used = after.children_user + after.children_system
                used -= before.children_user + before.children_system
                taken[name].append((time.monotonic() - begun, used))
    for index, what in enumerate(["wall", "processor"]):
        median = {name: statistics.median(t[index] for t in taken[name]) for name in scripts}
        said = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in median.items())
        over = ", ".join(
            f"{median['reference'] / median[name]:.2f} times {name}" for name in ("empty", "linked")
        )
        print(f"{what}: {said}; reference is {over}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--instructions", action="store_true")
    parser.add_argument("--optimised", action="store_true")
    parser.add_argument("--edit", action="store_true")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--most", type=int, default=1000, help="actions, at most")
    parser.add_argument("--forms", nargs="+", default=list(FORMS), choices=list(FORMS))
    parser.add_argument("--only", help="pipelines that are called so, in part")
    arguments = parser.parse_args()
    target = Path(os.environ.get("CARGO_TARGET_DIR", CHECKOUT / "target")) / "compile"
    with tempfile.TemporaryDirectory() as work:
        (edit if arguments.edit else table)(arguments, Path(work), target)


if __name__ == "__main__":
    main()
