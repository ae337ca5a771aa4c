"""Photos over HTTP: in pieces, once, made anew, and shown to those who may see them."""

import hashlib
import io

import pytest
from PIL import Image

from fieldops.outcomes.photo import LARGEST_PIECE
from fieldops.store.photo_files import PhotoFiles
from fieldops.store.tables import AuditRow, PhotoRow
from tests.conftest import HOME, OTHER
from tests.routes.test_phone_api import MONDAY, planned, visit  # noqa: F401

ID = "0198c1d2-0000-7000-8000-00000000000a"
PLACE = "GPS 9.59 106.22"


def jpeg(size=(300, 200), **more):
    """A photo as a phone takes it: it tells where and by what it was taken."""
    exif = Image.Exif()
    exif[0x010F] = PLACE
    out = io.BytesIO()
    Image.effect_noise(size, 40).save(out, "JPEG", exif=exif, **more)
    return out.getvalue()


PICTURE = jpeg()


@pytest.fixture
def said(visit):  # noqa: F811
    """Announces the picture, or other bytes."""

    def announcement(raw=PICTURE, **more):
        digest = hashlib.sha256(raw).hexdigest()
        return {
            "schema": 1, "id": ID, "outcome_id": "0198c1d2-0000-7000-8000-00000000000b",
            "visit_id": visit.id, "case_id": visit.case_id, "kind": "paper", "agreed": True,
            "about": "giấy chứng sinh", "taken_at": "2026-11-23T09:12:03+07:00",
            "size": len(raw), "sha256": digest,
        } | more  # fmt: skip

    return announcement


def announce(client, body):
    return client.post("/api/v1/photos", json=body)


def put(client, offset, piece, photo=ID):
    return client.put(f"/api/v1/photos/{photo}?offset={offset}", data=piece)


def send(client, body, raw=PICTURE):
    assert announce(client, body).json["fate"] == "coming"
    return put(client, 0, raw).json


def look(client, case_id, photo=ID):
    return client.post(f"/cases/{case_id}/photos/{photo}")


class TestSending:
    def test_a_photo_in_one_piece_is_stored(self, as_, said):
        answer = send(as_("youth"), said())
        assert answer == {
            "schema": 1, "id": ID, "fate": "stored", "received": len(PICTURE), "message": ""
        }  # fmt: skip

    def test_a_half_sent_photo_goes_on_where_it_stopped(self, as_, said):
        client = as_("youth")
        announce(client, said())
        assert put(client, 0, PICTURE[:1000]).json["received"] == 1000
        again = announce(as_("youth"), said()).json  # the phone died, and asks anew
        assert (again["fate"], again["received"]) == ("coming", 1000)
        assert put(client, 1000, PICTURE[1000:]).json["fate"] == "stored"

    def test_a_piece_that_does_not_follow_on_is_not_taken(self, as_, said):
        client = as_("youth")
        announce(client, said())
        put(client, 0, PICTURE[:1000])
        for offset in (0, 999, 1001):
            answer = put(client, offset, PICTURE[1000:1100])
            assert (answer.status_code, answer.json["code"]) == (409, "photo.offset")
        assert announce(client, said()).json["received"] == 1000

    def test_a_photo_sent_twice_is_stored_once(self, as_, said, session):
        client = as_("youth")
        send(client, said())
        assert announce(client, said()).json["fate"] == "stored"
        assert put(client, 0, PICTURE).json["fate"] == "stored"
        assert session.query(PhotoRow).count() == 1

    def test_a_server_that_stopped_before_the_last_step_takes_it_up_again(self, as_, said, app):
        client = as_("youth")
        announce(client, said())
        PhotoFiles.of(app.config["VAR"], HOME).append(ID, 0, PICTURE)
        assert announce(client, said()).json["received"] == len(PICTURE)
        assert put(client, len(PICTURE), b"").json["fate"] == "stored"
        assert not list((app.config["VAR"] / "photos" / HOME).glob("*.coming"))

    def test_one_whose_file_a_backup_did_not_hold_is_asked_for_again(self, as_, said, app):
        client = as_("youth")
        send(client, said())
        (app.config["VAR"] / "photos" / HOME / f"{ID}.jpg").unlink()
        again = announce(client, said()).json
        assert (again["fate"], again["received"]) == ("coming", 0)
        assert put(client, 0, PICTURE).json["fate"] == "stored"

    def test_bytes_other_than_announced_are_sent_anew(self, as_, said):
        client = as_("youth")
        announce(client, said())
        broken = PICTURE[:-1] + b"\0"
        answer = put(client, 0, broken).json
        assert (answer["fate"], answer["received"]) == ("coming", 0)
        assert put(client, 0, PICTURE).json["fate"] == "stored"

    def test_what_is_no_picture_is_refused_and_not_kept(self, as_, said, app):
        html = b"<script>alert(1)</script>"
        answer = send(as_("youth"), said(html), html)
        assert answer["fate"] == "refused"
        assert "không phải là ảnh" in answer["message"]
        assert list((app.config["VAR"] / "photos" / HOME).iterdir()) == []

    def test_a_small_file_that_unpacks_to_too_much_is_refused(self, as_, said):
        out = io.BytesIO()
        Image.new("1", (6000, 6000)).save(out, "PNG")
        bomb = out.getvalue()
        assert len(bomb) < 100_000
        assert send(as_("youth"), said(bomb), bomb)["fate"] == "refused"

    def test_too_large(self, as_, said):
        client = as_("youth")
        assert announce(client, said(size=1_000_001)).status_code == 400
        announce(client, said())
        assert put(client, 0, PICTURE + b"more").status_code == 413
        assert put(client, 0, b"0" * (LARGEST_PIECE + 1)).status_code == 413

    def test_without_the_familys_word_there_is_no_photo(self, as_, said):
        answer = announce(as_("youth"), said(agreed=False))
        assert (answer.status_code, answer.json["code"]) == (400, "photo.unreadable")
        assert "agreed" in answer.json["message"]

    def test_unreadable_announcements(self, as_, said):
        client = as_("youth")
        for wrong in ({"id": "../../etc"}, {"sha256": "x"}, {"kind": "video"}, {"more": 1}):
            assert announce(client, said(**wrong)).status_code == 400
        assert client.post("/api/v1/photos", data="no json").status_code == 400

    def test_an_id_announced_for_other_bytes_is_refused(self, as_, said):
        client = as_("youth")
        announce(client, said())
        assert announce(client, said(PICTURE + b"x")).status_code == 409

    def test_another_communes_id_is_taken_and_tells_nothing(self, as_, said):
        announce(as_("youth"), said())
        assert announce(as_("youth", OTHER), said()).status_code == 409
        assert put(as_("youth", OTHER), 0, PICTURE).status_code == 404

    def test_pieces_of_what_was_never_announced(self, as_):
        assert put(as_("youth"), 0, PICTURE).status_code == 404
        assert put(as_("youth"), 0, PICTURE, photo="khong-co").status_code == 404

    def test_a_piece_says_where_it_goes(self, as_, said):
        client = as_("youth")
        announce(client, said())
        for address in (f"/api/v1/photos/{ID}", f"/api/v1/photos/{ID}?offset=-1"):
            assert client.put(address, data=PICTURE).status_code == 409

    def test_a_photo_may_come_before_its_report_and_of_a_visit_unknown(self, as_, said):
        assert send(as_("youth"), said(visit_id=999, case_id=999))["fate"] == "stored"

    def test_someone_else_logged_in_by_now_sends_nothing(self, as_, said):
        headers = {"Fieldops-Person": "999"}
        answer = as_("youth").post("/api/v1/photos", json=said(), headers=headers)
        assert answer.json["code"] == "phone.other_person"

    def test_login_and_role(self, as_, client, said):
        assert announce(client, said()).status_code == 401
        assert announce(as_("leader"), said()).status_code == 403


