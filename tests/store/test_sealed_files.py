"""Files lie sealed, open whole or in blocks, and say so where they were changed, cut or moved."""

import io
import os

import pytest

from fieldops.domain.errors import CannotOpen
from fieldops.store import keyring, sealed_files
from fieldops.store.photo_files import PhotoFiles
from fieldops.store.result_files import ResultFiles
from fieldops.store.sealed_files import BLOCK, reading, writing
from tests.conftest import HOME, KEYS, OTHER

PDF = b"%PDF-1.7 a result %%EOF"


@pytest.fixture
def files(tmp_path):
    return ResultFiles.of(tmp_path, HOME)


def test_a_file_is_kept_sealed_and_given_back(files):
    files.keep("one", PDF)
    path = files.folder / "one.pdf"
    assert PDF not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert files.kept("one") == PDF
    assert files.kept("two") is None


def test_a_file_of_before_is_given_as_it_is_and_sealed_by_the_command(files, tmp_path):
    path = files.folder / "old.pdf"
    path.write_bytes(PDF)
    assert files.kept("old") == PDF
    assert sealed_files.reseal(tmp_path / "results", ".pdf", "results") == 1
    assert PDF not in path.read_bytes()
    assert files.kept("old") == PDF
    assert sealed_files.reseal(tmp_path / "results", ".pdf", "results") == 0


def test_files_are_sealed_anew_under_a_new_key(files, tmp_path):
    own = tmp_path / "own.json"
    keyring.replace(own, keyring.load(KEYS))
    files.keep("one", PDF)
    keyring.replace(own, keyring.rotated(keyring.load(own)))
    keyring.use(own)
    try:
        assert files.kept("one") == PDF
        assert sealed_files.reseal(tmp_path / "results", ".pdf", "results") == 1
        assert sealed_files.is_settled(files.folder / "one.pdf")
    finally:
        keyring.use(KEYS)
    with pytest.raises(CannotOpen):
        files.kept("one")


def test_a_file_under_another_name_or_commune_or_kind_does_not_open(files, tmp_path):
    files.keep("one", PDF)
    sealed = (files.folder / "one.pdf").read_bytes()
    (files.folder / "two.pdf").write_bytes(sealed)
    other, photos = ResultFiles.of(tmp_path, OTHER), PhotoFiles.of(tmp_path, HOME)
    (other.folder / "one.pdf").write_bytes(sealed)
    (photos.folder / "one.jpg").write_bytes(sealed)
    for moved in (lambda: files.kept("two"), lambda: other.kept("one"), lambda: photos.kept("one")):
        with pytest.raises(CannotOpen):
            moved()


@pytest.mark.parametrize("change", [lambda held: held[:-1], lambda held: held[:-1] + b"x"])
def test_a_changed_file_does_not_open(files, change):
    files.keep("one", PDF)
    path = files.folder / "one.pdf"
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(CannotOpen):
        files.kept("one")


# A photo on its way


@pytest.fixture
def photos(tmp_path):
    return PhotoFiles.of(tmp_path, HOME)


def test_what_came_of_a_photo_lies_sealed_piece_by_piece(photos):
    assert photos.append("one", 0, b"first part ")
    assert photos.append("one", 11, b"second")
    assert not photos.append("one", 11, b"second")  # sent twice
    assert (photos.received("one"), photos.sent("one")) == (17, b"first part second")
    assert b"first" not in (photos.folder / "one.coming").read_bytes()


@pytest.mark.parametrize("torn", [b"\0", b"\0\0\0\0", b"\0\0\0\x30half", b"\0\0\1\0" + bytes(30)])
def test_a_piece_half_written_by_a_stopped_server_is_sent_again(photos, torn):
    photos.append("one", 0, b"first part ")
    with (photos.folder / "one.coming").open("ab") as file:
        file.write(torn)
    assert photos.received("one") == 11
    assert photos.append("one", 11, b"second")
    assert photos.sent("one") == b"first part second"


def test_a_spoiled_piece_is_nothing_that_was_announced(photos):
    photos.append("one", 0, b"first part ")
    path = photos.folder / "one.coming"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert photos.sent("one") == b""


# In blocks


def sealed(content, step=100_000):
    out = io.BytesIO()
    writer = writing(out)
    for at in range(0, len(content), step):
        writer.write(content[at : at + step])
    writer.close()
    return out.getvalue()


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 5])
def test_any_length_comes_back_whole_and_from_any_place(size):
    content = os.urandom(size)
    file = reading(io.BytesIO(sealed(content)), "x")
    assert file.read() == content
    middle = size // 2
    file.seek(middle)
    assert file.read(10) == content[middle : middle + 10]
    file.seek(-min(size, 4), io.SEEK_END)
    assert file.read() == (content[-min(size, 4) :] if size else b"")


def test_the_same_content_lies_differently_each_time():
    assert sealed(b"x" * 100)[-100:] != sealed(b"x" * 100)[-100:]


WHOLE = sealed(os.urandom(2 * BLOCK + 5))
START = len(WHOLE) - (2 * BLOCK + 5) - 3 * 16
STEP = BLOCK + 16


@pytest.mark.parametrize(
    "forged",
    [
        WHOLE[:-1],
        WHOLE[: START + 2 * STEP],  # cut at a block's end
        WHOLE[:START],
        WHOLE + b"x",
        WHOLE[:START] + WHOLE[START + STEP : START + 2 * STEP] + WHOLE[START : START + STEP]
        + WHOLE[START + 2 * STEP :],  # two blocks changed places
        WHOLE[: START + 9] + bytes([WHOLE[START + 9] ^ 1]) + WHOLE[START + 10 :],
        WHOLE[: START - 1] + bytes([WHOLE[START - 1] ^ 1]) + WHOLE[START:],  # another salt
    ],
    ids=["short", "no end", "no blocks", "longer", "swapped", "flipped", "salt"],
)  # fmt: skip
def test_what_was_changed_or_cut_does_not_open(forged):
    with pytest.raises(CannotOpen):
        reading(io.BytesIO(forged), "x").read()


def test_without_the_key_it_says_which_is_missing(tmp_path):
    keyring.make(tmp_path / "own.json")
    keyring.use(tmp_path / "own.json")
    try:
        with pytest.raises(CannotOpen) as error:
            reading(io.BytesIO(WHOLE), "fieldops-1.sealed")
    finally:
        keyring.use(KEYS)
    assert error.value.sentence.facts["place"] == "fieldops-1.sealed"
