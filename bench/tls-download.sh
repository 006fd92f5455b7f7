#!/usr/bin/env bash
# What https mode costs over default mode on a TLS download: makes a capture of one with openssl and
# curl in a network namespace of its own, and traces it in both modes in turn, CPU time of the tracing
# thread per frame. Needs mvn; to make the capture root, and unshare, ip, ethtool, openssl, curl, tcpdump.
#
#   tls-download.sh [--mib SIZE] [CAPTURE]    CAPTURE: of port 4433, instead of making one
set -euo pipefail

mib=200
while (($#)); do
    case $1 in
        --mib) mib=$2; shift 2 ;;
        -*) sed -n 's/^#   /usage: /p' "$0" >&2; exit 2 ;;
        *) break ;;
    esac
done
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

capture() {
    for tool in unshare ip ethtool openssl curl tcpdump; do
        command -v "$tool" >/dev/null || { printf '%s: not found\n' "$tool" >&2; exit 1; }
    done
    openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -days 1 \
        -keyout "$work/key" -out "$work/cert" 2>/dev/null
    head -c "$((mib << 20))" /dev/zero >"$work/file"
    (cd "$work" && unshare -n bash -euc '
        ip link set lo mtu 1500 up
        ethtool -K lo tso off gso off gro off >/dev/null 2>&1
        tcpdump -i lo -B 65536 -w download.pcap tcp port 4433 2>/dev/null & dump=$!
        openssl s_server -quiet -accept 4433 -key key -cert cert -WWW >/dev/null 2>&1 & server=$!
        sleep 1
        curl -sk -o /dev/null https://127.0.0.1:4433/file
        sleep 1
        kill "$dump" "$server"
        wait')  || true
    rm "$work/file"
    printf '%s\n' "$work/download.pcap"
}

file=${1:-$(capture)}
printf '%s: %s bytes\n' "$(basename "$file")" "$(stat -c %s "$file")"
mvn -o -q -Dquick -f "$root/pom.xml" -pl bench -am compile
modules=(tcp-state tls-http-parsers bench)
java -XX:+UseSerialGC -cp "$(printf "$root/%s/target/classes:" "${modules[@]}")" \
    tcprt.bench.TlsDownload "$file" 4433
