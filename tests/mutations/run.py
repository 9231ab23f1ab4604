#!/usr/bin/env python3
"""Changes single lines of policy, plan, render and catalogue, and tells what notices.

    tests/mutations/run.py [--count 200] [--seed 1] [--only ROOM] [--list] [--write] [--anew]
    tests/mutations/run.py --join RESULTS...

Takes some hours. A run that was stopped goes on where it was, unless something was committed
since, or with `--anew`. Works in a copy of the last commit below cargo's target folder. A change that does not compile
is not counted. Every other one must be noticed: by the build of an example, which refuses to
write, or by a test. What only a snapshot of the templates shows is counted by itself, since a
person has to read it. Exits 1 if a change that alters a template is noticed by nothing.
`--write` writes docs/mutations.md; `--join` writes it from several runs, of other seeds or of
one room each, by the `results.json` that each left in `mutations` below its target folder.
"""

import argparse
import datetime
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent

# The rooms, each with its share of the changes.
ROOMS = {
    "policy": (["pipeline-core/src/policy"], 0.25),
    "plan": (["pipeline-core/src/plan"], 0.25),
    "render": (["pipeline-core/src/render"], 0.2),
    "catalogue": (
        ["pipeline-core/model/src/catalogue/kinds", "pipeline-core/model/src/catalogue/rules",
         "pipeline-core/model/src/catalogue/artifacts.rs"],
        0.3,
    ),
}

# The tests that are asked of a change which the build of the examples lets pass, the slow ones
# last. What they print of a failure names the test. Those that plant faults in the templates of
# the examples, and those of the comparison of two assemblies, are left out: they try what judges
# a template, not what makes it.
TESTS = [
    ("-p", "pipewright-model"),
    ("-p", "pipewright-syntax", "--test", "cases"),
    ("-p", "pipewright", "--test", "actions", "--test", "kinds", "--test", "scopes",
     "--test", "policies", "--test", "action_types", "--test", "batches", "--test", "limits",
     "--test", "v2", "--test", "repetition", "--test", "projects", "--test", "permissions",
     "--test", "roles", "--test", "shared", "--test", "shared_roles", "--test", "reviews",
     "--test", "beside"),
    # Pipelines that people need, each with the resources that meet the need.
    ("-p", "pipewright", "--test", "needs", "rows::"),
    ("-p", "pipewright", "--test", "access", "reference"),
    ("-p", "pipewright-core", "--", "--skip", "compare::", "--skip", "access::faults"),
]
# Deploys pairs of pipelines in memory, which takes longer than all others: asked where a template
# differs.
PAIRS = ("-p", "pipewright", "--test", "names")
SNAPSHOTS = ("-p", "pipewright", "--test", "templates")

# Texts for people: a change of one lets nobody in and breaks nothing.
FOR_PEOPLE = {"Description", "Metadata", "Tags"}

CALL = re.compile(r'"([a-z0-9-]+):([A-Z][A-Za-z]+)"')
SWAPS = [
    (re.compile(r"\btrue\b"), "false"),
    (re.compile(r"\bfalse\b"), "true"),
    (re.compile(r" == "), " != "),
    (re.compile(r" != "), " == "),
    (re.compile(r"\.is_some\(\)"), ".is_none()"),
    (re.compile(r"\.is_none\(\)"), ".is_some()"),
    (re.compile(r"\bif !"), "if "),
    (re.compile(r" && "), " || "),
    (re.compile(r" \|\| "), " && "),
    (re.compile(r'"(StringEquals|ArnEquals)"'), '"StringLike"'),
    (re.compile(r'"StringNotEquals"'), '"StringEquals"'),
    (re.compile(r"Statement::deny\("), "Statement::allow("),
    (re.compile(r'"Deny"'), '"Allow"'),
    (re.compile(r"=> 1,$"), "=> 2,"),
    (re.compile(r"=> 2,$"), "=> 3,"),
    (re.compile(r"=> 3,$"), "=> 1,"),
]
# A resource that is widened: what follows its last `/` or `:`.
RESOURCE = re.compile(r'("arn:[^"]*[:/])[^":/]*\{[^"]*\}[^"]*"')
NOT_ALONE = re.compile(
    r"^(let|use|pub|//|#|\}|\)|return|break|continue|mod|impl|const|static|type|match|source:|title:|why:|name:)"
)


def balanced(text):
    depth = 0
    for character in re.sub(r'"(\\.|[^"\\])*"', '""', text):
        depth += (character in "([{") - (character in ")]}")
        if depth < 0:
            return False
    return depth == 0


