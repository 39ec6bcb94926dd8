from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nowall.errors import InputError
from nowall.learn.sources.addresses import is_public, look_up, parse_address, shown, vetted


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "168.63.129.16",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1",
        "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1", "100::1", "2001::1", "2001:0:7f00:1::", "2001:20::1", "2001:db8::1", "2002:7f00:1::",
        "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1",
    ],
)  # fmt: skip
def test_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "8.8.8.8", "93.184.216.34", "172.32.0.1", "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8",
     "64:ff9b::808:808", "2400:cb00::1"],
)  # fmt: skip
def test_public_address_is_permitted(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "text",
    [
        "", "news.example", "//news.example/a", "ftp://news.example/a", "file:///etc/passwd", "javascript:alert(1)",
        "data:text/html,x", "http://", "http:///a", "http://user@news.example/", "http://user:word@news.example/",
        "http://news.example:22/", "http://news.example:25/", "http://news.example:6667/", "http://news.example:99999/",
        "http://news.example:0/", "http://news .example/", "http://news.example\\@evil.example/", "http://.example/",
        "http://a..example/", "http://news.example../", "http://-a.example/", "http://[::1", "http://[fe80::1%25eth0]/",
        "http://2130706433/", "http://127.1/", "http://0177.0.0.1/", "http://0x7f.0.0.1/", "http://0x7f000001/",
        "http://017700000001/", "http://127.0.0.01/", "http://1.2.3.4.5/", "http://256.1.1.1/", "http://0x/",
        "http://١٢٧.0.0.1/", "http://１２７.0.0.1/", "http://ⓛocalhost/", "http://a%00.example/", "http://a%2eb/",
        "http://news.example/\x00", "http://news.example/a\nb", "http://news.example/\ud800",
        "http://news.example/" + "a" * 3000, "http://" + "a" * 64 + ".example/", "http://" + "a." * 130 + "example/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_page_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_address(text)
    assert len(str(caught.value)) < 300
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://news.example/a?b=1#c", "https://news.example/a?b=1"),
        ("  HTTP://News.Example/A  ", "http://news.example/A"),
        ("http://news.example./a", "http://news.example/a"),
        ("http://例子.中国/墙", "http://xn--fsqu00a.xn--fiqs8s/%E5%A2%99"),
        ("http://аpple.example/", "http://xn--pple-43d.example/"),
        ("http://news.example:8080/", "http://news.example:8080/"),
        ("http://127。0。0。1/", "http://127.0.0.1/"),
        ("http://127.0.0.1./", "http://127.0.0.1/"),
        ("http://[::1]/", "http://[::1]/"),
    ],
)
def test_address_is_levelled(text: str, address: str) -> None:
    assert str(parse_address(text)) == address


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_an_address_or_a_sentence(text: str) -> None:
    for address in (text, f"http://{text}", f"https://news.example/{text}"):
        try:
            parsed = parse_address(address)
        except InputError:
            continue
        assert parse_address(str(parsed)) == parsed


def test_password_is_not_repeated_in_the_message() -> None:
    with pytest.raises(InputError, match="user name") as caught:
        parse_address("https://me:secret@news.example/")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_own_machine_is_refused(host: str) -> None:
    with pytest.raises(InputError, match="not a public address"):
        vetted(host, 80, is_public, look_up)


def test_host_with_one_private_address_among_public_ones_is_refused() -> None:
    with pytest.raises(InputError, match=r"leads to 10\.0\.0\.1"):
        vetted("news.example", 80, is_public, lambda host, port: (ip_address("8.8.8.8"), ip_address("10.0.0.1")))


def test_host_without_an_address_is_not_found() -> None:
    with pytest.raises(InputError, match="cannot be found"):
        vetted("news.example", 80, is_public, lambda host, port: ())


def test_long_and_unprintable_address_is_shown_short_and_clean() -> None:
    assert shown("http://a/\x1b[31m" + "b" * 500).startswith("http://a/�[31mbbb")
    assert len(shown("b" * 500)) == 121
