/*
 * Sends what a mirror of small requests would see into an interface: 64 connections, opened once,
 * then a request of 40 bytes and a response of 40 in turn; some seconds slowly, until whoever
 * captures has compiled itself, then at a steady rate.
 *
 *   cc -O2 -o flood bench/flood.c && ./flood INTERFACE SLOW_SECONDS PACKETS_PER_SECOND SECONDS
 *
 * Rate 0 is as fast as it can. Needs the right to open packet sockets. Prints how many packets went
 * out in all, and how many a second after the slow ones.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

enum { SLOW_RATE = 50000, CONNECTIONS = 64, HEADERS = 14 + 20 + 20, PAYLOAD = 40, SYN = 2, PSH = 8, ACK = 16 };

static uint8_t frames[CONNECTIONS][HEADERS + PAYLOAD];
static uint32_t client_seq[CONNECTIONS], server_seq[CONNECTIONS];

static void put16(uint8_t *at, uint32_t value) {
    at[0] = (uint8_t) (value >> 8);
    at[1] = (uint8_t) value;
}

static void put32(uint8_t *at, uint32_t value) {
    put16(at, value >> 16);
    put16(at + 2, value);
}

/* Makes the next frame of a connection, and returns its length. */
static size_t segment(int i, int from_client, int flags, uint32_t payload) {
    uint32_t client = 0x0a4e0102, server = 0x0a4e0101; /* 10.78.1.2, 10.78.1.1 */
    uint8_t *ip = frames[i] + 14, *tcp = ip + 20;
    uint32_t *seq = from_client ? &client_seq[i] : &server_seq[i];
    uint32_t ack = from_client ? server_seq[i] : client_seq[i];
    frames[i][0] = 2;
    frames[i][6] = 2;
    put16(frames[i] + 12, 0x0800);
    ip[0] = 0x45;
    put16(ip + 2, 40 + payload);
    put16(ip + 6, 0x4000); /* don't fragment */
    ip[8] = 64;
    ip[9] = 6;
    put32(ip + 12, from_client ? client : server);
    put32(ip + 16, from_client ? server : client);
    put16(tcp, from_client ? 20000 + (uint32_t) i : 6379);
    put16(tcp + 2, from_client ? 6379 : 20000 + (uint32_t) i);
    put32(tcp + 4, *seq);
    put32(tcp + 8, (flags & ACK) != 0 ? ack : 0);
    tcp[12] = 0x50;
    tcp[13] = (uint8_t) flags;
    put16(tcp + 14, 64000);
    *seq += payload + ((flags & SYN) != 0 ? 1 : 0);
    return HEADERS + payload;
}

/* Sends one frame for each connection. */
static long round_of(int socket, int from_client, int flags, uint32_t payload) {
    struct mmsghdr messages[CONNECTIONS] = {0};
    struct iovec parts[CONNECTIONS];
    for (int i = 0; i < CONNECTIONS; i++) {
        parts[i].iov_base = frames[i];
        parts[i].iov_len = segment(i, from_client, flags, payload);
        messages[i].msg_hdr.msg_iov = &parts[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    int sent = 0;
    while (sent < CONNECTIONS) {
        int more = sendmmsg(socket, messages + sent, (unsigned) (CONNECTIONS - sent), 0);
        if (more < 0) {
            perror("sendmmsg");
            exit(1);
        }
        sent += more;
    }
    return sent;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

/* Requests and responses in turn, for so many seconds; returns how many went out. */
static long talk(int socket, double rate, double seconds) {
    double start = now();
    long sent = 0;
    for (int from_client = 1; now() - start < seconds || !from_client; from_client = !from_client) {
        sent += round_of(socket, from_client, PSH | ACK, PAYLOAD);
        double early = rate > 0 ? (double) sent / rate - (now() - start) : 0;
        if (early > 0.0002) {
            nanosleep(&(struct timespec) {.tv_nsec = (long) (early * 1e9) % 1000000000}, NULL);
        }
    }
    return sent;
}

int main(int count, char **arguments) {
    if (count != 5) {
        fprintf(stderr, "usage: %s INTERFACE SLOW_SECONDS PACKETS_PER_SECOND SECONDS\n", arguments[0]);
        return 2;
    }
    struct sockaddr_ll address = {
        .sll_family = AF_PACKET,
        .sll_ifindex = (int) if_nametoindex(arguments[1]),
    };
    int packets = socket(AF_PACKET, SOCK_RAW, 0);
    if (packets < 0 || bind(packets, (struct sockaddr *) &address, sizeof address) < 0) {
        perror(arguments[1]);
        return 1;
    }
    for (int i = 0; i < CONNECTIONS; i++) {
        client_seq[i] = (uint32_t) i * 1000003;
        server_seq[i] = (uint32_t) i * 2000003;
    }
    long slow = round_of(packets, 1, SYN, 0);
    slow += round_of(packets, 0, SYN | ACK, 0);
    slow += round_of(packets, 1, ACK, 0);
    slow += talk(packets, SLOW_RATE, atof(arguments[2]));
    double start = now();
    long sent = talk(packets, atof(arguments[3]), atof(arguments[4]));
    printf("%ld %.0f\n", slow + sent, (double) sent / (now() - start));
    return 0;
}
