"""How gunicorn serves the portal; found by itself when started in this folder."""

import os
import signal

bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
wsgi_app = "shahe_portal.wsgi"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 60
graceful_timeout = 30  # shorter than the supervisor's patience
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
accesslog = "-" if os.environ.get("ACCESS_LOG") == "true" else None
control_socket_disable = True  # nothing here uses it, and it would write into the home folder


def when_ready(server):
    address = f"http://{server.address[0][0]}:{server.address[0][1]}/"
    print(f"门户已就绪：{address}\nThe portal is ready: {address}", flush=True)


def post_worker_init(worker):
    """Leave Ctrl-C to the master: a worker that hears of it twice hangs until it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
