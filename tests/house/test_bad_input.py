"""What the whole command does with what a paralegal may get wrong; the real program runs in its own process."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import discovery
from discovery.jobs import demo as demo_job
from tests.matters import sample_folder

COMMAND = [sys.executable, "-m", "discovery.cli.main"]


def run(*words: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """One run of the command, with what it printed."""
    return subprocess.run([*COMMAND, *map(str, words)], capture_output=True, text=True, check=False, cwd=cwd)


def test_the_version_is_told() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, f"discovery {discovery.__version__}\n")


@pytest.mark.parametrize("words", [("templates",), ("findings", "--folder"), ("policies", "--folder"), ("check",)])
def test_a_mistyped_folder_is_not_read_as_an_empty_one(words: tuple[str, ...], tmp_path: Path) -> None:
    done = run(*words, tmp_path / "nowhere")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "There is no folder" in done.stderr
    assert "nowhere" in done.stderr


def test_a_file_in_the_place_of_the_record_is_named(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path)
    (folder / "record").write_text("a note")
    done = run("match", folder)
    assert (done.returncode, "record is a file" in done.stderr) == (2, True)


@pytest.mark.parametrize("kind", ["folder", "bytes"])
def test_a_template_that_cannot_be_read_is_not_passed_over(kind: str, tmp_path: Path) -> None:
    folder = sample_folder(tmp_path)
    template = folder / "templates" / "motion-fr-discovery.j2"
    template.parent.mkdir()
    if kind == "folder":
        template.mkdir()
    else:
        template.write_bytes(b"\xff\xfe")
    done = run("draft", folder, "motion-fr-discovery")
    assert done.returncode == 2
    assert ("is a folder" if kind == "folder" else "not UTF-8") in done.stderr
    assert "codec" not in done.stderr
    assert not (folder / "drafts").exists()


def test_the_demo_replaces_nobodys_folder_and_says_both_at_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a-request").mkdir()
    done = run("demo", tmp_path / "a")
    assert done.returncode == 4
    assert done.stderr.count(str(tmp_path / "a")) == 2
    assert list(tmp_path.rglob("*.toml")) == []


@pytest.mark.parametrize("folder", [".", "..", "/"])
def test_the_demo_refuses_the_folders_everything_lies_in(folder: str, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    done = run("demo", folder, cwd=tmp_path / "here")
    assert done.returncode == 4
    assert "Traceback" not in done.stderr


def test_the_demo_under_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "note").write_text("x")
    done = run("demo", tmp_path / "note" / "demo")
    assert (done.returncode, "is a file, not a folder" in done.stderr) == (2, True)


def _interruptible() -> None:
    """Heed Ctrl-C and a closed terminal, which tests run in the background or by nohup would pass on as ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
@pytest.mark.parametrize("seconds", [0.1, 1.5])
def test_an_interrupted_demo_says_so_and_the_next_one_may_begin_again(seconds: float, tmp_path: Path) -> None:
    target = tmp_path / "demo"
    with subprocess.Popen(
        [*COMMAND, "demo", target],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=_interruptible,
    ) as one:
        assert one.stdout is not None
        one.stdout.readline()  # it has begun: before that there is nobody to answer
        time.sleep(seconds)
        one.send_signal(signal.SIGINT)
        _, said = one.communicate()
    assert one.returncode == 130
    assert "Traceback" not in said
    assert "Stopped. No half-written file was left" in said
    assert list(tmp_path.rglob("*.part")) == []
    again = [folder for folder in tmp_path.iterdir() if not (folder / demo_job.MARK).is_file()]
    assert again == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signal")
@pytest.mark.parametrize("way", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_run_that_is_asked_to_end_says_so_and_leaves_nothing(way: str, tmp_path: Path) -> None:
    folder, room = sample_folder(tmp_path), tmp_path / "temporary"
    room.mkdir()
    before = sorted(folder.rglob("*"))
    with subprocess.Popen(
        [*COMMAND, "draft", folder, "motion-preserve", "omnibus", "motion-identification", "fr-case-theory"],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(room)},
        preexec_fn=_interruptible,
    ) as one:
        while not any(room.iterdir()):
            time.sleep(0.01)  # it has begun: before that nothing can be left
        one.send_signal(getattr(signal, way))
        _, said = one.communicate()
    assert (one.returncode, "Stopped. No half-written file was left" in said) == (128 + getattr(signal, way), True)
    assert "Traceback" not in said
    assert list(room.iterdir()) == []
    assert sorted(folder.rglob("*")) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signal")
def test_a_run_asked_to_end_while_it_imports_ends_once_the_module_is_whole(tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text(
        "import os, pathlib, signal, time\n"
        "os.kill(os.getpid(), signal.SIGTERM)\ntime.sleep(0.05)\npathlib.Path('whole').touch()\n"
    )
    program = (
        "import sys, time; sys.path.insert(0, '.'); from discovery.cli.stopping import heed_stopping; "
        "heed_stopping(); import slow; time.sleep(30)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=False)
    assert (done.returncode, (tmp_path / "whole").exists()) == (143, True)


def test_copies_cannot_go_into_a_file(tmp_path: Path) -> None:
    source = sample_folder(tmp_path) / "exhibits" / "dd5.pdf"
    done = run("stamp", source, "--prefix", "A", "--out", source)
    assert (done.returncode, "is a file" in done.stderr, done.stdout) == (2, True, "")


def test_a_missing_file_here_is_said_to_be_missing_here(tmp_path: Path) -> None:
    done = run("new", "smith", "--answers", "answers.toml", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == "Error: There is no file answers.toml in this folder.\n"
    assert list(tmp_path.iterdir()) == []
