"""The page in a real browser: seen by axe, by the keyboard alone, on a phone, in the dark, without JavaScript.

Skipped where there is no Chromium; REQUIRE_BROWSER=1 makes that a failure.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from web_store import make_store, serving, translate

from monitor.store.writing import open_to_write

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
VIEWS = [
    "/digest", "/story/1", "/document/1", "/document/2", "/search", "/search?q=depot", "/search?q=%22", "/subjects",
    "/subject/organisation:Cainiao", "/sources", "/source/1", "/saved", "/saved/1", "/kept", "/nowhere",
]  # fmt: skip
FLAGS = ["--no-sandbox", "--disable-gpu"]  # root has no sandbox, and here is nothing to draw on
DESK, PHONE = {"width": 1280, "height": 720}, {"width": 360, "height": 740}

pytestmark = pytest.mark.skipif(
    not CHROMIUM and not os.environ.get("REQUIRE_BROWSER"), reason="no Chromium here: `apt install chromium`"
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = make_store(tmp_path_factory.mktemp("browser"))
    translate(path)
    return path


@pytest.fixture(scope="module")
def base(store: Path) -> Iterator[str]:
    with serving(store) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    assert CHROMIUM, "REQUIRE_BROWSER is set, and there is no Chromium: apt install chromium"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@contextmanager
def opened(browser: Any, base: str, path: str, **how: Any) -> Iterator[Any]:
    """A page that fails the test where anything of ours is refused, breaks, or speaks up."""
    context = browser.new_context(base_url=base, **how)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.goto(path)
    yield page
    context.close()
    assert not [text for text in said if "404" not in text and "503" not in text]


def serious_faults(page: Any, **options: Any) -> list[tuple[str, list[str]]]:
    from axe_playwright_python.base import AXE_SCRIPT

    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(options)", {"resultTypes": ["violations"], **options})["violations"]
    return [(v["id"], [n["html"] for n in v["nodes"]]) for v in found if v["impact"] in ("serious", "critical")]


def look_at(page: Any, path: str) -> list[Any]:
    """What is wrong with a view: as it is, on a telephone in the dark, and there in French."""
    told = f"{path}{'&' if '?' in path else '?'}language="
    unfold = "document.querySelectorAll('details').forEach((d) => { d.open = true; })"
    fits = f"document.documentElement.scrollWidth <= {PHONE['width']}"
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="light")
    page.goto(f"{told}en")
    page.evaluate(unfold)
    faults: list[Any] = serious_faults(page)
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    faults += serious_faults(page, runOnly=["color-contrast", "target-size", "scrollable-region-focusable"])
    faults += [] if page.evaluate(fits) else ["scrolls sideways"]
    page.goto(f"{told}fr")
    page.evaluate(unfold)
    return faults + ([] if page.evaluate(fits) else ["scrolls sideways in French"])


def test_axe_finds_no_serious_fault_and_a_phone_need_not_scroll_sideways(browser: Any, base: str) -> None:
    with opened(browser, base, "/digest") as page:
        found = {path: look_at(page, path) for path in VIEWS}
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_the_keyboard_alone(browser: Any, base: str) -> None:
    with opened(browser, base, "/digest") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
        page.keyboard.press("j")
        star = page.locator(".story.at [data-verdict=star]")
        assert star.get_attribute("aria-pressed") == "false"
        with page.expect_response("**/decide"):
            page.keyboard.press("s")
        page.wait_for_selector(".story.at [data-verdict=star][aria-pressed=true]")
        with page.expect_response("**/decide"):
            page.keyboard.press("s")
        page.keyboard.press("o")
        page.wait_for_url("**/story/*")
        page.keyboard.press("/")
        page.keyboard.type("depot")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=depot")
        assert page.locator(".hits li").count() >= 1
        page.keyboard.press("h")
        page.wait_for_url(f"{base}/")


def test_every_control_can_be_reached_by_tab(browser: Any, base: str) -> None:
    controls = "a[href], button, select, input:not([type=hidden]), summary"
    with opened(browser, base, "/document/2") as page:
        wanted = page.evaluate(
            f"[...document.querySelectorAll('{controls}')].filter((e) => e.checkVisibility()).map((e) => e.outerHTML)"
        )
        reached = []
        for _ in wanted:
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.outerHTML"))
        assert reached == wanted


def test_without_javascript(browser: Any, base: str) -> None:
    with opened(browser, base, "/digest", java_script_enabled=False) as page:
        page.locator("[data-verdict=star]").first.click()
        assert page.url.endswith("/digest")
        assert page.locator("[data-verdict=star]").first.get_attribute("aria-pressed") == "true"
        page.locator("[data-verdict=star]").first.click()
        assert page.locator("[data-verdict=star]").first.get_attribute("aria-pressed") == "false"
        page.locator("input[type=search]").fill("Lyon")
        page.locator("[role=search] button").click()
        assert page.locator(".hits li").count() >= 1
        page.locator(".tongue").click()
        assert page.locator("html").get_attribute("lang") == "fr"


def test_a_search_is_saved_and_removed_without_javascript(browser: Any, base: str) -> None:
    with opened(browser, base, "/search?q=Lyon", java_script_enabled=False) as page:
        page.locator(".keep summary").click()
        page.locator(".keep [name=name]").fill("À Lyon")
        page.locator(".keep button").click()
        page.get_by_role("link", name="À Lyon", exact=True).click()
        assert page.locator("h1").inner_text() == "À Lyon"
        page.locator(".keep summary").click()
        page.locator(".keep button").click()
        assert page.url.endswith("/saved")
        assert page.get_by_role("link", name="À Lyon", exact=True).count() == 0


def test_original_and_translation_stand_in_step(browser: Any, base: str) -> None:
    with opened(browser, base, "/document/2") as page:
        rows = page.locator(".reading .row")
        assert rows.count() == 2
        tops = rows.nth(1).locator("p").evaluate_all("ps => ps.map((p) => Math.round(p.getBoundingClientRect().top))")
        assert tops[0] == tops[1]
        assert page.locator(".reading [lang=en] .lit").count() >= 1
        lit = page.locator(".reading [lang=fr] .lit").first
        before = lit.evaluate("e => getComputedStyle(e).backgroundColor")
        page.locator("#show-lit").uncheck()
        assert lit.evaluate("e => getComputedStyle(e).backgroundColor") != before


def test_a_busy_store_is_said_in_place(browser: Any, base: str, store: Path) -> None:
    with opened(browser, base, "/digest") as page, open_to_write(store, "run"):
        page.locator("[data-verdict=star]").first.click()
        page.locator("#told", has_text="being written").wait_for(state="attached")
        assert page.locator("[data-verdict=star]").first.get_attribute("aria-pressed") == "false"


def test_print_leaves_the_controls_out(browser: Any, base: str) -> None:
    with opened(browser, base, "/digest") as page:
        page.emulate_media(media="print")
        assert not page.locator(".top").is_visible()
        assert not page.locator("[data-verdict=star]").first.is_visible()
        assert page.locator(".story h3").first.is_visible()
