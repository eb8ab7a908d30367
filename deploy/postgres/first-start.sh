#!/bin/sh
# On the primary, once, while it is made: the standby's account, from its next start on commits that wait for the standby, and
# nobody from another machine without TLS.
set -eu
psql -v ON_ERROR_STOP=1 -v word="$(cat /run/secrets/replication_password)" -U "$POSTGRES_USER" -d "$POSTGRES_DB" <<'SQL'
CREATE ROLE replication LOGIN REPLICATION PASSWORD :'word';
ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (standby)';
SQL
sed -i 's/^host all all all /hostssl all all all /' "$PGDATA/pg_hba.conf"
echo 'hostssl replication replication samenet scram-sha-256' >>"$PGDATA/pg_hba.conf"
