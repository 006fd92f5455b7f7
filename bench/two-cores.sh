#!/usr/bin/env bash
# What a second core is worth: wall time of tcprt on two cores against one of them. Two files, one
# process each, first one after the other on one core, then at once; and one file with one shard on
# one core, then with two shards on both. In turn, round after round, the least counts. Prints a
# Markdown table; with --raw FILE also "two-files RATIO" and "one-file NAME RATIO".
set -euo pipefail

usage() {
    printf 'usage: %s [--rounds N] [--raw FILE] CAPTURE...; N defaults to 5\n' "$0" >&2
    exit 2
}

rounds=5
raw=/dev/null
while (($#)); do
    case $1 in
        --rounds)
            (($# >= 2)) || usage
            rounds=$2
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
(($# >= 1)) || usage
command -v taskset >/dev/null || {
    printf 'taskset: not found; Debian: apt-get install util-linux\n' >&2
    exit 1
}

# The first two cores this process may use.
mapfile -t allowed < <(taskset -cp $$ | sed 's/.*: //' | awk -v RS=, -F- '{
    for (core = $1 + 0; core <= (NF > 1 ? $2 : $1) + 0; core++) print core
}')
((${#allowed[@]} >= 2)) || {
    printf 'only one core may be used here; two are needed\n' >&2
    exit 1
}
one=${allowed[0]}
cores=$one,${allowed[1]}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# replay CORES DIRECTORY OPTION...
replay() {
    local on=$1 directory=$2
    shift 2
    rm -rf "${work:?}/$directory"
    taskset -c "$on" "$root/tcprt" replay -o "$work/$directory" "$@" 2>"$work/errors-$directory" || {
        cat "$work/errors-$directory" >&2
        return 1
    }
}
one_shard() { replay "$one" a "$1"; }
two_shards() { replay "$cores" a --shards 2 "$1"; }
in_turn() {
    replay "$one" a "$1"
    replay "$one" b "$1"
}
at_once() {
    replay "$cores" a "$1" &
    local first=$!
    replay "$cores" b "$1"
    wait "$first"
}

# least WAY FILE: the least of what was measured
least() { sort -n "$work/$1" | head -n 1; }

printf '| capture | one core, s | two cores, s | gain |\n|---|---|---|---|\n'
TIMEFORMAT=%R
for capture in "$@"; do
    name=$(basename "$capture")
    replay "$cores" a "$capture" # builds it if need be, and reads the file into memory
    rm -f "$work"/times-*
    for ((round = 0; round < rounds; round++)); do
        for way in one_shard two_shards in_turn at_once; do
            { time "$way" "$capture" 2>&3; } 3>&2 2>>"$work/times-$way"
        done
    done
    gain=$(echo "$(least times-one_shard) $(least times-two_shards)" | awk '{ printf "%.2f", $1 / $2 }')
    printf '| %s, --shards 1 and 2 | %s | %s | %s |\n' "$name" "$(least times-one_shard)" \
        "$(least times-two_shards)" "$gain"
    printf 'one-file %s %s\n' "$name" "$gain" >>"$raw"
    gain=$(echo "$(least times-in_turn) $(least times-at_once)" | awk '{ printf "%.2f", $1 / $2 }')
    printf '| %s twice, a process each | %s | %s | %s |\n' "$name" "$(least times-in_turn)" \
        "$(least times-at_once)" "$gain"
    printf 'two-files %s %s\n' "$name" "$gain" >>"$raw"
done
