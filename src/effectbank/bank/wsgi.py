"""The bank as a WSGI application: any server may serve it; ours is waitress (cli/serve.py)."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "effectbank.bank.settings")

application = get_wsgi_application()
