#!/bin/sh
# The primary, heard by TLS. A key is read only from a file that is PostgreSQL's own and that nobody else can read.
set -eu
install -m 600 /run/secrets/postgres_key /tmp/tls.key
exec docker-entrypoint.sh "$@" -c ssl=on -c ssl_cert_file=/run/secrets/postgres_certificate -c ssl_key_file=/tmp/tls.key
