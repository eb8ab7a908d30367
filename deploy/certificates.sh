#!/bin/sh
# Certificates for the lines between the servers, made in the present folder, that of the secrets: an authority of their own and, for each
# kind of server, a certificate with the names by which the others call it. The authority's key is thrown away, nobody can issue
# more: to renew, run this again and make all containers anew.
set -eu
umask 077
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
days=730
cat >"$work/form" <<'END'
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
END

ask() {
  openssl req -config "$work/form" -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "$@" 2>"$work/words" || {
    cat "$work/words" >&2
    exit 1
  }
}

# issue KIND NAME…
issue() {
  kind="$1"
  shift
  names=''
  for name in "$@"; do names="${names:+$names,}DNS:$name"; done
  rm -f "${kind}_key.pem" "${kind}_certificate.pem"
  ask -keyout "${kind}_key.pem" -subj "/CN=$1" -out "$work/asked"
  printf 'subjectAltName = %s\n' "$names" >"$work/names"
  openssl x509 -req -in "$work/asked" -CA inside_ca.pem -CAkey "$work/key" -set_serial "0x$(openssl rand -hex 15)" -days "$days" \
    -extfile "$work/names" -out "${kind}_certificate.pem" 2>"$work/words" || {
    cat "$work/words" >&2
    exit 1
  }
}

rm -f inside_ca.pem
ask -x509 -keyout "$work/key" -subj '/CN=Linewatch inside' -extensions authority -days "$days" -out inside_ca.pem
issue postgres postgres-1 postgres-2
issue redis redis-1 redis-2 sentinel-1 sentinel-2 sentinel-3
issue objects objects
issue api api
