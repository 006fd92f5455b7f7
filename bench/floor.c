/*
 * The floor under every tracer: reads a capture and finds each packet's connection, no more.
 * read() into 4 MiB, Ethernet, IPv4, TCP, a hash table of 5-tuples (the protocol is always TCP)
 * that counts packets and bytes. Prints what it counted.
 *
 *   cc -O2 -o floor bench/floor.c && ./floor CAPTURE    a pcap file of this machine's byte order
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    BUFFER_BYTES = 4 << 20,
    FILE_HEADER = 24,
    RECORD_HEADER = 16,
    CAPTURED_LENGTH = 8,
    ETHERNET = 14,
    IPV4 = 20,
    TCP = 20
};

struct connection {
    uint32_t low_address, high_address;
    uint16_t low_port, high_port;
    uint64_t packets, bytes;
};

static struct connection *table;
static size_t slots = 1 << 16, used;
static uint64_t packets, segments, payload_bytes;

static uint16_t u16(const uint8_t *at) { return (uint16_t) (at[0] << 8 | at[1]); }

static uint32_t u32(const uint8_t *at) { return (uint32_t) u16(at) << 16 | u16(at + 2); }

static uint32_t native(const uint8_t *at) {
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

/* The slot of a connection, or the free one where it belongs. */
static struct connection *find(const struct connection *key) {
    uint64_t hash = ((uint64_t) key->low_address << 32 | key->high_address) * 0x9e3779b97f4a7c15;
    hash += ((uint32_t) key->low_port << 16 | key->high_port) * 0xd1b54a32d192ed03;
    hash = (hash ^ hash >> 29) * 0xbf58476d1ce4e5b9;
    for (size_t i = hash >> 32 & (slots - 1);; i = (i + 1) & (slots - 1)) {
        struct connection *slot = &table[i];
        if (slot->packets == 0
            || (slot->low_address == key->low_address && slot->high_address == key->high_address
                && slot->low_port == key->low_port && slot->high_port == key->high_port)) {
            return slot;
        }
    }
}

static void grow(void) {
    struct connection *old = table;
    size_t old_slots = slots;
    slots *= 2;
    table = calloc(slots, sizeof *table);
    if (table == NULL) {
        perror("calloc");
        exit(1);
    }
    for (size_t i = 0; i < old_slots; i++) {
        if (old[i].packets != 0) {
            *find(&old[i]) = old[i];
        }
    }
    free(old);
}

static void on_packet(const uint8_t *frame, uint32_t captured) {
    packets++;
    if (captured < ETHERNET + IPV4 + TCP || u16(frame + 12) != 0x0800) {
        return;
    }
    const uint8_t *ip = frame + ETHERNET;
    uint32_t ip_header = (ip[0] & 15) * 4, total = u16(ip + 2);
    if (ip[0] >> 4 != 4 || ip[9] != 6 || (u16(ip + 6) & 0x1fff) != 0 || ip_header < IPV4
        || captured < ETHERNET + ip_header + TCP) {
        return;
    }
    const uint8_t *tcp = ip + ip_header;
    uint32_t headers = ip_header + (tcp[12] >> 4) * 4;
    uint32_t source = u32(ip + 12), destination = u32(ip + 16);
    uint16_t source_port = u16(tcp), destination_port = u16(tcp + 2);
    int up = source < destination || (source == destination && source_port < destination_port);
    struct connection key = {
        .low_address = up ? source : destination,
        .high_address = up ? destination : source,
        .low_port = up ? source_port : destination_port,
        .high_port = up ? destination_port : source_port,
    };
    struct connection *connection = find(&key);
    if (connection->packets == 0) {
        if (++used > slots / 2) {
            grow();
            connection = find(&key);
        }
        *connection = key;
    }
    connection->packets++;
    segments++;
    if (total > headers) {
        connection->bytes += total - headers;
        payload_bytes += total - headers;
    }
}

int main(int count, char **arguments) {
    if (count != 2) {
        fprintf(stderr, "usage: %s CAPTURE\n", arguments[0]);
        return 2;
    }
    int file = open(arguments[1], O_RDONLY);
    uint8_t *buffer = malloc(BUFFER_BYTES);
    table = calloc(slots, sizeof *table);
    if (file < 0 || buffer == NULL || table == NULL) {
        perror(arguments[1]);
        return 1;
    }
    size_t held = 0;
    int header_seen = 0;
    ssize_t got;
    while ((got = read(file, buffer + held, BUFFER_BYTES - held)) > 0) {
        held += (size_t) got;
        size_t at = 0;
        if (!header_seen) {
            uint32_t magic = held < FILE_HEADER ? 0 : native(buffer);
            if (magic != 0xa1b2c3d4 && magic != 0xa1b23c4d) {
                fprintf(stderr, "%s: no pcap file of this byte order\n", arguments[1]);
                return 1;
            }
            header_seen = 1;
            at = FILE_HEADER;
        }
        while (held - at >= RECORD_HEADER) {
            uint32_t captured = native(buffer + at + CAPTURED_LENGTH);
            if (captured > BUFFER_BYTES / 2) {
                fprintf(stderr, "%s: damaged\n", arguments[1]);
                return 1;
            }
            if (held - at < RECORD_HEADER + captured) {
                break;
            }
            on_packet(buffer + at + RECORD_HEADER, captured);
            at += RECORD_HEADER + captured;
        }
        memmove(buffer, buffer + at, held - at);
        held -= at;
    }
    if (got < 0) {
        perror(arguments[1]);
        return 1;
    }
    printf("%llu packets, %llu TCP segments with %llu bytes, %zu connections\n",
           (unsigned long long) packets, (unsigned long long) segments,
           (unsigned long long) payload_bytes, used);
    return 0;
}
