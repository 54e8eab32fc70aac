# syntax=docker/dockerfile:1
# The portal as an image: docs/docker.md. Nobody's secrets are in it; they come as files when it is started.
FROM python:3.11-slim-bookworm AS packages
WORKDIR /app
COPY requirements.lock ./
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --disable-pip-version-check \
        --only-binary=:all: --require-hashes -r requirements.lock

FROM python:3.11-slim-bookworm
# The font draws pictures that are forwarded to chat groups. Debian's own security updates are wanted: no version.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --no-install-recommends -y fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 louzu \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/louzu \
        --shell /usr/sbin/nologin louzu \
    && install -d -o louzu -g louzu -m 0700 /var/lib/louzu
WORKDIR /app
COPY --from=packages /app/.venv .venv
COPY requirements.lock pyproject.toml manage.py ./
COPY bin bin
COPY locale locale
COPY static static
COPY templates templates
COPY louzu louzu
COPY residents residents
COPY governance governance
RUN .venv/bin/python -m compileall -q louzu residents governance
ENV LOUZU_HOME=/var/lib/louzu \
    HOST=0.0.0.0 \
    PORT=8000 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 \
    CMD [".venv/bin/python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["/app/bin/louzu"]
CMD ["serve"]
