import json
from datetime import date

import pytest

from fieldops.domain.commune import CommuneSettings, Ferry, OwnDay


def test_settings_survive_json():
    ferry = Ferry("Bến đò thử", 9.6, 106.2, 9.62, 106.25, 600, from_on=date(2026, 1, 1), demo=True)
    settings = CommuneSettings(
        own_days=(OwnDay(date(2026, 12, 24), name="Nghỉ", receipts_from=date(2026, 12, 1)),),
        no_appointment_weekdays=(2,),
        ferries=(ferry,),
    )
    assert CommuneSettings.from_json(json.loads(json.dumps(settings.to_json()))) == settings


def test_days_stored_before_they_had_names_are_read_for_every_dossier():
    old = {"days_off": ["2026-12-24"], "swap_days": ["2026-12-26"]}
    assert CommuneSettings.from_json(old).own_days == (
        OwnDay(date(2026, 12, 24)),
        OwnDay(date(2026, 12, 26), worked=True),
    )


def test_what_is_not_stored_keeps_its_default():
    assert CommuneSettings.from_json({"max_teams": 2}) == CommuneSettings(max_teams=2)


def test_an_unknown_setting_is_an_error():
    with pytest.raises(TypeError):
        CommuneSettings.from_json({"max_team": 2})
