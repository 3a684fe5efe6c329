"""Runs the shell steps of action.yml on a path, as a runner of GitHub does.

Usage: action.py FOLDER PATH. Wheels are taken from FOLDER/wheels. Ends with the
exit code of the first step that fails.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

import yaml

folder, path = pathlib.Path(sys.argv[1]), sys.argv[2]
root = pathlib.Path(__file__).parent.parent
action = yaml.safe_load((root / "action.yml").read_text())

runner = folder / "runner"
shutil.rmtree(runner, ignore_errors=True)
runner.mkdir()
source = runner / "source"  # pip builds where the source is
source.mkdir()
shutil.copy(root / "pyproject.toml", source)

values = {f"inputs.{name}": str(given["default"]) for name, given in action["inputs"].items()}
values |= {"inputs.path": path, "github.action_path": str(source)}


def expand(text):
    """The text with every `${{ … }}` in it replaced."""
    return re.sub(r"\$\{\{ *(\S+) *\}\}", lambda match: values[match[1]], text)


for step in action["runs"]["steps"]:
    if "run" not in step:
        continue  # the upload needs GitHub
    output = runner / "output"
    output.touch()
    environment = {name: expand(value) for name, value in step.get("env", {}).items()}
    environment |= {"RUNNER_TEMP": str(runner), "GITHUB_OUTPUT": str(output), "PIP_FIND_LINKS": str(folder / "wheels")}
    print(f"-- {step['name']}", flush=True)
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    code = subprocess.run(command, cwd=root, env=os.environ | environment, check=False).returncode
    if code != 0:
        sys.exit(code)
    for line in output.read_text().splitlines():
        name, value = line.split("=", 1)
        values[f"steps.{step.get('id')}.outputs.{name}"] = value
    output.unlink()

sarif = pathlib.Path(values["steps.check.outputs.sarif"])
assert sarif.stat().st_size > 0, "no SARIF was written"
