# The desk (gongbao desk) as an image, built by `docker compose build`; every dependency by version and hash.
FROM node:20.19.5-bookworm-slim AS scripts
WORKDIR /htmx
COPY desk/htmx/package.json desk/htmx/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM python:3.11.14-slim-bookworm
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1
WORKDIR /opt/gongbao
COPY requirements-server.lock ./
RUN pip install --require-hashes -r requirements-server.lock
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY core core
COPY ingest ingest
COPY nlp nlp
COPY search search
COPY site site
COPY desk desk
COPY --from=scripts /htmx/node_modules/htmx.org/dist/htmx.min.js /htmx/node_modules/htmx.org/LICENSE desk/gongbao/desk/assets/htmx/
RUN pip install --no-deps --no-build-isolation . && useradd --create-home gongbao && install -d -o gongbao /newsroom
USER gongbao
WORKDIR /newsroom
EXPOSE 8010
CMD ["gongbao", "desk", "--host", "0.0.0.0"]
