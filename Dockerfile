FROM python:3.13-slim AS build
WORKDIR /build
COPY pyproject.toml constraints.txt README.md LICENSE hatch_build.py ./
COPY scripts scripts
COPY frontend frontend
COPY src src
RUN pip wheel --no-cache-dir --no-deps --wheel-dir wheels .
# The environment is made whole here, so that the image below carries neither sources nor build tools.
# The extra that [postgresql] needs is in it, because nobody installs into an image afterwards.
RUN python -m venv /opt/topbms \
    && set -- wheels/topbms-*.whl \
    && /opt/topbms/bin/pip install --no-cache-dir --constraint constraints.txt "$1[postgres]"

FROM python:3.13-slim
# 1000 is the first user of most hosts: a config that only he may read (mode 0600) can be mounted as it is.
# dialout owns the serial ports of a Debian host, under the same number there and here.
RUN useradd --uid 1000 --groups dialout --home-dir /var/lib/topbms --no-create-home --shell /usr/sbin/nologin topbms \
    && install -d -m 0755 /etc/topbms \
    && install -d -m 0750 -o topbms -g topbms /var/lib/topbms
COPY --from=build /opt/topbms /opt/topbms
# STATE_DIRECTORY is what systemd sets for a service: relative paths in the config start there.
ENV PATH=/opt/topbms/bin:$PATH \
    TOPBMS_CONFIG=/etc/topbms/topbms.toml \
    STATE_DIRECTORY=/var/lib/topbms
USER topbms
WORKDIR /var/lib/topbms
VOLUME /var/lib/topbms
STOPSIGNAL SIGTERM
ENTRYPOINT ["topbms"]
CMD ["run"]
