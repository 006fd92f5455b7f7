#!/usr/bin/env bash
# What https mode costs over default mode on a TLS download: makes a capture of one with openssl and
# curl in a network namespace of its own, replays it in both modes in turn, round after round, and
# prints the user CPU seconds of each, start of the JVM (measured on a capture of one frame)
# taken off. Needs root, and unshare, ip, ethtool, openssl, curl, tcpdump.
#
#   tls-download.sh [--rounds N] [--mib SIZE] [CAPTURE]    CAPTURE: of port 4433, instead of making one
set -euo pipefail

rounds=5
mib=600
while (($#)); do
    case $1 in
        --rounds) rounds=$2; shift 2 ;;
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

# cpu MODE CAPTURE: user CPU seconds
cpu() {
    local TIMEFORMAT=%U
    { time "$root/tcprt" replay --mode "$1" --lports 4433 --force -o "$work/out" "$2" \
        >/dev/null 2>&1; } 2>&1
}

file=${1:-$(capture)}
head -c 24 "$file" >"$work/empty.pcap"
"$root/tcprt" --version >/dev/null
printf '%s: %s\n\n' "$(basename "$file")" "$(stat -c %s "$file") bytes"
printf '| round | start | default | https | https costs |\n|--:|--:|--:|--:|--:|\n'
for ((round = 1; round <= rounds; round++)); do
    start=$(cpu default "$work/empty.pcap")
    plain=$(cpu default "$file")
    parsed=$(cpu https "$file")
    awk -v r="$round" -v s="$start" -v d="$plain" -v h="$parsed" 'BEGIN {
        printf "| %d | %.2f | %.2f | %.2f | %+.1f %% |\n", r, s, d - s, h - s, 100 * (h - d) / (d - s) }'
done
