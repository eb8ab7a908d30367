#!/bin/sh
# A Sentinel, heard by TLS alone and speaking it to all; two of three must agree that the master is gone.
set -eu
cat >/tmp/sentinel.conf <<END
port 0
tls-port 26379
tls-replication yes
tls-auth-clients no
tls-ca-cert-file /run/secrets/inside_ca
tls-cert-file /run/secrets/redis_certificate
tls-key-file /run/secrets/redis_key
dir /tmp
sentinel resolve-hostnames yes
sentinel announce-hostnames yes
sentinel monitor mymaster redis-1 6379 2
sentinel auth-pass mymaster $(cat /run/secrets/redis_password)
sentinel down-after-milliseconds mymaster 3000
sentinel failover-timeout mymaster 10000
END
exec redis-server /tmp/sentinel.conf --sentinel
