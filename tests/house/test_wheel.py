"""The wheel carries templates, exhibits and data, and the demo runs from it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.wheel
def test_the_demo_runs_from_the_built_wheel(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(tmp_path / "dist"), str(ROOT)], check=True
    )
    (wheel,) = (tmp_path / "dist").glob("discovery-*.whl")
    site = tmp_path / "site"
    subprocess.run([*pip, "install", "--no-deps", "--no-index", "--target", str(site), str(wheel)], check=True)

    code = "import discovery, sys; print(discovery.__file__); from discovery.cli.main import main; main()"
    run = subprocess.run(
        [sys.executable, "-c", code, "demo", str(tmp_path / "out" / "demo")],
        env={"PYTHONPATH": str(site), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.startswith(str(site))
    assert (tmp_path / "out" / "demo" / "productions" / "VOL001").is_dir()
