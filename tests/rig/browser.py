"""Debian's Chromium, driven by Playwright, with no word to the world outside."""

import base64
import contextlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.rig.processes import wait_until

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync",
         "--disable-component-update", "--disable-default-apps", "--disable-domain-reliability", "--metrics-recording-only",
         "--disable-features=Translate,OptimizationHints,MediaRouter", "--force-color-profile=srgb")
PHONE, LAPTOP, WALL, WALL_4K = (390, 844), (1366, 768), (1920, 1080), (3840, 2160)


def installed() -> bool:
    """Is there a Chromium?"""
    return Path(CHROMIUM).exists() or shutil.which(CHROMIUM) is not None


@contextmanager
def chromium() -> Iterator[Browser]:
    """One headless browser; as root it needs --no-sandbox."""
    root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=[*QUIET, *root])
        try:
            yield browser
        finally:
            browser.close()


class Screen:
    """One screen of a person: a page, everything it complained about, and every host it asked for.

    `role`: as whom it enters, by one click, at the first address of a product it goes to; "" = it does not enter.
    """

    def __init__(
        self, browser: Browser, size: tuple[int, int] = WALL, *, dark: bool = False, touch: bool = False, role: str = "operator"
    ) -> None:
        self.context: BrowserContext = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh",
            color_scheme="dark" if dark else "light", has_touch=touch, is_mobile=touch, reduced_motion="reduce",
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.role, self._doors, self._goto = role, set[str](), self.page.goto
        self.page.goto = self.goto  # type: ignore[method-assign]
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))
        self.page.on("request", lambda r: self.requests.append(r.url))

    def goto(self, url: str, **options: Any) -> Any:
        """What `page.goto` is here."""
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        if self.role and origin not in self._doors:
            self._doors.add(origin)
            self.enter(origin, self.role)
        return self._goto(url, **options)

    def enter(self, origin: str, role: str) -> None:
        """One click of the simulated province. A harness that is only pages has no door."""
        answer = self.context.request.post(f"{origin}/api/v1/enter/demo", data={"role": role}, headers={"origin": origin})
        assert answer.status in (200, 404, 405), answer.text()

    def foreign(self, own: str) -> list[str]:
        """Requests that left `own` (a base URL); data: and blob: never leave."""
        return [u for u in self.requests if not u.startswith((own, "data:", "blob:", "about:"))]

    def close(self) -> None:
        """End this screen."""
        self.context.close()


# A script that hangs until `Outside.release`, and at most a minute: longer than anybody here looks.
HANG = """void setTimeout(() => {
  const end = performance.now() + 60_000;
  while (!document.cookie.includes("enough=1") && performance.now() < end);
}, 50)"""


class Outside:
    """Somebody who looks at the glass: asks the browser, never the page, whose script may hang."""

    def __init__(self, page: Page) -> None:
        self._page, self._frames = page, list[bytes]()
        self._line = page.context.new_cdp_session(page)
        self._line.on("Page.screencastFrame", lambda shot: self._frames.append(base64.b64decode(shot["data"])))

    def look(self, **size: int) -> bytes:
        """A PNG of what is on the screen now; b"" when the browser is slow to say.

        Each look is a new screencast: a running one drops frames of whoever is slow to acknowledge, and shows nothing more
        once nothing moves, so that the last change may never be seen.
        """
        self._line.send("Page.stopScreencast")
        self._frames.clear()
        self._line.send("Page.startScreencast", {"format": "png", **size})
        with contextlib.suppress(AssertionError):
            wait_until(lambda: self._line.send("Page.getNavigationHistory") and self._frames, 2, what="a frame")
        return self._frames[-1] if self._frames else b""

    def release(self) -> None:
        """Let the script of HANG go on."""
        self._line.send("Page.stopScreencast")
        self._page.context.add_cookies([{"name": "enough", "value": "1", "url": self._page.url}])
