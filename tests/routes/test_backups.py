from fieldops.domain.people import Role
from tests.conftest import NOON


def test_the_leader_sees_whether_a_backup_can_be_trusted(app, as_, tmp_path):
    leader = as_(Role.LEADER)
    assert "Hơn một tuần" in leader.get("/settings/backups").text
    folder = tmp_path / "backups"
    folder.mkdir()
    path = folder / f"fieldops-{NOON:%Y%m%d-%H%M%S}.zip"
    path.touch()
    page = leader.get("/settings/backups").text
    assert path.name in page
    assert "Hơn một tuần" in page
    path.with_suffix(".verified").touch()
    page = leader.get("/settings/backups").text
    assert "đã phục hồi thử" in page
    assert "Hơn một tuần" not in page


def test_registrars_do_not_see_the_server(as_):
    assert as_(Role.REGISTRAR).get("/settings/backups").status_code == 403
