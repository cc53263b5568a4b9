from datetime import UTC, datetime

import httpx
import pytest

from sitroom.errors import Rejected
from sitroom.sources import fetch, web
from sitroom.sources.limits import MAX_FILE_BYTES

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PAGE = b"<html><body><p>The army left.</p></body></html>"
PUBLIC = "93.184.216.34"


def get(url, answer, lookup=lambda _host, _port: [PUBLIC]):
    return web.get(url, transport=httpx.MockTransport(answer), lookup=lookup)


def test_the_connection_goes_to_the_address_that_was_checked_under_the_name_that_was_asked():
    seen = []

    def answer(request):
        seen.append(request)
        return httpx.Response(
            200,
            content=PAGE,
            headers={"content-type": "text/html; charset=utf-8", "last-modified": "Wed, 04 Dec 2024 18:00:00 GMT"},
        )

    final, data, changed, media_type = get("https://wire.example.org/a?b=1", answer)
    assert (final, data, media_type) == ("https://wire.example.org/a?b=1", PAGE, "text/html")
    assert changed == datetime(2024, 12, 4, 18, 0, tzinfo=UTC)
    assert seen[0].url.host == PUBLIC
    assert seen[0].headers["host"] == "wire.example.org"
    assert seen[0].extensions["sni_hostname"] == "wire.example.org"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "0.1.2.3", "100.64.0.1", "224.0.0.1", "255.255.255.255",
        "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "fe80::1%eth0",
    ],
)  # fmt: skip
def test_no_address_inside_a_house_is_fetched_whatever_name_it_goes_by(address):
    def answer(_request):
        raise AssertionError("nothing may be sent")

    with pytest.raises(Rejected, match="private, local or reserved"):
        get("http://harmless.example.org/", answer, lookup=lambda _host, _port: [PUBLIC, address])
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(Rejected, match=r"private, local or reserved|not an address"):
        get(f"http://{host}/", answer)


def test_a_redirect_is_checked_like_an_address():
    def answer(_request):
        return httpx.Response(302, headers={"location": "http://169.254.169.254/latest/meta-data"})

    with pytest.raises(Rejected, match="private, local or reserved"):
        get("https://wire.example.org/", answer)


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://wire.example.org/", "https://user:secret@wire.example.org/"]
)
def test_a_redirect_leads_to_http_only(location):
    with pytest.raises(Rejected, match=r"only http|password"):
        get("https://wire.example.org/", lambda _request: httpx.Response(301, headers={"location": location}))


def test_three_redirects_are_followed_and_no_more():
    def answer(request):
        step = int(request.url.path.strip("/") or 0)
        return (
            httpx.Response(200, content=PAGE)
            if step == 3
            else httpx.Response(302, headers={"location": f"/{step + 1}"})
        )

    assert get("https://wire.example.org/0", answer)[0] == "https://wire.example.org/3"
    with pytest.raises(Rejected, match="more than 3 redirects"):
        get("https://wire.example.org/", lambda _request: httpx.Response(302, headers={"location": "/"}))


def test_an_answer_without_end_is_cut():
    def endless():
        while True:
            yield b"x" * 1_000_000

    with pytest.raises(Rejected, match="larger than 20 MB"):
        get("https://wire.example.org/", lambda _request: httpx.Response(200, content=endless()))
    assert MAX_FILE_BYTES == 20_000_000


def test_an_answer_that_drips_is_given_up(monkeypatch):
    moments = iter(range(0, 10_000, 20))
    monkeypatch.setattr(web.time, "monotonic", lambda: next(moments))
    with pytest.raises(Rejected, match="takes longer than"):
        get("https://wire.example.org/", lambda _request: httpx.Response(200, content=iter([b"a", b"b", b"c"])))


def test_errors_are_told():
    def fail(request):
        raise httpx.ConnectTimeout("timed out", request=request)

    def unknown(_host, _port):
        raise OSError(-2, "Name or service not known")

    with pytest.raises(Rejected, match="the server answered 404"):
        get("https://wire.example.org/", lambda _request: httpx.Response(404))
    with pytest.raises(Rejected, match="cannot be fetched: timed out"):
        get("https://wire.example.org/", fail)
    with pytest.raises(Rejected, match="no such host"):
        get("https://wire.example.org/", fail, lookup=unknown)
    with pytest.raises(Rejected, match="no such host"):
        get("https://wire.example.org/", fail, lookup=lambda _host, _port: [])


def test_a_fetched_page_is_an_item_under_its_final_address(monkeypatch):
    monkeypatch.setattr(web, "get", lambda _url: ("https://wire.example.org/final", PAGE, None, "text/html"))
    (item,) = fetch("https://wire.example.org/", NOW)
    assert item.media_type == "text/html"
    assert item.declared == {"id": "https://wire.example.org/final", "url": "https://wire.example.org/final"}
    monkeypatch.setattr(
        web, "get", lambda _url: ("https://wire.example.org/final", b"The army left.", None, "text/plain")
    )
    (item,) = fetch("HTTPS://wire.example.org/", NOW)
    assert item.media_type == "text/plain"
