"""The service's application with one slow address and one that breaks below it, for the tests of the web server."""

import sys
import time

from lis.wsgi import application as service


def application(environ, start_response):
    if environ["PATH_INFO"].startswith("/slow/"):
        # Whoever watches knows from here on that the request is under way.
        sys.stderr.write("begun\n")
        time.sleep(1.5)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"to the end"]
    if environ["PATH_INFO"].startswith("/broken/"):
        raise ValueError(environ["QUERY_STRING"])
    return service(environ, start_response)
