"""What answers: the APIs of CodePipeline and CodeConnections and the test's own questions here, the rest ministack."""

import functools
import json

import botocore.session
import ministack.app
from ministack.core.responses import set_request_account_id, set_request_region
from ministack.core.router import extract_access_key_id, extract_region

import connections
import diary
import existing
import in_use
import notifications
import order
import pipelines
import stack_output
import types_we_add

# A session remembers the descriptions of services that it has read; ministack asks for a new one
# for each that it wants.
botocore.session.get_session = functools.cache(botocore.session.get_session)
types_we_add.register()
stack_output.install()
order.install()
in_use.install()
diary.install()


async def application(scope, receive, send):
    answer = ours(scope)
    if answer is None:
        await ministack.app.app(scope, receive, send)
        return
    status, body = answer(await read(receive))
    headers = [(b"content-type", b"application/x-amz-json-1.1")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})


def ours(scope):
    """The function that answers a request, where that is not ministack's business."""
    if scope["type"] != "http":
        return None
    headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
    set_request_account_id(extract_access_key_id(headers, {}) or "")
    set_request_region(extract_region(headers, {}))
    diary.request(headers)
    if scope["path"] == "/_pipewright/diary":
        return lambda body: (200, diary.pages())
    if scope["path"] == "/_pipewright/key":
        return existing.key
    if scope["path"] == "/_pipewright/connection":
        return connections.complete
    if scope["path"] == "/describeNotificationRule":
        return notifications.describe
    service, _, action = headers.get("x-amz-target", "").rpartition(".")
    if service == connections.TARGET:
        return lambda body: connections.answer(action, body)
    if service == "CodePipeline_20150709":
        return lambda body: pipelines.answer(action, body)
    return None


async def read(receive):
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return json.loads(body or b"{}")
