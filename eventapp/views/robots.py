"""What search engines may ask for (RFC 9309): whatever they see without signing in, but for secret addresses."""

from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from eventapp.models import Root
from eventapp.security.public import FEED


@view_config(context=Root, name="robots.txt", request_method="GET", permission=NO_PERMISSION_REQUIRED)
def robots(context: Root, request: Request) -> Response:
    return Response(f"User-agent: *\nDisallow: {FEED}\n", content_type="text/plain", charset="UTF-8")