def changes_of(line):
    """Yields (what, the changed line); None stands for a line that goes."""
    text = line.strip()
    if not text or text.startswith(("//", "#", "use ", "mod ")):
        return
    if text.endswith((",", ";")) and balanced(text) and not NOT_ALONE.match(text):
        yield "line removed", None
    for pattern, other in SWAPS:
        if found := pattern.search(line):
            yield f"`{found[0].strip()}` changed", pattern.sub(other, line, count=1)
    for found in CALL.finditer(line):
        other = "DeleteEverything" if found[2] != "DeleteEverything" else "ListEverything"
        yield "another call", line[: found.start()] + f'"{found[1]}:{other}"' + line[found.end():]
        dropped = re.sub(re.escape(found[0]) + r",? ?", "", line, count=1)
        if dropped.strip() not in ("", ","):
            yield "call dropped", dropped
    if RESOURCE.search(line):
        yield "resource widened", RESOURCE.sub(r'\1*"', line, count=1)


def candidates(root, paths):
    for path in paths:
        path = root / path
        for file in sorted(path.rglob("*.rs")) if path.is_dir() else [path]:
            if file.name in ("tests.rs", "mod.rs") and "catalogue" in str(file):
                continue
            if "tests" in file.parts or file.name == "tests.rs":
                continue
            lines = file.read_text().split("\n")
            for number, line in enumerate(lines):
                if line.startswith("#[cfg(test)]"):
                    break
                for what, other in changes_of(line):
                    yield file.relative_to(root), number, what, other


def choose(root, only, count, seed):
    """The changes in the order in which they are tried, room by room, each room's as often as its
    share asks; more of them than are needed, since some do not compile."""
    chosen = []
    for room, (paths, share) in ROOMS.items():
        if only and room != only:
            continue
        every = list(candidates(root, paths))
        random.Random(f"{seed} {room}").shuffle(every)
        wanted = count if only else round(count * share)
        chosen.append((room, wanted, every))
    return chosen


def cargo(root, *words):
    """Starts cargo; what it prints comes through a pipe. Core is not optimised: compiling it for
    each change would take longer than it saves."""
    environment = dict(os.environ, CARGO_INCREMENTAL="1", CARGO_TARGET_DIR=str(root.parent / "target"))
    environment["CARGO_TERM_COLOR"] = "never"
    return subprocess.Popen(
        ["cargo", "--config", "profile.test.package.pipewright-core.opt-level=0", "--locked", *words], cwd=root, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )


def synthesize(root):
    """Builds the examples and gives their files, or None where they do not compile."""
    build = cargo(root, "build", "--quiet", "-p", "examples", "--bin", "synthesize")
    said, _ = build.communicate()
    if build.returncode != 0:
        # What the macro finds in an example is the product noticing the change, too.
        codes = sorted(set(re.findall(r"\[(P\d{3})\]", said)))
        return ("refused", codes) if codes else ("broken", [])
    out = root.parent / "out"
    shutil.rmtree(out, ignore_errors=True)
    run = subprocess.run(
        [root.parent / "target" / "debug" / "synthesize", out], text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )
    if run.returncode != 0:
        return ("refused", ["panic"])
    found = "".join(file.read_text() for file in out.glob("*/findings"))
    if found:
        return ("refused", sorted(set(re.findall(r"\[(P\d{3})\]", found))))
    files = {}
    for file in sorted(out.glob("*/*")):
        if file.name.endswith(".template.json"):
            files[f"{file.parent.name}/{file.name}"] = for_machines(json.loads(file.read_text()))
        elif file.name in ("manifest.json", "deploy.sh"):
            files[f"{file.parent.name}/{file.name}"] = re.sub(
                r'[0-9a-f]{64}', "", file.read_text())
    return ("written", files)


def for_machines(value):
    if isinstance(value, dict):
        return {key: for_machines(item) for key, item in value.items() if key not in FOR_PEOPLE}
    if isinstance(value, list):
        return [for_machines(item) for item in value]
    return value


def failing_test(root, words):
    """The first test that fails: the others need not end."""
    run = cargo(root, "test", *words)
    try:
        for line in run.stdout:
            if failed := re.match(r"test (\S+)( - .*)? \.\.\. FAILED", line):
                os.killpg(run.pid, signal.SIGKILL)
                return failed[1]
    finally:
        run.stdout.close()
        code = run.wait()
    return " ".join(words) if code != 0 else None


def judge(root, base):
    outcome, found = synthesize(root)
    if outcome == "broken":
        return "does not compile", ""
    if outcome == "refused":
        return "stopped by the build", ", ".join(found)
    for words in [*TESTS, *([PAIRS] if found != base else [])]:
        test = failing_test(root, words)
        if test:
            return "stopped by a test", test
    if failing_test(root, SNAPSHOTS):
        if found == base:
            return "for people only", ""
        return "seen by a snapshot only", ""
    return ("no difference", "") if found == base else ("not noticed", "")


def earlier(kept, commit):
    """What an earlier run of the same commit tried: each change with its result, or None where it
    did not compile."""
    try:
        found = json.loads(kept.read_text())
        return found["tried"] if found["commit"] == commit else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def joined(files):
    """What several runs tried, each change once."""
    found = {}
    for file in files:
        for result in json.loads(file.read_text())["tried"].values():
            if result:
                found.setdefault((result["file"], result["what"], result["text"]), result)
    return list(found.values())


