#!/usr/bin/env bash
# How fast packets may come before they are lost: floods a veth pair at rising rates (bench/flood.c)
# and has tcprt and tcpdump -w /dev/null, one after the other, capture it with the same buffer of
# 64 MiB: the sender on one core, the program on another. Prints a Markdown table; with --raw FILE also "RATE PROGRAM SENT SEEN DROPPED".
# Needs root; nothing leaves the two network namespaces.
set -euo pipefail

usage() {
    printf 'usage: %s [--seconds N] [--raw FILE] [RATE]...\n' "$0" >&2
    printf 'RATE is packets a second, 0 for as many as the sender can; N defaults to 5\n' >&2
    exit 2
}

seconds=5
slow_seconds=5 # before that, until the program has compiled itself
raw=/dev/null
while (($#)); do
    case $1 in
        --seconds)
            (($# >= 2)) || usage
            seconds=$2
            shift 2
            ;;
        --raw)
            (($# >= 2)) || usage
            raw=$2
            shift 2
            ;;
        -*) usage ;;
        *) break ;;
    esac
done
rates=("$@")
((${#rates[@]})) || rates=(100000 200000 400000 0)
for tool in ip:iproute2 taskset:util-linux tcpdump:tcpdump cc:gcc; do
    command -v "${tool%:*}" >/dev/null || {
        printf '%s: not found; Debian: apt-get install %s\n' "${tool%:*}" "${tool#*:}" >&2
        exit 1
    }
done

# The first two cores this process may use.
mapfile -t cores < <(taskset -cp $$ | sed 's/.*: //' | awk -v RS=, -F- '{
    for (core = $1 + 0; core <= (NF > 1 ? $2 : $1) + 0; core++) print core
}')
((${#cores[@]} >= 2)) || {
    printf 'only one core may be used here; two are needed\n' >&2
    exit 1
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
receiver=tcprt-receiver-$$
sender=tcprt-sender-$$
capturing=
cleanup() {
    set +e
    [[ -z $capturing ]] || kill "$capturing" 2>/dev/null
    wait
    ip netns del "$receiver" 2>/dev/null
    ip netns del "$sender" 2>/dev/null
    rm -rf "$work"
}
trap cleanup EXIT

cc -O2 -o "$work/flood" "$here/flood.c"
"$here/../tcprt" --version >/dev/null # builds it if need be
ip netns add "$receiver"
ip netns add "$sender"
ip link add veth0 netns "$receiver" type veth peer name veth0 netns "$sender"
for namespace in "$receiver" "$sender"; do
    ip netns exec "$namespace" sysctl -qw net.ipv6.conf.all.disable_ipv6=1
    ip -n "$namespace" link set veth0 up
done

# until_said FILE TEXT
until_said() {
    for ((tries = 0; tries < 100; tries++)); do
        ! grep -q "$2" "$1" || return 0
        sleep 0.1
    done
    cat "$1" >&2
    return 1
}

# Arrays, not functions: in the background these become the command itself, whose pid $! then is.
in_receiver=(ip netns exec "$receiver" taskset -c "${cores[1]}")
in_sender=(ip netns exec "$sender" taskset -c "${cores[0]}")

start_tcprt() {
    rm -rf "$work/out"
    "${in_receiver[@]}" "$here/../tcprt" run -i veth0 --lports 6379 -o "$work/out" \
        --socket "$work/socket" --summary-json "$work/summary" >/dev/null 2>"$work/said" &
    capturing=$!
    until_said "$work/said" '^tracing'
}
start_tcpdump() {
    "${in_receiver[@]}" tcpdump -i veth0 -s 256 -B 65536 -Z root -w /dev/null 2>"$work/said" &
    capturing=$!
    until_said "$work/said" listening
}

# number NAME: a field of tcprt's summary
number() { sed -E "s/.*\"$1\" ?: ?([0-9]+).*/\1/;t;d" "$work/summary" | head -n 1; }

seen_by_tcprt() { printf '%s %s\n' "$(number frames)" "$(number framesDroppedByCapture)"; }
seen_by_tcpdump() {
    awk '/packets captured/ { seen = $1 } /dropped by kernel/ { dropped = $1 } END { print seen, dropped }' \
        "$work/said"
}

printf '| packets a second | program | sent | seen | dropped |\n|---|---|---|---|---|\n'
for rate in "${rates[@]}"; do
    for program in tcprt tcpdump; do
        "start_$program"
        read -r sent per_second < <(
            "${in_sender[@]}" "$work/flood" veth0 "$slow_seconds" "$rate" "$seconds"
        )
        sleep 1
        kill -TERM "$capturing"
        wait "$capturing" || true
        capturing=
        read -r seen dropped < <("seen_by_$program")
        printf '| %s | %s | %s | %s | %s |\n' "$per_second" "$program" "$sent" "$seen" "$dropped"
        printf '%s %s %s %s %s\n' "$rate" "$program" "$sent" "$seen" "$dropped" >>"$raw"
    done
done
