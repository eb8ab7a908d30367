#!/bin/sh
# A Sentinel; two of three must agree that the master is gone.
set -eu
cat >/tmp/sentinel.conf <<END
port 26379
dir /tmp
sentinel resolve-hostnames yes
sentinel announce-hostnames yes
sentinel monitor mymaster redis-1 6379 2
sentinel auth-pass mymaster $(cat /run/secrets/redis_password)
sentinel down-after-milliseconds mymaster 3000
sentinel failover-timeout mymaster 10000
END
exec redis-sentinel /tmp/sentinel.conf
