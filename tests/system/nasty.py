"""Nasty requests, as bytes."""

BIG = b"a" * 20_000
HOST = b"Host: localhost\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


def head(line: bytes, *headers: bytes) -> bytes:
    return line + b"\r\n" + HOST + b"Connection: close\r\n" + b"".join(header + b"\r\n" for header in headers) + b"\r\n"


def get(path: bytes, *headers: bytes) -> bytes:
    return head(b"GET " + path + b" HTTP/1.1", *headers)


def post(body: bytes, *headers: bytes, path: bytes = b"/login", form: bytes = FORM.strip()) -> bytes:
    return head(b"POST " + path + b" HTTP/1.1", form, b"Content-Length: %d" % len(body), *headers) + body


NASTY = {
    "undecodable paths": [
        get(b"/%ff"),
        get(b"/\xff\xfe"),
        get(b"/%c0%af"),
        get(b"/%00"),
        get(b"/%ed%a0%80"),
        get(b"/%"),
    ],
    "odd paths": [
        get(b"//evil.example/"),
        get(b"/../../etc/passwd"),
        get(b"http://evil.example/"),
        get(b"http://localhost/login"),
        get(b"http://[::1/"),
        get(b"*"),
        get(b"localhost:80"),
        get(b"/a b"),
        get(b"/\x00"),
        get(b"/" + BIG),
        get(b""),
        get(b"/static/..%2f..%2fsetup.py"),
        get(b"/static/%2e%2e/%2e%2e/production.ini"),
        get(b"///"),
        get(b"/;/"),
    ],
    "queries": [
        get(b"/login?next=%ff"),
        get(b"/login?next=\xff"),
        get(b"/?" + b"a" * 9000),
        get(b"/login?" + b"a&" * 4000),
    ],
    "cookies": [
        get(b"/", b"Cookie: " + cookie)
        for cookie in (
            b'session="\\377"',
            b"\xff=\xff",
            b"session=" + BIG,
            b"session=\x01",
            b"",
            b"=;=",
            b"a=1; " * 900,
        )
    ],
    "methods": [
        head(method + b" /login HTTP/1.1")
        for method in (b"TRACE", b"CONNECT", b"OPTIONS", b"get", b"FOO", b"M" * 9000, b"\xff", b"G\x00T", b"", b"PRI")
    ]
    + [head(b"CONNECT evil.example:443 HTTP/1.1"), head(b"OPTIONS * HTTP/1.1"), head(b"TRACE / HTTP/1.1")],
    "hosts": [
        b"GET / HTTP/1.1\r\nConnection: close\r\n" + hosts + b"\r\n"
        for hosts in (
            b"",
            b"Host:\r\n",
            b"Host: evil.example\r\n",
            b"Host: localhost\r\nHost: evil.example\r\n",
            b"Host: \xff\r\n",
            b"Host: localhost:x\r\n",
            b"Host: [::1\r\n",
            b"Host: localhost\x00\r\n",
            b"Host: " + BIG + b"\r\n",
            b"Host : localhost\r\n",
            b" Host: localhost\r\n",
            b"Host: localhost@evil.example\r\n",
            b"Host: a,b\r\n",
        )
    ],
    "lengths": [
        head(b"POST /login HTTP/1.1", b"Content-Length: " + length) + b"abc"
        for length in (b"-1", b"abc", b"0x3", b"3, 3", b"+3", b"1e9", b"99999999999999999999", b"2000000", b"", b"\xb2")
    ]
    + [head(b"POST /login HTTP/1.1", b"Content-Length: 3", b"Content-Length: 4") + b"abcd"],
    "smuggled bodies": [
        head(b"POST /login HTTP/1.1", b"Transfer-Encoding: " + coding) + b"zz\r\nabc\r\n0\r\n\r\n"
        for coding in (
            b"chunked",
            b"gzip",
            b"chunked, chunked",
            b"identity",
            b"xchunked",
            b" chunked",
            b"\x0bchunked",
            b"",
        )
    ]
    + [
        head(b"POST /login HTTP/1.1", b"Transfer-Encoding: chunked", b"Content-Length: 3")
        + b"0\r\n\r\nGET /x HTTP/1.1\r\n",
        head(b"POST /login HTTP/1.1", b"Transfer-Encoding: chunked") + b"3\r\nabc\r\n0\r\n\r\n",
        head(b"POST /login HTTP/1.1", b"Transfer-Encoding: chunked") + b"f" * 900 + b"\r\n",
    ],
    "charsets and types": [
        post(b"username=%ff\xff", form=b"Content-Type: " + kind)
        for kind in (
            b"application/x-www-form-urlencoded; charset=latin-1",
            b"application/x-www-form-urlencoded; charset=nonsense",
            b"multipart/form-data",
            b"multipart/form-data; boundary=",
            b"multipart/form-data; boundary=\xff",
            b"\xff",
            b"application/json",
            b"text/plain",
            b"",
            b"application/x-www-form-urlencoded; charset=utf-16",
        )
    ],
    "parts where text belongs": [
        post(
            b'--x\r\nContent-Disposition: form-data; name="%s"; filename="a"\r\n\r\nx\r\n--x--' % name,
            form=b"Content-Type: multipart/form-data; boundary=x",
        )
        for name in (b"username", b"csrf_token", b"\xff", b"")
    ],
    "long bodies": [post(b"a" * 200_000), post(b"a" * 1_100_000), post(b"a=&" * 40_000), post(b"%" * 10_000)],
    "smuggled headers": [
        get(b"/users/alice/", name + b": " + value)
        for name, value in (
            (b"X-Vhm-Root", b"/users/alice"),
            (b"X-Forwarded-Host", b"evil.example"),
            (b"X-Forwarded-Proto", b"gopher"),
            (b"X-Forwarded-For", b"\xff"),
            (b"Forwarded", b'for="'),
            (b"X-Forwarded-Port", b"x"),
            (b"X_Forwarded_For", b"1"),
            (b"X-Original-URL", b"/static/app.css"),
            (b"X-HTTP-Method-Override", b"POST"),
            (b"Expect", b"100-continue"),
            (b"Upgrade", b"h2c"),
            (b"Connection", b"Host"),
            (b"Range", b"bytes=0-"),
            (b"Cookie2", b"$Version=1"),
        )
    ],
    "times of files": [
        get(b"/static/app.css", b"If-Modified-Since: Fri, 31 Dec " + since)
        for since in (b"99999999 23:59:59 GMT", b"9999 23:59:59 -9999", b"2026 23:59:59 +" + b"9" * 30, b"9" * 5000)
    ],
    "parts of files": [
        get(b"/static/app.css", b"Range: bytes=" + part)
        for part in (b"0-", b"-0", b"99999-", b"0-1,3-4", b"0-" + b"9" * 5000, b"9" * 5000 + b"-")
    ],
    "no HTTP": [
        b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x00" * 99,
        b"GET / HTTP/1.1\nHost: localhost\nConnection: close\n\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        BIG + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\n: empty\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n folded\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\rSet-Cookie: b\r\n\r\n",
        b"GET  /  HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1 x\r\n\r\n",
        b"GET / HTTP/0.9\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / FTP/1.1\r\n\r\n",
        b"GET / http/1.1\r\nHost: localhost\r\n\r\n",
    ],
}
