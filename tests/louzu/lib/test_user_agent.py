from __future__ import annotations

import pytest

from louzu.lib.user_agent import device_of

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "expected"),
    [
        (f"{IPHONE} Mobile/15E148 MicroMessenger/8.0.47", "苹果手机，微信"),
        (f"{IPHONE} Version/17.4 Mobile/15E148 Safari/604.1", "苹果手机，Safari"),
        (
            "Mozilla/5.0 (Linux; Android 12; HarmonyOS; ALN-AL00) Chrome/114.0 HuaweiBrowser/14.0",
            "安卓手机或平板，华为浏览器",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0",
            "Windows 电脑，Edge",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36",
            "电脑，Chrome",
        ),
        ("curl/8.5.0", "认不出的设备"),
        ("", "认不出的设备"),
    ],
)
def test_a_device_is_called_as_neighbours_call_it(user_agent, expected):
    assert device_of(user_agent) == expected
