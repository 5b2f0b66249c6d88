"""A kit comes into a folder; what somebody changed there is never lost."""

from klantlib.workshop.putting import put

NEW, NEWER = {"a.txt": b"one", "case/b.csv": b"two"}, {"a.txt": b"other", "case/b.csv": b"two"}


def files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_files_come_where_they_belong(tmp_path):
    put(tmp_path / "kit", NEW)
    assert (tmp_path / "kit/case/b.csv").read_bytes() == b"two"


def test_what_we_wrote_is_renewed(tmp_path):
    """Nothing is kept aside of our own."""
    put(tmp_path, NEW)
    assert [result.aside for result in put(tmp_path, NEWER)] == [None, None]
    assert (tmp_path / "a.txt").read_bytes() == b"other"
    assert files(tmp_path) == {"a.txt", "case/b.csv", ".workshop.json"}


def test_what_was_changed_is_kept_aside(tmp_path):
    put(tmp_path, NEW)
    (tmp_path / "a.txt").write_bytes(b"my own words")
    assert put(tmp_path, NEWER)[0].aside == tmp_path / "a-old-1.txt"
    assert (tmp_path / "a-old-1.txt").read_bytes() == b"my own words"


def test_what_somebody_else_put_there_is_kept_aside(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"a list of groceries")
    put(tmp_path, NEW)
    assert (tmp_path / "a-old-1.txt").read_bytes() == b"a list of groceries"


def test_a_second_change_gets_a_second_place(tmp_path):
    for text in (b"first", b"second"):
        put(tmp_path, NEW)
        (tmp_path / "a.txt").write_bytes(text)
    put(tmp_path, NEW)
    assert [(tmp_path / f"a-old-{number}.txt").read_bytes() for number in (1, 2)] == [b"first", b"second"]


def test_a_changed_file_that_is_the_same_again_is_left(tmp_path):
    put(tmp_path, NEW)
    (tmp_path / "a.txt").write_bytes(b"other")
    assert put(tmp_path, NEWER)[0].aside is None


def test_files_of_other_names_stay(tmp_path):
    (tmp_path / "notes.txt").write_bytes(b"mine")
    put(tmp_path, NEW)
    assert (tmp_path / "notes.txt").read_bytes() == b"mine"


def test_a_record_that_cannot_be_read_means_that_all_is_theirs(tmp_path):
    """Rather a copy too many than one too few."""
    put(tmp_path, NEW)
    (tmp_path / ".workshop.json").write_text("{", encoding="utf-8")
    assert put(tmp_path, NEWER)[0].aside is not None
