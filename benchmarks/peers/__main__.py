"""Install the other readers into the throw-away folder."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv

from benchmarks.peers.places import HERE, MODULES, PLACE, PYTHON


def main() -> None:
    """Install those for Python and the one for node, each as far as it goes."""
    venv.create(PLACE, with_pip=True, clear=True)
    pip: list[str] = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "--only-binary",
        ":all:",
    ]
    tried = [subprocess.run([*pip, "-r", str(HERE / "requirements.txt")], check=False)]
    npm = shutil.which("npm")
    if npm is not None:
        MODULES.parent.mkdir(exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, MODULES.parent / name)
        command: list[str] = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        tried.append(subprocess.run(command, cwd=MODULES.parent, check=False))
    sys.exit(max(each.returncode for each in tried))


if __name__ == "__main__":
    main()
