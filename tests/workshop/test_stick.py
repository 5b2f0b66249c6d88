"""What goes on a stick: which wheels for which computer, each once, and all of it checked."""

import hashlib
import json
import subprocess
import sys
import zipfile

import pytest

from klantlib.client.places import CHECKOUT
from klantlib.workshop.stick import filling
from klantlib.workshop.stick.__main__ import main
from klantlib.workshop.stick.filling import FILES, PROGRAM, SUMS, WHEELS, fill, tracked
from klantlib.workshop.stick.locked import locked, needed
from klantlib.workshop.stick.targets import PYTHONS, Target, chosen, platforms, targets
from klantlib.workshop.stick.wheels import NoWheel, folder_of, gather, serving

HASH = hashlib.sha256(b"a wheel").hexdigest()
LOCK = f"""pure==1.0 \\
    --hash=sha256:{HASH}
fast==2.1 \\
    --hash=sha256:{HASH} \\
    --hash=sha256:{"0" * 64}
appnope==1.0.0 ; sys_platform == 'darwin' \\
    --hash=sha256:{HASH}
pywinpty==3.1 ; os_name == 'nt' \\
    --hash=sha256:{HASH}
sieve==2.10 ; python_full_version < '3.11.5' \\
    --hash=sha256:{HASH}
sieve==4.1 ; python_full_version >= '3.11.5' \\
    --hash=sha256:{HASH}
intel==25.1 ; platform_machine == 'x86_64' and sys_platform == 'darwin' \\
    --hash=sha256:{HASH}
intel==26.2 ; platform_machine != 'x86_64' or sys_platform != 'darwin' \\
    --hash=sha256:{HASH}
"""
WINDOWS = {"windows": "win_amd64", "linux": "manylinux_2_17_x86_64.manylinux2014_x86_64"}
MACS = {"macos-arm64": "macosx_11_0_arm64", "macos-x86_64": "macosx_10_13_x86_64"}


def target(platform, python="3.12"):
    return Target(platforms()[platform], python)


def wheel(one, wanted):
    """What an index would give: `fast` is built for each computer, the rest serves all."""
    if one.name != "fast":
        return f"{one.name}-{one.version}-py3-none-any.whl"
    series = "cp" + wanted.python.replace(".", "")
    return f"fast-2.1-{series}-{series}-{(WINDOWS | MACS)[wanted.platform.key]}.whl"


@pytest.fixture
def index():
    """A stand-in for the index: keeps what it was asked."""

    class Index:
        def __init__(self):
            self.asked = []

        def __call__(self, batch, wanted, folder):
            names = [one.name for one in batch]
            assert len(names) == len(set(names)), "pip takes one version of a package at a time"
            self.asked += [(wanted.platform.key, wanted.python, one.pinned) for one in batch]
            for one in batch:
                (folder / wheel(one, wanted)).write_bytes(b"a wheel")

    return Index()


def pinned(platform, python="3.12"):
    return [one.pinned for one in needed(locked(LOCK), target(platform, python))]


def test_a_marker_is_judged_for_the_computer_that_the_stick_is_for():
    """appnope for Macs, pywinpty for Windows; on Linux neither, though the stick is filled there."""
    assert "appnope==1.0.0" in pinned("macos-arm64") and "appnope==1.0.0" not in pinned("linux")
    assert "pywinpty==3.1" in pinned("windows") and "pywinpty==3.1" not in pinned("macos-x86_64")


def test_a_mac_with_another_processor_takes_another_version():
    """Of `intel` the old one serves Macs with an Intel processor, the new one all others."""
    assert "intel==25.1" in pinned("macos-x86_64") and "intel==26.2" in pinned("macos-arm64")


def test_every_release_of_a_python_finds_what_it_needs():
    """3.11.4 takes another `sieve` than 3.11.9: both come along; 3.12 needs the later one only."""
    assert {"sieve==2.10", "sieve==4.1"} <= set(pinned("linux", "3.11"))
    assert "sieve==2.10" not in pinned("linux", "3.12")


