#!/usr/bin/env bash
# Which letters each connection of a capture should have, judged by tshark and the record types and
# lengths it shows; our own parsers have no part in it. docs/FORMAT.md has the rules.
#
#   judge-letters.sh CAPTURE PORT tls|http >EXPECTED.tsv
#
# One line per connection: client port, TLS version, number of R.H, Z, A, C.
# H counts handshake tasks as if each were written as R; where the connection died first, the record
# is W, N or none, and the comparing test says so by name.
set -euo pipefail
capture=$1
port=$2
protocol=$3
printf '# tshark, %s port %s; client port, TLS version, H, Z, A, C\n' "$(basename "$(dirname "$capture")")/$(basename "$capture")" "$port"
tshark -r "$capture" -d "tcp.port==$port,$protocol" -o http.desegment_body:FALSE \
    -Y "tcp.port==$port" -T fields -E separator=';' -E occurrence=a \
    -e tcp.srcport -e tcp.dstport -e tcp.flags.fin -e tls.record.content_type \
    -e tls.record.opaque_type -e tls.record.length -e tls.handshake.type \
    -e tls.handshake.extensions.supported_version -e tls.handshake.extension.type \
    -e tcp.payload -e http.response.code 2>/dev/null |
    awk -F';' -v port="$port" '
function has(list, item,    n, part, i) {
    n = split(list, part, ",")
    for (i = 1; i <= n; i++) if (part[i] == item) return 1
    return 0
}
{
    host = $1 == port
    client = host ? $2 : $1
    side = client "/" host
    if (!(client in seen)) { seen[client] = 1; order[++count] = client }
    # A snap length may hide the message from tshark, but not its record type and message type.
    if (!host && (has($7, 1) || $10 ~ /^1603......01/)) { hello[client] = 1; if (has($9, 42)) early[client] = 1 }
    if (host && has($7, 2)) {
        answered[client] = 1
        if (has($8, "0x0304")) { version[client] = "1.3"; if (has($9, 41)) psk[client] = 1 }
        else version[client] = "1.2"
    }
    if (host && has($7, 14)) full[client] = 1
    plain = split($4, type, ",")
    records = split($6, length_, ",")
    for (i = 1; i <= records; i++) {
        t = i <= plain ? type[i] : 23
        if (host) sent[client] = 1
        # TLS 1.2: an alert after this side has changed to encryption.
        if (version[client] == "1.2" && t == 21 && changed[side]) alert[client] = 1
        if (t == 20) changed[side] = 1
        # TLS 1.3: EndOfEarlyData is the first encrypted record after the server has answered.
        if (!host && t == 23 && version[client] == "1.3" && !second[client]) {
            second[client] = 1
            if (length_[i] == 21 && early[client] && psk[client]) zero[client] = 1
        }
        last[side] = t == 23 ? length_[i] : 0
    }
    # The head asks, the host answers with an interim status and nothing else, the body follows.
    if (!host && $10 != "") {
        # "Expect: 100" in any case; tshark does not dissect every head.
        if ($10 ~ /[46]5[57]8[57]0[46]5[46]3[57]43a(20)?313030/) expects[client] = 1
        else { if (interim[client]) marked[client]++; expects[client] = 0 }
        interim[client] = 0
    }
    if (host && expects[client] && $11 != "") { interim[client] = $11 == "100"; expects[client] = 0 }
    if ($3 == 1 || $3 == "True") if (version[client] == "1.3" && last[side] == 19) alert[client] = 1
}
END {
    for (i = 1; i <= count; i++) {
        c = order[i]
        h = 0
        if (hello[c] && sent[c]) h = version[c] == "1.2" && full[c] ? 2 : 1
        printf "%s\t%s\t%d\t%d\t%d\t%d\n", c, answered[c] ? version[c] : "-", h, zero[c], alert[c], marked[c]
    }
}'