def row(result):
    cells = (result["room"], f"{result['file']}:{result['line']}", result["what"],
             result["text"], result["outcome"], result["by"])
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def page(results):
    outcomes = ["stopped by the build", "stopped by a test", "seen by a snapshot only",
                "for people only", "no difference", "not noticed"]
    out = [
        "# Single lines changed", "",
        "What notices when one line of the code that makes policies, plans, templates or the",
        "catalogue is wrong. `tests/mutations/run.py` changes one line at a time, builds every",
        "example, and asks the tests of what the build lets pass. It writes this page.", "",
        f"Last run: {datetime.date.today():%-d %B %Y}, {len(results)} changes, chosen at random.",
        "What a run leaves unnoticed gets a test, and is tried again.", "",
        "- **stopped by the build**: an example does not build; the access checks or a rule refuse it.",
        "- **stopped by a test**: a test that holds the code against a second list or a fact.",
        "- **seen by a snapshot only**: a template differs, and only the checked-in templates show it.",
        "- **for people only**: descriptions, reports or source lines differ, and no resource.",
        "- **no difference**: the examples and the tests come out the same.", "",
        "| room | " + " | ".join(outcomes) + " |",
        "| --- |" + " ---: |" * len(outcomes),
    ]
    for room in ROOMS:
        of_room = [result for result in results if result["room"] == room]
        counts = [sum(result["outcome"] == outcome for result in of_room) for outcome in outcomes]
        out.append(f"| {room} | " + " | ".join(map(str, counts)) + " |")
    out += ["", "Those that neither the build nor a test stops:", "",
            "| room | line | change | text | outcome | by |", "| --- | --- | --- | --- | --- | --- |"]
    out += [row(result) for result in results if not result["outcome"].startswith("stopped")]
    return "\n".join(out) + "\n"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--count", type=int, default=200)
    options.add_argument("--seed", default="1")
    options.add_argument("--only", choices=ROOMS)
    options.add_argument("--list", action="store_true", help="tells the changes, and tries none")
    options.add_argument("--write", action="store_true", help="writes docs/mutations.md")
    options.add_argument("--anew", action="store_true", help="tries again what an earlier run of this commit tried")
    options.add_argument("--join", nargs="+", type=pathlib.Path, metavar="RESULTS", help="writes the page of several runs, and tries nothing")
    options = options.parse_args()

    if options.join:
        (ROOT / "docs" / "mutations.md").write_text(page(joined(options.join)))
        return 0

    if options.list:
        for room, wanted, every in choose(ROOT, options.only, options.count, options.seed):
            print(f"{room}: {wanted} of {len(every)}")
            for file, number, what, other in every[:wanted]:
                text = other if other is not None else (ROOT / file).read_text().split("\n")[number]
                print(f"  {file}:{number + 1}: {what}: {text.strip()}")
        return 0

    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
    work = target / "mutations"
    root = work / "repository"
    shutil.rmtree(root, ignore_errors=True)
    work.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "clone", "--quiet", ROOT, root], check=True)
    # One test asks an oracle, which stands below the target folder.
    subprocess.run([ROOT / "tests" / "oracles" / "install.sh"], cwd=ROOT, check=True)
    (work / "target").mkdir(exist_ok=True)
    if not (work / "target" / "oracles").exists():
        (work / "target" / "oracles").symlink_to(target / "oracles")
    outcome, base = synthesize(root)
    if outcome != "written":
        sys.exit(f"the examples do not build as they are: {outcome} {base}")
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, check=True, text=True,
                            stdout=subprocess.PIPE).stdout.strip()
    kept = work / "results.json"
    tried = {} if options.anew else earlier(kept, commit)
    if not tried:
        for words in [*TESTS, PAIRS, SNAPSHOTS]:
            if test := failing_test(root, words):
                sys.exit(f"`{test}` fails as the code is")
    results = []
    for room, wanted, every in choose(root, options.only, options.count, options.seed):
        done = 0
        for file, number, what, other in every:
            if done == wanted:
                break
            key = f"{file}:{number + 1}: {what}: {other}"
            if key in tried:
                if tried[key] is not None:
                    done += 1
                    results.append(tried[key])
                continue
            path = root / file
            before = path.read_text()
            lines = before.split("\n")
            text = (other if other is not None else lines[number]).strip()
            lines[number:number + 1] = [] if other is None else [other]
            path.write_text("\n".join(lines))
            outcome, by = judge(root, base)
            path.write_text(before)
            if outcome == "does not compile":
                tried[key] = None
                continue
            done += 1
            result = {"room": room, "file": str(file), "line": number + 1, "what": what,
                      "text": f"`{text}`", "outcome": outcome, "by": by}
            tried[key] = result
            results.append(result)
            print(row(result), flush=True)
            kept.write_text(json.dumps({"commit": commit, "tried": tried}, indent=1))
    text = page(results)
    print("\n" + text)
    if options.write:
        (ROOT / "docs" / "mutations.md").write_text(text)
    return 1 if any(result["outcome"] == "not noticed" for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
