"""The page of every macro: it renders, says its errors, and is not served to the public."""

import pytest


@pytest.fixture(autouse=True)
def development(app):
    app.config["DEVELOPMENT"] = True


def test_every_macro_renders_without_inline_script_or_style(client):
    page = client.get("/ui").get_data(as_text=True)
    assert "Số phút không thể âm." in page
    assert " style=" not in page
    assert " onclick=" not in page
    assert page.count("<script") == 1


def test_a_broken_field_is_tied_to_its_error_and_hint(client):
    page = client.get("/ui").get_data(as_text=True)
    assert 'aria-describedby="full_name-hint full_name-error"' in page
    assert 'aria-invalid="true"' in page
    assert '<a href="#full_name">Nhập họ và tên.</a>' in page


def test_it_is_not_there_outside_development(app):
    app.config["DEVELOPMENT"] = False
    assert app.test_client().get("/ui").status_code == 404


def test_an_error_is_a_page_with_a_way_back(client):
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    page = answer.get_data(as_text=True)
    assert "Không tìm thấy trang này" in page
    assert 'href="/"' in page