class TestLooking:
    @pytest.fixture
    def photo(self, as_, said):
        send(as_("youth"), said())

    def test_the_desk_sees_it_without_place_or_device(self, as_, visit, photo, session):  # noqa: F811
        answer = look(as_("registrar"), visit.case_id)
        assert answer.content_type == "image/jpeg"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert PLACE.encode() not in answer.data
        with Image.open(io.BytesIO(answer.data)) as kept:
            assert (kept.size, len(kept.getexif())) == ((300, 200), 0)
        seen = session.query(AuditRow).filter_by(action="photo.seen").one()
        assert (seen.subject_id, seen.facts) == (ID, {"case": visit.case_id})

    def test_the_case_page_lists_it(self, as_, visit, photo):  # noqa: F811
        page = as_("registrar").get(f"/cases/{visit.case_id}").get_data(as_text=True)
        assert f"/cases/{visit.case_id}/photos/{ID}" in page
        assert "Giấy tờ: giấy chứng sinh" in page

    def test_a_photo_has_no_address_to_come_back_to(self, as_, visit, photo):  # noqa: F811
        assert as_("registrar").get(f"/cases/{visit.case_id}/photos/{ID}").status_code == 405

    @pytest.mark.parametrize("role", ["youth", "hamlet_head", "administrator"])
    def test_others_see_none(self, as_, visit, photo, role):  # noqa: F811
        assert look(as_(role), visit.case_id).status_code == 403

    def test_nobody_without_login(self, client, visit, photo):  # noqa: F811
        assert look(client, visit.case_id).status_code == 302

    def test_not_another_commune_nor_another_case(self, as_, visit, photo):  # noqa: F811
        assert look(as_("registrar", OTHER), visit.case_id).status_code == 404
        assert look(as_("registrar"), visit.case_id + 1).status_code == 404

    def test_a_photo_of_a_case_its_visit_was_not_for_is_on_no_page(self, as_, visit, said):  # noqa: F811
        send(as_("youth"), said(visit_id=999))
        assert look(as_("registrar"), visit.case_id).status_code == 404

    def test_a_photo_still_coming_is_not_shown(self, as_, visit, said):  # noqa: F811
        announce(as_("youth"), said())
        assert look(as_("registrar"), visit.case_id).status_code == 404

    def test_a_sideways_photo_stands_upright(self, as_, visit, said):  # noqa: F811
        exif = Image.Exif()
        exif[0x0112] = 6  # turned by a quarter
        out = io.BytesIO()
        Image.new("RGB", (300, 200)).save(out, "JPEG", exif=exif)
        send(as_("youth"), said(out.getvalue()), out.getvalue())
        answer = look(as_("registrar"), visit.case_id)
        with Image.open(io.BytesIO(answer.data)) as kept:
            assert kept.size == (200, 300)
