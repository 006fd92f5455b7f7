#!/usr/bin/env bash
# Runs tcprt, and whichever of its peers are installed (tcpdump, tcptrace, tshark), over captures in
# turn, round after round, and prints a Markdown table. CPU seconds are user and system time of all
# threads, start and compilation included; compare them within one table only, since a shared
# machine changes by the hour. tcprt writes its lines to files; the peers write to /dev/null.
set -euo pipefail

usage() {
    cat >&2 <<USAGE
usage: $0 [--rounds N] CAPTURE...   the table; N defaults to 5
       $0 --profile CAPTURE         where tcprt spends its time: the topmost frames of JFR's samples
Captures are pcap or pcapng files, also with gzip; bench/make-captures.sh makes some.
USAGE
    exit 2
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tshark_limit=500000 # packets: it takes a minute and gigabytes for more
rounds=5
profile=false
while (($#)); do
    case $1 in
        --rounds)
            (($# >= 2)) || usage
            rounds=$2
            shift 2
            ;;
        --profile)
            profile=true
            shift
            ;;
        -*) usage ;;
        *) break ;;
    esac
done
(($# >= 1)) || usage

need() {
    command -v "$1" >/dev/null || {
        printf '%s: not found; Debian: apt-get install %s\n' "$1" "$2" >&2
        exit 1
    }
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# plain CAPTURE: its name, uncompressed, because tcpdump reads nothing else
plain() {
    case $1 in
        *.gz)
            local file
            file=$work/$(basename "$(dirname "$1")")-$(basename "$1" .gz)
            [[ -e $file ]] || zcat "$1" >"$file"
            printf '%s\n' "$file"
            ;;
        *) printf '%s\n' "$1" ;;
    esac
}

replay() { "$root/tcprt" replay --force -o "$work/out" "$@"; }

if $profile; then
    need jcmd openjdk-17-jdk-headless
    capture=$(plain "$1")
    replay "$capture" 2>/dev/null # builds it if need be
    mkfifo "$work/fifo"
    JAVA_TOOL_OPTIONS="-XX:StartFlightRecording=settings=profile \
        -XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints" \
        "$root/tcprt" replay --force -o "$work/out" - <"$work/fifo" 2>/dev/null &
    pid=$!
    exec 3>"$work/fifo"
    cat "$capture" >&3
    # The program waits for more now. It would not write a recording at its end: it halts.
    jcmd "$pid" JFR.dump "filename=$work/recording.jfr" >/dev/null
    exec 3>&-
    wait "$pid"
    jfr print --events jdk.ExecutionSample --stack-depth 1 "$work/recording.jfr" |
        sed -n 's/^ *\(.*\) *line:.*/\1/p' | sort | uniq -c | sort -rn | head -n 40
    exit
fi

need /usr/bin/time time
need tcpdump tcpdump

tcprt() { "${timed[@]}" "$root/tcprt" replay --force -o "$work/out" "$1"; }
tcpdump_copy() { "${timed[@]}" tcpdump -r "$1" -w /dev/null; }
tcptrace_rtt() { "${timed[@]}" tcptrace -r -l "$1"; }
tshark_conversations() { "${timed[@]}" tshark -q -z conv,tcp -r "$1"; }
declare -A titles=(
    [tcprt]='tcprt replay'
    [tcpdump_copy]='tcpdump -w /dev/null'
    [tcptrace_rtt]='tcptrace -r -l'
    [tshark_conversations]='tshark -q -z conv,tcp'
)

printf '| capture | program | CPU s, median of %d (least to most) | Mpps | MB resident |\n' "$rounds"
printf '|---|---|---|---|---|\n'
for given in "$@"; do
    capture=$(plain "$given")
    packets=$(tcpdump --count -r "$capture" 2>/dev/null | sed 's/ .*//')
    programs=(tcprt tcpdump_copy)
    ! command -v tcptrace >/dev/null || programs+=(tcptrace_rtt)
    ! command -v tshark >/dev/null || ((packets > tshark_limit)) || programs+=(tshark_conversations)
    replay "$capture" 2>/dev/null # builds it if need be, and reads the file into memory
    for ((round = 0; round < rounds; round++)); do
        for program in "${programs[@]}"; do
            timed=(/usr/bin/time -a -o "$work/$program" -f '%U %S %M')
            "$program" "$capture" >/dev/null 2>"$work/errors" || {
                printf '%s fails on %s:\n' "${titles[$program]}" "$given" >&2
                cat "$work/errors" >&2
                exit 1
            }
        done
    done
    for program in "${programs[@]}"; do
        awk '{ print $1 + $2, $3 }' "$work/$program" | sort -n |
            awk -v name="$(basename "$capture"), $packets packets" -v title="${titles[$program]}" \
                -v packets="$packets" '
                { cpu[NR] = $1; if ($2 > resident) resident = $2 }
                END {
                    median = cpu[int((NR + 1) / 2)]
                    printf "| %s | %s | %.2f (%.2f to %.2f) | %.2f | %d |\n", name, title,
                        median, cpu[1], cpu[NR], packets / median / 1e6, resident / 1024
                }'
        rm "$work/$program"
    done
done
