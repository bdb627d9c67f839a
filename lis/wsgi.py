"""What does a web server call? This application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lis.settings")

application = get_wsgi_application()
