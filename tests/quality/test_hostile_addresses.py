"""Five thousand hostile queries and addresses: no error page, no script, no file but our own."""

from __future__ import annotations

import pytest
from hostile_addresses import NAMES, PLACES, WORDS, address, check_answer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from web_store import make_store

from monitor.settings import Settings
from monitor.web.app import make_app

pytestmark = pytest.mark.quality


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    store = make_store(tmp_path_factory.mktemp("hostile"))
    return TestClient(make_app(Settings(store=str(store))), base_url="http://localhost", follow_redirects=False)


@settings(max_examples=5000, deadline=None, suppress_health_check=list(HealthCheck))
@given(WORDS, st.sampled_from(PLACES), st.sampled_from(NAMES))
def test_five_thousand(page: TestClient, words: str, place: str, name: str) -> None:
    check_answer(page, address(words, place, name))