def test_each_wheel_lies_on_the_stick_once(tmp_path, index):
    """Two Pythons on Linux and on Windows: four wheels of `fast`, one of each other package."""
    wanted = [target(platform, python) for platform in ("linux", "windows") for python in ("3.12", "3.13")]
    found = [path.relative_to(tmp_path).as_posix() for path in gather(locked(LOCK), wanted, tmp_path, index)]
    assert sum(name.startswith("any/") for name in found) == len({name for name in found if name.startswith("any/")})
    assert sorted(name for name in found if "fast" in name) == [
        "linux/fast-2.1-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
        "linux/fast-2.1-cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
        "windows/fast-2.1-cp312-cp312-win_amd64.whl",
        "windows/fast-2.1-cp313-cp313-win_amd64.whl",
    ]
    assert [name for _, _, name in index.asked].count("pure==1.0") == 1


def test_what_lies_there_already_is_not_fetched_again(tmp_path, index):
    """A stick that is filled a second time asks nothing."""
    gather(locked(LOCK), [target("linux")], tmp_path, index)
    index.asked.clear()
    gather(locked(LOCK), [target("linux")], tmp_path, index)
    assert index.asked == []


def test_a_package_without_a_wheel_is_named_with_the_computer(tmp_path):
    """Nothing came: the first package, the platform and the Python are told."""
    with pytest.raises(NoWheel, match=r"macos-arm64, Python 3\.12: pure==1\.0"):
        gather(locked(LOCK), [target("macos-arm64")], tmp_path, lambda *_: None)


@pytest.mark.parametrize(
    ("name", "platform", "serves"),
    [
        ("fast-2.1-cp312-cp312-macosx_11_0_arm64.whl", "macos-arm64", True),
        ("fast-2.1-cp312-cp312-macosx_11_0_arm64.whl", "macos-x86_64", False),
        ("fast-2.1-cp312-cp312-macosx_14_0_arm64.whl", "macos-arm64", False),  # newer than the oldest Mac we serve
        ("fast-2.1-cp312-cp312-macosx_10_13_universal2.whl", "macos-x86_64", True),
        ("fast-2.1-cp39-abi3-win_amd64.whl", "windows", True),
        ("fast-2.1-cp312-cp312-win_arm64.whl", "windows", False),
        ("fast-2.1-cp311-cp311-win_amd64.whl", "windows", False),
        ("fast-2.1-cp312-cp312-manylinux_2_34_x86_64.whl", "linux", False),
        ("fast-2.1-cp312-cp312-manylinux2014_x86_64.whl", "linux", True),
        ("fast-2.2-cp312-cp312-manylinux2014_x86_64.whl", "linux", False),
        ("other-2.1-py3-none-any.whl", "linux", False),
    ],
)
def test_a_wheel_serves_the_computers_that_its_name_says(tmp_path, name, platform, serves):
    """Processor, age of the system, Python and version all have to fit."""
    fast = next(one for one in locked(LOCK) if one.name == "fast")
    assert (serving(fast, target(platform), [tmp_path / name]) is not None) == serves


def test_the_most_fitting_wheel_is_taken(tmp_path):
    """Built for this Python goes before built for any."""
    files = [tmp_path / "fast-2.1-py3-none-any.whl", tmp_path / "fast-2.1-cp312-cp312-win_amd64.whl"]
    fast = next(one for one in locked(LOCK) if one.name == "fast")
    assert serving(fast, target("windows"), files) == files[1]
    assert serving(fast, target("linux"), files) == files[0]


def test_a_wheel_for_both_kinds_of_mac_has_a_folder_of_its_own():
    """universal2 serves Apple's processors and Intel's."""
    assert folder_of("lxml-6.1.3-cp312-cp312-macosx_10_13_universal2.whl") == "macos"
    assert folder_of("a-1-cp312-cp312-macosx_11_0_arm64.whl") == "macos-arm64"


