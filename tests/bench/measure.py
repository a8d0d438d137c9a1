"""How it is measured: requests without a network, and times side by side.

Nothing of eventapp may be imported here: the start of the bare application is measured with it.
"""

from collections.abc import Callable, Mapping
from io import BytesIO
from statistics import median
from time import perf_counter, thread_time
from typing import Any
from urllib.parse import urlencode

from webob import Request

Call = Callable[[], bytes]

Row = tuple[str, str, str]
"""What was measured; what that was here, with its unit; and what multiple of what it is."""


def side_by_side(
    calls: Mapping[str, Callable[[], object]], tries: int, clock: Callable[[], float] = perf_counter
) -> dict[str, float]:
    """The median time of each call, in seconds.

    They are made in turn, so whatever else the machine does meanwhile, it does to all of them.
    """
    for call in calls.values():
        call()
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(tries):
        for name, call in calls.items():
            start = clock()
            call()
            times[name].append(clock() - start)
    return {name: median(taken) for name, taken in times.items()}


def work_side_by_side(calls: Mapping[str, Callable[[], object]], tries: int) -> dict[str, float]:
    """The same in seconds of the processor: others who keep it busy don't count, nor does waiting for a disk."""
    return side_by_side(calls, tries, thread_time)


def asking(app: Any, path: str, cookie: str = "", form: Mapping[str, str] | None = None, status: int = 200) -> Call:
    """A call that sends one request through the whole WSGI application, and answers the body.

    :param status: what the answer must be, so that no error page is measured by mistake.
    """
    request = Request.blank(path, environ={"HTTP_COOKIE": cookie} if cookie else {})
    body = urlencode(form or {}).encode()
    if form is not None:
        request.method, request.content_type = "POST", "application/x-www-form-urlencoded"
        request.content_length = len(body)
    prototype = request.environ

    def call() -> bytes:
        said: list[str] = []
        parts = app({**prototype, "wsgi.input": BytesIO(body)}, lambda line, headers, exc=None: said.append(line))
        answer = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        if not said[0].startswith(str(status)):
            raise RuntimeError(f"{path} was answered {said[0]}, not {status}")
        return answer

    return call


def in_ms(seconds: float) -> str:
    return f"{_three_digits(seconds * 1000)} ms"


def multiple(ratio: float) -> str:
    return f"{_three_digits(ratio)} ×"


def _three_digits(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:#.3g}"
