# The service as an image: everything is installed by its hash and made ready here, and nothing is written there later.
# The Python is the version that the tests run on.

FROM python:3.11-slim AS build
ENV DATA_DIR=/srv/concordat/data PYTHONDONTWRITEBYTECODE=1 PYTHONUTF8=1
WORKDIR /srv/concordat
COPY requirements.lock requirements-node.lock package.json package-lock.json .npmrc ./
COPY launch launch
RUN python -c "from launch import packages; packages.prepare_python(packages.RUNTIME); packages.prepare_front_end()"
COPY manage.py ./
COPY static static
COPY templates templates
COPY lis lis
COPY propositions propositions
COPY consultations consultations
# As the demonstration, which needs no keys; what it makes for itself stays behind in this stage.
RUN DEMONSTRATION=1 data/venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && data/venv/bin/python -m compileall -q data/venv launch lis propositions consultations

FROM python:3.11-slim AS service
ENV PATH=/srv/concordat/data/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PYTHONUTF8=1 \
    DATA_DIR=/srv/concordat/data \
    FLEET=1 \
    PROMETHEUS_MULTIPROC_DIR=/tmp/figures \
    WEB_BIND=0.0.0.0:8000
# A number that no machine has given to anybody; the folder for files is all that is theirs.
RUN groupadd --gid 10001 concordat \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin concordat \
    && install --directory --owner 10001 --group 10001 --mode 0700 /srv/concordat/data/files
WORKDIR /srv/concordat
COPY --from=build /srv/concordat/data/venv data/venv
COPY --from=build /srv/concordat/data/static data/static
COPY --from=build /srv/concordat/launch launch
COPY --from=build /srv/concordat/templates templates
COPY --from=build /srv/concordat/lis lis
COPY --from=build /srv/concordat/propositions propositions
COPY --from=build /srv/concordat/consultations consultations
COPY --from=build /srv/concordat/manage.py ./
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "--config", "python:lis.web_server", "lis.wsgi:application"]