def test_macos_is_both():
    """Names may be chosen; an unknown one is refused."""
    assert [one.key for one in chosen(["macos"])] == ["macos-arm64", "macos-x86_64"]
    assert [one.key for one in chosen([])] == list(platforms())
    with pytest.raises(LookupError):
        chosen(["amiga"])


def test_a_lock_line_that_is_none_is_refused():
    """A line without hashes is not what pip would check."""
    with pytest.raises(ValueError, match="pure"):
        locked("pure==1.0\n")


def test_the_locks_own_lines_are_all_understood():
    """Every package of requirements.lock, and markers for every computer that a stick serves."""
    packages = locked((CHECKOUT / "requirements.lock").read_text(encoding="utf-8"))
    assert len(packages) > 140
    for wanted in targets(platforms().values()):
        names = [one.name for one in needed(packages, wanted)]
        assert {"jupyterlab", "pandas", "ipywidgets", "setuptools"} <= set(names)
        assert ("pywinpty" in names) == (wanted.platform.key == "windows")
        assert ("appnope" in names) == wanted.platform.key.startswith("macos")


# ---- the whole stick ----


@pytest.fixture
def stick(tmp_path, index, monkeypatch):
    """A stick for Linux and Windows, of the small lock and two files of the program."""
    lock = tmp_path / "checkout" / "requirements.lock"
    lock.parent.mkdir()
    lock.write_text(LOCK, encoding="utf-8")
    (lock.parent / "install.py").write_text("print('installed')", encoding="utf-8")
    monkeypatch.setattr(filling, "CHECKOUT", lock.parent)
    fill(tmp_path / "stick", chosen(["linux", "windows"]), files=["install.py", "requirements.lock"], fetch=index)
    return tmp_path / "stick"


def test_a_stick_has_what_a_person_needs(stick):
    """A file to start for each kind of computer, a README per language, the program, and wheels by platform."""
    assert {path.name for path in stick.iterdir()} == {
        "install.bat", "install.sh", "README.md", "LEESMIJ.md", FILES, WHEELS,
    }  # fmt: skip
    assert {path.name for path in (stick / WHEELS).iterdir()} == {"any", "linux", "windows"}
    assert zipfile.ZipFile(stick / FILES / PROGRAM).namelist() == ["install.py", "requirements.lock"]


def test_every_file_that_matters_has_a_checksum(stick):
    """All but the READMEs and the list itself; each as sha256 says."""
    lines = dict(reversed(line.split("  ")) for line in (stick / FILES / SUMS).read_text().splitlines())
    there = {path.relative_to(stick).as_posix() for path in stick.rglob("*") if path.is_file()}
    assert there - set(lines) == {"README.md", "LEESMIJ.md", f"{FILES}/{SUMS}"}
    assert all(hashlib.sha256((stick / name).read_bytes()).hexdigest() == digest for name, digest in lines.items())


def test_start_files_are_of_the_computer_they_are_for(stick):
    """Windows reads its own line ends; elsewhere the file may be run; Pythons are tried newest first."""
    bat = (stick / "install.bat").read_bytes()
    assert bat.count(b"\r\n") == bat.count(b"\n") and b"InstallAllUsers=0" in bat
    assert (stick / "install.sh").stat().st_mode & 0o100
    assert " ".join(reversed(PYTHONS)) in (stick / "install.sh").read_text()


def test_no_sentence_is_left_with_a_hole_in_it(stick):
    """What was filled in is filled in everywhere."""
    texts = [path for path in stick.rglob("*") if path.suffix in (".sh", ".bat", ".md")]
    assert len(texts) >= 5
    assert [path.name for path in texts if "{{" in path.read_text("utf-8") or "{%" in path.read_text("utf-8")] == []


