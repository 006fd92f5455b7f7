/*
 * Makes a long capture of a short one: the same packets several times over, each time later and
 * between other hosts (the second byte of each IPv4 address counts up), so that no connection is
 * another's second life. Checksums are left as they were.
 *
 *   cc -O2 -o repeat bench/repeat.c && ./repeat TIMES CAPTURE RESULT
 *
 * Reads pcap of Ethernet in this machine's byte order.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_HEADER = 24, RECORD_HEADER = 16, LARGEST_FRAME = 1 << 18, ETHERNET = 14 };

struct record {
    uint32_t seconds, fraction, captured, wire;
};

static void fail(const char *name) {
    perror(name);
    exit(1);
}

int main(int count, char **arguments) {
    long times = count == 4 ? strtol(arguments[1], NULL, 10) : 0;
    if (times < 1 || times > 100) {
        fprintf(stderr, "usage: %s TIMES CAPTURE RESULT; TIMES is 1 to 100\n", arguments[0]);
        return 2;
    }
    FILE *in = fopen(arguments[2], "rb");
    if (in == NULL) {
        fail(arguments[2]);
    }
    FILE *out = fopen(arguments[3], "wb");
    if (out == NULL) {
        fail(arguments[3]);
    }
    static uint8_t header[FILE_HEADER], frame[LARGEST_FRAME];
    uint32_t shift = 0;
    for (long time = 0; time < times; time++) {
        rewind(in);
        if (fread(header, FILE_HEADER, 1, in) != 1
            || (memcmp(header, "\xd4\xc3\xb2\xa1", 4) != 0 && memcmp(header, "\x4d\x3c\xb2\xa1", 4) != 0)) {
            fprintf(stderr, "%s: no little-endian pcap file\n", arguments[2]);
            return 1;
        }
        if (time == 0) {
            fwrite(header, FILE_HEADER, 1, out);
        }
        struct record record;
        uint32_t first = 0, last = 0;
        int begun = 0;
        while (fread(&record, RECORD_HEADER, 1, in) == 1) {
            if (record.captured > LARGEST_FRAME || fread(frame, 1, record.captured, in) != record.captured) {
                break; /* the capture was cut off */
            }
            if (!begun) {
                begun = 1;
                first = record.seconds;
            }
            last = record.seconds;
            record.seconds += shift;
            if (record.captured >= ETHERNET + 20 && frame[12] == 8 && frame[13] == 0) {
                frame[ETHERNET + 13] += (uint8_t) time;
                frame[ETHERNET + 17] += (uint8_t) time;
            }
            fwrite(&record, RECORD_HEADER, 1, out);
            fwrite(frame, record.captured, 1, out);
        }
        shift += last - first + 2;
    }
    if (ferror(in) || ferror(out) || fclose(out) != 0) {
        fail(arguments[3]);
    }
    return 0;
}
