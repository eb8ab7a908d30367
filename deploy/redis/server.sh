#!/bin/sh
# A Redis, heard and followed by TLS alone, the password from its file; $1 is the name it is known by, $2 the master it begins by following, if any.
set -eu
password="$(cat /run/secrets/redis_password)"
{
  # noeviction: any other policy may drop jobs silently, and Linewatch refuses to start on it.
  printf 'maxmemory 400mb\nmaxmemory-policy noeviction\nappendonly yes\ndir /data\n'
  printf 'requirepass %s\nmasterauth %s\nreplica-announce-ip %s\n' "$password" "$password" "$1"
  printf 'port 0\ntls-port 6379\ntls-replication yes\ntls-auth-clients no\ntls-ca-cert-file /run/secrets/inside_ca\n'
  printf 'tls-cert-file /run/secrets/redis_certificate\ntls-key-file /run/secrets/redis_key\n'
  [ $# -lt 2 ] || printf 'replicaof %s 6379\n' "$2"
} >/tmp/redis.conf
exec redis-server /tmp/redis.conf
