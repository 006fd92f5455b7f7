#!/usr/bin/env bash
# Runs tcprt, the floor (bench/floor.c) if there is a C compiler, and whichever of its peers are
# installed (tcpdump, tcptrace, tshark, tcprstat, justniffer), over captures in turn, round after
# round, and prints a Markdown table. CPU seconds are user and system time of all
# threads, start and compilation included; compare them within one table only, since a shared
# machine changes by the hour. tcprt writes its lines to files; the peers write to /dev/null.
set -euo pipefail

usage() {
    cat >&2 <<USAGE
usage: $0 [--rounds N] [--alone] [--lports PORTS] [--raw FILE] CAPTURE...
                                    the table; N defaults to 5. --alone leaves the peers out but for
                                    tcpdump. tcprt traces PORTS, by default every server. FILE gets
                                    the table once more for programs: capture, packets, program,
                                    CPU s least and median, MiB
       $0 --profile CAPTURE         where tcprt spends its time: the topmost frames of JFR's samples
Captures are pcap or pcapng files, also with gzip; bench/make-captures.sh makes some.
USAGE
    exit 2
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tshark_limit=500000 # packets: it takes a minute and gigabytes for more
tcptrace_limit=5000000
rounds=5
profile=false
alone=false
raw=/dev/null
traced=()
while (($#)); do
    case $1 in
        --rounds)
            (($# >= 2)) || usage
            rounds=$2
            shift 2
            ;;
        --alone)
            alone=true
            shift
            ;;
        --lports)
            (($# >= 2)) || usage
            traced=(--lports "$2")
            shift 2
            ;;
        --raw)
            (($# >= 2)) || usage
            raw=$2
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

tcprt() { "${timed[@]}" "$root/tcprt" replay --force ${traced[@]+"${traced[@]}"} -o "$work/out" "$1"; }
tcpdump_copy() { "${timed[@]}" tcpdump -r "$1" -w /dev/null; }
tcptrace_rtt() { "${timed[@]}" tcptrace -r -l "$1"; }
tshark_conversations() { "${timed[@]}" tshark -q -z conv,tcp -r "$1"; }
floor() { "${timed[@]}" "$work/floor.bin" "$1"; }
justniffer_times() {
    "${timed[@]}" justniffer -f "$1" -l "%connection %source.ip:%source.port %dest.ip:%dest.port \
%request.timestamp %request.time %response.time.begin %response.time.end %request.size %response.size"
}
tcprstat_seconds() {
    "${timed[@]}" tcprstat -r "$1" -l "$(server_of "$1" 1)" -p "$(server_of "$1" 2)" -t 1 -n 0
}

# server_of CAPTURE FIELD: the address (1) or the port (2) to which the first connection goes
server_of() {
    tcpdump -nn -q -c 1 -r "$1" 'tcp[13] = 2' 2>/dev/null |
        sed -E 's/.* > ([0-9.]+)\.([0-9]+): .*/\1 \2/' | cut -d ' ' -f "$2"
}

declare -A titles=(
    [tcprt]='tcprt replay'
    [floor]='floor: read() and a hash table'
    [justniffer_times]='justniffer, times and sizes'
    [tcprstat_seconds]='tcprstat -t 1'
    [tcpdump_copy]='tcpdump -w /dev/null'
    [tcptrace_rtt]='tcptrace -r -l'
    [tshark_conversations]='tshark -q -z conv,tcp'
)

if command -v cc >/dev/null; then
    cc -O2 -o "$work/floor.bin" "$root/bench/floor.c"
fi

printf '| capture | program | CPU s, median of %d (least to most) | Mpps | MB resident |\n' "$rounds"
printf '|---|---|---|---|---|\n'
for given in "$@"; do
    capture=$(plain "$given")
    packets=$(tcpdump --count -r "$capture" 2>/dev/null | sed 's/ .*//')
    programs=(tcprt tcpdump_copy)
    # The floor reads classic pcap only.
    case $(head -c 4 "$capture" | od -An -tx4) in
        *a1b2c3d4 | *a1b23c4d) [[ ! -e $work/floor.bin ]] || programs+=(floor) ;;
    esac
    if ! $alone; then
        ! command -v tcprstat >/dev/null || programs+=(tcprstat_seconds)
        ! command -v justniffer >/dev/null || programs+=(justniffer_times)
        ! command -v tcptrace >/dev/null || ((packets > tcptrace_limit)) || programs+=(tcptrace_rtt)
        ! command -v tshark >/dev/null || ((packets > tshark_limit)) ||
            programs+=(tshark_conversations)
    fi
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
                -v packets="$packets" -v program="$program" -v file="$(basename "$capture")" \
                -v raw="$raw" '
                { cpu[NR] = $1; if ($2 > resident) resident = $2 }
                END {
                    median = cpu[int((NR + 1) / 2)]
                    printf "| %s | %s | %.2f (%.2f to %.2f) | %.2f | %d |\n", name, title,
                        median, cpu[1], cpu[NR], packets / median / 1e6, resident / 1024
                    print file, packets, program, cpu[1], median, resident / 1024 >>raw
                }'
        rm "$work/$program"
    done
done
