"""Serves AWS on this machine, for one test: ministack, and what it lacks.

usage: serve.py FOLDER

Listens on 127.0.0.1 on a free port, which it prints. It ends when its standard input
does, so that it never outlives the test that started it. FOLDER takes whatever would
otherwise go to the system's own temporary folder.
"""

import asyncio
import logging
import os
import socket
import sys
import threading


def listen():
    """A socket that takes connections from now on, before anything answers them."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    return listener


def settle(folder, port):
    """What ministack reads from the environment while it is imported."""
    os.environ.update(
        GATEWAY_PORT=str(port),
        MINISTACK_HOST="127.0.0.1",
        LOG_LEVEL="ERROR",
        TMPDIR=folder,
        S3_DATA_DIR=os.path.join(folder, "s3"),
        STATE_DIR=os.path.join(folder, "state"),
        # No container of this machine is its business, and no other port.
        DOCKER_HOST=f"unix://{folder}/none.sock",
        SFTP_ENABLED="0",
        IOT_MTLS_ENABLED="0",
    )


def end_with_the_test():
    sys.stdin.buffer.read()
    os._exit(0)


def main():
    listener = listen()
    port = listener.getsockname()[1]
    settle(sys.argv[1], port)
    threading.Thread(target=end_with_the_test, daemon=True).start()

    from hypercorn.asyncio import serve
    from hypercorn.config import Config

    from application import application

    config = Config()
    config.bind = [f"fd://{listener.fileno()}"]
    # A client that sends on a connection just as it is closed for being idle would fail, and ours
    # send once. The server ends with the test.
    config.keep_alive_timeout = 24 * 3600
    config.loglevel = "ERROR"
    logging.getLogger("hypercorn.error").setLevel(logging.ERROR)
    print(port, flush=True)
    asyncio.run(serve(application, config))


main()
