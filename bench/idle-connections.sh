#!/usr/bin/env bash
# What an open connection costs that says nothing: has tcprt trace a million handshakes, and while it
# waits for more looks at its memory. Prints a Markdown table and, for bench/run, with --raw FILE
# the bytes per connection.
set -euo pipefail

usage() {
    printf 'usage: %s [--raw FILE] [CONNECTIONS]; default 1000000\n' "$0" >&2
    exit 2
}

raw=/dev/null
if [[ ${1:-} == --raw ]]; then
    (($# >= 2)) || usage
    raw=$2
    shift 2
fi
(($# <= 1)) || usage
connections=${1:-1000000}
[[ $connections =~ ^[1-9][0-9]*$ ]] || usage
for tool in python3:python3 jcmd:openjdk-17-jdk-headless; do
    command -v "${tool%:*}" >/dev/null || {
        printf '%s: not found; Debian: apt-get install %s\n' "${tool%:*}" "${tool#*:}" >&2
        exit 1
    }
done

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
pid=
cleanup() {
    [[ -z $pid ]] || kill "$pid" 2>/dev/null || true
    wait
    rm -rf "$work"
}
trap cleanup EXIT

"$here/../tcprt" --version >/dev/null # builds it if need be
mkfifo "$work/fifo"
"$here/../tcprt" replay --connection-limit "$connections" -o "$work/out" - <"$work/fifo" 2>"$work/errors" &
pid=$!
exec 3>"$work/fifo"
"$here/idle-connections.py" "$connections" >&3
# All that was written has been traced once it waits.
cpu_ticks() { awk '{ print $14 + $15 }' "/proc/$pid/stat"; }
before=
until [[ $(cpu_ticks) == "$before" ]]; do
    before=$(cpu_ticks)
    sleep 1
done
resident=$(awk '/^VmHWM/ { print $2 * 1024 }' "/proc/$pid/status")
# The histogram is of what a collection leaves. It is collected for twice: finalizers come between.
jcmd "$pid" GC.class_histogram >/dev/null
jcmd "$pid" GC.class_histogram >"$work/histogram"
live=$(awk '$1 == "Total" { print $3 }' "$work/histogram")
exec 3>&-
wait "$pid" || {
    cat "$work/errors" >&2
    exit 1
}
pid=

printf '| %s idle connections | bytes | bytes each |\n|---|---|---|\n' "$connections"
printf '| live objects after a collection | %s | %d |\n' "$live" $((live / connections))
printf '| most resident memory before it | %s | %d |\n\n' "$resident" $((resident / connections))
printf 'The largest classes:\n\n| class | bytes each |\n|---|---|\n'
awk -v connections="$connections" '
    $1 ~ /^[0-9]+:$/ && $3 / connections >= 4 { printf "| `%s` | %.0f |\n", $4, $3 / connections }
' "$work/histogram"
printf '%d\n' $((live / connections)) >>"$raw"
