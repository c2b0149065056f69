# The page is built where Node is, the wheel where a compiler may be, and only the wheel goes into the image that runs.
FROM node:24.11-bookworm-slim AS page
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY frontend/ ./
RUN npm run build

FROM python:3.12-slim-bookworm AS wheel
WORKDIR /src
RUN pip install --no-cache-dir build==1.3.0
COPY . .
COPY --from=page /src/graphsvc/web/page graphsvc/web/page
RUN python -m build --wheel --outdir /wheels

FROM python:3.12-slim-bookworm
LABEL org.opencontainers.image.title="graphsvc" \
      org.opencontainers.image.description="Kubernetes audit logs as a graph in Neo4j" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV PYTHONUNBUFFERED=1 \
    GRAPHSVC_DATA=/var/lib/graphsvc
RUN useradd --system --uid 10001 --home-dir /var/lib/graphsvc --create-home graphsvc
COPY --from=wheel /wheels /wheels
RUN pip install --no-cache-dir "$(echo /wheels/*.whl)[s3,lake,sigma]" && rm -r /wheels
USER 10001
WORKDIR /var/lib/graphsvc
VOLUME /var/lib/graphsvc
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/livez', timeout=2)"]
ENTRYPOINT ["graphsvc"]
CMD ["serve"]
