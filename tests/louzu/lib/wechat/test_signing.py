from __future__ import annotations

import time

import pytest

from louzu.lib.wechat.signing import event_signature, is_signed, share_signature


def signed_now(*, before: int = 0) -> dict[str, str]:
    timestamp = str(int(time.time()) - before)
    signature = event_signature("AAAAA", timestamp, "1514711492")
    return {"signature": signature, "timestamp": timestamp, "nonce": "1514711492"}


def test_the_vector_of_wechats_documentation():
    found = event_signature("AAAAA", "1714036504", "1514711492")
    assert found == "f464b24fc39322e44b38aa78f5edd27bd1441696"


def test_a_signature_holds_for_its_token_and_for_minutes():
    assert is_signed("AAAAA", **signed_now())
    assert not is_signed("BBBBB", **signed_now())
    assert not is_signed("AAAAA", **signed_now(before=3600))
    assert not is_signed("AAAAA", **{**signed_now(), "nonce": "1"})


def test_what_is_no_signature_is_none():
    assert not is_signed("AAAAA", signature="", timestamp="", nonce="")
    nowhen = event_signature("AAAAA", "now", "1")
    assert not is_signed("AAAAA", signature=nowhen, timestamp="now", nonce="1")
    assert not is_signed("AAAAA", signature="码", timestamp="1", nonce="1")


@pytest.mark.parametrize("fragment", ["", "#wechat_redirect"])
def test_the_vector_of_a_shared_page(fragment):
    found = share_signature(
        "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg",
        nonce="Wm3WZYTPz0wzccnW",
        timestamp=1414587457,
        url=f"http://mp.weixin.qq.com?params=value{fragment}",
    )
    assert found == "0f9de62fce790f9a083d5c99e95740ceb90c27ed"
