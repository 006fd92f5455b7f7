#!/usr/bin/env bash
# Records real servers and real clients talking over a veth pair between two network namespaces:
#   redis.pcap   redis-benchmark, 50 connections, small requests: about two packets each
#   http.pcap    wrk against nginx, 64 keep-alive connections, files of 100 bytes to 100 kB
#   flows.pcap   wrk against nginx, a new connection for every request
# Needs root and the Debian packages iproute2 ethtool tcpdump redis-server redis-tools nginx-light
# wrk. Nothing leaves the namespaces; a capture ends after PACKETS packets (http: a third, they are
# large) or a minute.
set -euo pipefail

usage() {
    printf 'usage: %s DIR [redis|http|flows]...\n' "$0" >&2
    printf 'PACKETS in the environment is the most packets of one capture, default 3000000\n' >&2
    exit 2
}

(($# >= 1)) || usage
directory=$(realpath -m "$1")
shift
captures=("$@")
((${#captures[@]})) || captures=(redis http flows)
packets=${PACKETS:-3000000}
for tool in ip ethtool tcpdump redis-server redis-benchmark nginx wrk; do
    command -v "$tool" >/dev/null || {
        printf '%s: not found; see the first lines of %s\n' "$tool" "$0" >&2
        exit 1
    }
done

mkdir -p "$directory"
work=$(mktemp -d)
chmod 755 "$work" # nginx reads its files as another user
client=tcprt-client-$$
server=tcprt-server-$$
address=10.99.0.2
children=()

cleanup() {
    ((${#children[@]})) && kill "${children[@]}" 2>/dev/null
    wait
    ip netns del "$client" 2>/dev/null
    ip netns del "$server" 2>/dev/null
    rm -rf "$work"
}
trap 'set +e; cleanup' EXIT

# Arrays, not functions: in the background these become the command itself, whose pid $! then is.
in_client=(ip netns exec "$client")
in_server=(ip netns exec "$server")

connect_namespaces() {
    ip netns add "$client"
    ip netns add "$server"
    ip link add veth0 netns "$client" type veth peer name veth0 netns "$server"
    ip -n "$client" addr add 10.99.0.1/24 dev veth0
    ip -n "$server" addr add "$address/24" dev veth0
    for namespace in "$client" "$server"; do
        ip -n "$namespace" link set veth0 up
        # Segments as on a wire, not the super-segments that stay within a host.
        ip netns exec "$namespace" ethtool -K veth0 tso off gso off gro off >/dev/null
    done
    "${in_client[@]}" sysctl -qw net.ipv4.ip_local_port_range='1024 65535' net.ipv4.tcp_tw_reuse=1
    "${in_server[@]}" sysctl -qw net.core.somaxconn=4096
}

start_redis() {
    "${in_server[@]}" redis-server --bind "$address" --protected-mode no --save '' --appendonly no \
        --dir "$work" --logfile "$work/redis.log" &
    children+=($!)
}

start_nginx() {
    mkdir -p "$work/www"
    for size in 100 1000 10000 100000; do
        head -c "$size" /dev/zero >"$work/www/$size"
    done
    cat >"$work/nginx.conf" <<NGINX
pid $work/nginx.pid;
error_log $work/error.log;
worker_processes 1;
daemon off;
events { worker_connections 8192; }
http {
    access_log off;
    keepalive_requests 1000000;
    client_body_temp_path $work/body;
    proxy_temp_path $work/proxy;
    fastcgi_temp_path $work/fastcgi;
    uwsgi_temp_path $work/uwsgi;
    scgi_temp_path $work/scgi;
    server { listen $address:80 backlog=4096; root $work/www; }
}
NGINX
    "${in_server[@]}" nginx -c "$work/nginx.conf" &
    children+=($!)
    cat >"$work/sizes.lua" <<'LUA'
local sizes, at = {"100", "1000", "1000", "100", "10000", "1000", "100", "10000", "100000"}, 0
function request()
    at = at % #sizes + 1
    return wrk.format("GET", "/" .. sizes[at])
end
LUA
}

# record NAME PACKETS COMMAND...: COMMAND is the client
record() {
    local file=$directory/$1.pcap limit=$2
    shift 2
    # A buffer of 1 GiB: packets that the capture loses would be holes that no server made.
    "${in_server[@]}" tcpdump -i veth0 -B 1048576 -c "$limit" -Z root -w "$file" tcp \
        2>"$work/tcpdump" &
    local tcpdump=$!
    children+=("$tcpdump")
    sleep 1
    "${in_client[@]}" timeout 60 "$@" >"$work/client" 2>&1 || true
    sleep 1
    kill "$tcpdump" 2>/dev/null || true # it has ended already if it had enough
    wait "$tcpdump" || true
    printf '%s: %s\n' "$file" "$(grep -E 'captured|dropped' "$work/tcpdump" | paste -sd, -)"
}

connect_namespaces
for capture in "${captures[@]}"; do
    case $capture in
        redis)
            start_redis
            record redis "$packets" redis-benchmark -h "$address" -c 50 -n $((packets / 6)) -r 100000 -d 32 \
                -t set,get,incr -q
            ;;
        http | flows)
            [[ -e $work/nginx.conf ]] || start_nginx
            ;;&
        http) record http $((packets / 3)) wrk -t1 -c64 -d20s -s "$work/sizes.lua" "http://$address/" ;;
        flows) record flows "$packets" wrk -t1 -c32 -d20s -H 'Connection: close' "http://$address/1000" ;;
        *) usage ;;
    esac
done
