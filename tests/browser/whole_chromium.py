"""The fixture ``browser`` for modules that need the program around the pages of Chromium.

That program shows notifications and installs pages. ``chromium-headless-shell`` lacks it.
"""

from __future__ import annotations

import pytest

from dev.chromium import find_chromium


@pytest.fixture(scope="module")
def browser(launch_browser):
    browser = launch_browser(executable_path=find_chromium(whole=True))
    yield browser
    browser.close()
