#!/usr/bin/env python3
"""Writes a capture of connections that are opened and then say nothing, to standard output.

Three segments each, five microseconds apart, from ever other clients to 10.0.0.1:80.
"""

import argparse
import struct
import sys

START_MICROS = 1_700_000_000 * 1_000_000
STEP_MICROS = 5
SERVER, SERVER_PORT = 0x0A000001, 80
FIRST_CLIENT, CLIENTS_PER_ADDRESS, FIRST_PORT = 0x0B000000, 50_000, 1024
SYN, ACK = 0x02, 0x10

ETHERNET = bytes(12) + b"\x08\x00"
# MSS 1460, SACK permitted, timestamps, window scale 7, as Linux sends them.
SYN_OPTIONS = b"\x02\x04\x05\xb4\x04\x02\x08\x0a" + bytes(8) + b"\x01\x03\x03\x07"
ACK_OPTIONS = b"\x01\x01\x08\x0a" + bytes(8)


def record(micros, source, source_port, to, to_port, seq, ack, flags, options):
    """One pcap record with one segment; checksums are left 0."""
    length = 20 + 20 + len(options)
    frame = ETHERNET + struct.pack(
        ">BBHHHBBHIIHHIIBBHHH",
        0x45, 0, length, 1, 0x4000, 64, 6, 0, source, to,
        source_port, to_port, seq, ack, (20 + len(options)) // 4 << 4, flags, 64240, 0, 0,
    ) + options
    header = struct.pack("<IIII", micros // 1_000_000, micros % 1_000_000, len(frame), len(frame))
    return header + frame


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("connections", type=int, nargs="?", default=1_000_000)
    connections = parser.parse_args().connections
    out = sys.stdout.buffer
    out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
    micros = START_MICROS
    for i in range(connections):
        client = (FIRST_CLIENT + i // CLIENTS_PER_ADDRESS, FIRST_PORT + i % CLIENTS_PER_ADDRESS)
        server = (SERVER, SERVER_PORT)
        iss, irs = i * 7 + 1, i * 11 + 1
        for segment in (
            (*client, *server, iss, 0, SYN, SYN_OPTIONS),
            (*server, *client, irs, iss + 1, SYN | ACK, SYN_OPTIONS),
            (*client, *server, iss + 1, irs + 1, ACK, ACK_OPTIONS),
        ):
            micros += STEP_MICROS
            out.write(record(micros, *segment))


if __name__ == "__main__":
    main()
