#!/bin/sh
# A standby: copies the primary the first time, then follows it until somebody promotes it (docs/production-guide.md).
set -eu
umask 077
primary='host=postgres-1 user=replication application_name=standby sslmode=verify-full sslrootcert=/run/secrets/inside_ca'
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  printf 'postgres-1:5432:*:replication:%s\n' "$(cat /run/secrets/replication_password)" >/tmp/pgpass
  PGPASSFILE=/tmp/pgpass pg_basebackup -D "$PGDATA" -X stream -R -d "$primary"
  rm -f /tmp/pgpass
  # -R writes no password from a file: the following goes on with the one that stands in this configuration.
  printf "primary_conninfo = '%s password=%s'\n" "$primary" "$(cat /run/secrets/replication_password)" \
    >>"$PGDATA/postgresql.auto.conf"
  # Taken over from the primary; a standby that is promoted has nobody yet whom it could wait for.
  printf "synchronous_standby_names = ''\n" >>"$PGDATA/postgresql.auto.conf"
fi
# Heard by TLS as the primary is, which it may be one day.
install -m 600 /run/secrets/postgres_key /tmp/tls.key
exec postgres "$@" -c ssl=on -c ssl_cert_file=/run/secrets/postgres_certificate -c ssl_key_file=/tmp/tls.key
