"""Edges for browsers and phones: one module per station, thin as paper."""

from routes import (
    audit,
    field,
    home,
    households,
    login,
    outcomes,
    people,
    phone_api,
    plans,
    reports,
    review_lists,
    search,
    settings,
    system,
    ui_gallery,
    users,
)

BLUEPRINTS = (
    system.bp,
    login.bp,
    ui_gallery.bp,
    home.bp,
    search.bp,
    plans.bp,
    households.bp,
    review_lists.bp,
    reports.bp,
    people.bp,
    users.bp,
    settings.bp,
    audit.bp,
    field.bp,
    phone_api.bp,
    outcomes.bp,
)