def test_what_the_trainer_put_on_it_stays(stick, index):
    """python/ and kit/ are the trainer's; a stick for fewer computers loses wheels and start files, no more."""
    for name in ("python/python-3.14.0-amd64.exe", "kit/poll.ipynb"):
        (stick / name).parent.mkdir()
        (stick / name).write_bytes(b"mine")
    fill(stick, chosen(["linux"]), files=["install.py"], fetch=index)
    assert (stick / "python" / "python-3.14.0-amd64.exe").exists() and (stick / "kit" / "poll.ipynb").exists()
    assert not (stick / "install.bat").exists() and not (stick / WHEELS / "windows").exists()


def test_a_wheel_that_is_not_the_locked_one_is_refused(stick, index):
    """Somebody put another file in its place."""
    next((stick / WHEELS / "any").glob("pure*")).write_bytes(b"another")
    with pytest.raises(ValueError, match=r"pure-1\.0"):
        fill(stick, chosen(["linux"]), files=["install.py"], fetch=index)


def started(stick, *arguments):
    command = [sys.executable, str(stick / FILES / "start.py"), "--language", "en", *arguments]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.mark.skipif(sys.platform != "linux", reason="this stick is for Linux and Windows")
def test_a_damaged_stick_changes_nothing(stick, tmp_path):
    """One byte is gone: the file is named, and there is no folder."""
    damaged = next((stick / WHEELS / "any").glob("pure*"))
    damaged.write_bytes(b"a whee")
    run = started(stick, "--to", str(tmp_path / "there"))
    assert run.returncode == 2 and f"wheels/any/{damaged.name}" in run.stderr
    assert not (tmp_path / "there").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="this stick is for Linux and Windows")
def test_nothing_is_written_over_what_is_not_ours(stick, tmp_path):
    """The folder holds somebody's own files."""
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "diary.txt").write_text("mine")
    run = started(stick, "--to", str(tmp_path / "there"))
    assert run.returncode == 2 and "something else" in run.stderr
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["diary.txt"]


@pytest.mark.skipif(sys.platform != "linux", reason="this stick is for Linux and Windows")
def test_a_second_time_what_is_no_longer_part_of_the_program_goes(stick, tmp_path):
    """An earlier program had old.py; what a person made stays, in the kit too."""
    place = tmp_path / "there"
    (place / "kit").mkdir(parents=True)
    for name in ("old.py", "own.txt", "kit/poll.ipynb"):
        (place / name).write_text("earlier")
    (place / "installed_files.json").write_text(json.dumps(["old.py"]))
    (stick / "kit").mkdir()
    (stick / "kit" / "poll.ipynb").write_text("new")
    (stick / "kit" / "slides.html").write_text("new")
    run = started(stick, "--to", str(place), "--quick")
    assert "poll.ipynb" in run.stdout
    assert not (place / "old.py").exists() and (place / "own.txt").exists() and (place / "install.py").exists()
    assert (place / "kit" / "poll.ipynb").read_text() == "earlier" and (place / "kit" / "slides.html").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="the stick is made for another computer")
def test_a_stick_for_another_computer_says_so(stick, tmp_path):
    """Only the wheels for Windows are there."""
    for file in (stick / WHEELS / "linux").iterdir():
        file.unlink()
    (stick / WHEELS / "linux").rmdir()
    run = started(stick, "--to", str(tmp_path / "there"))
    assert run.returncode == 2 and "windows" in run.stderr


def test_no_client_but_the_demo_comes_along():
    """What git has, of client_data/ only the invented client."""
    clients = {name.split("/")[1] for name in tracked() if name.startswith("client_data/")}
    assert clients == {".gitignore", "README.md", "voorbeeld"}
    assert "install.py" in tracked() and "requirements.lock" in tracked()


def test_an_unknown_computer_is_refused(tmp_path, capsys):
    """Status 2, and the names there are."""
    assert main([str(tmp_path / "stick"), "--for", "amiga"]) == 2
    assert "macos-arm64" in capsys.readouterr().err
    assert not (tmp_path / "stick").exists()
