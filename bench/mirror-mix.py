#!/usr/bin/env python3
"""Makes the capture of a mirror port on which little is traced, out of a capture of what is.

usage: bench/mirror-mix.py CAPTURE OUT [PACKETS [OTHERS]]

Each of the first PACKETS (150000) packets of CAPTURE, a pcap file with Ethernet, is followed by
OTHERS (19) more: UDP, and TCP of connections whose ports are not those of the capture. Their sizes
are those of the simple IMIX: of twelve packets seven have 64 bytes, four 594 and one 1518, the
frame check sequence included. Their times lie between those of the packets around them. The same
arguments give the same bytes. To trace nothing but what was in CAPTURE, name its port, as in
tcprt replay --lports 6379 OUT.
"""

import random
import struct
import sys

SIZES = 7 * [60] + 4 * [590] + [1514]
UDP_PORTS = (53, 123, 443, 3478, 5004)
TCP_PORTS = (22, 25, 443, 3306, 5432, 8443, 9092)
POOL = 20000
TIMESTAMPS = 0x0101080A


def other_frame(source, size):
    """A frame of one of many connections; checksums are 0, as a network card would fill them in."""
    is_tcp = source.random() < 0.5
    server = source.choice(TCP_PORTS if is_tcp else UDP_PORTS)
    ports = [source.randrange(32768, 61000), server]
    addresses = [0x0A640000 + source.randrange(1, 2000), 0x0A650000 + source.randrange(1, 200)]
    if source.random() < 0.5:
        ports.reverse()
        addresses.reverse()
    ethernet = bytes.fromhex("020000000001 020000000002 0800")
    total = size - len(ethernet)
    if is_tcp:
        numbers = source.getrandbits(32), source.getrandbits(32)
        with_timestamps = size > 60 and source.random() < 0.8
        offset_and_flags = 0x8010 if with_timestamps else 0x5010
        header = struct.pack(">HHIIHHHH", *ports, *numbers, offset_and_flags, 502, 0, 0)
        if with_timestamps:
            header += struct.pack(">III", TIMESTAMPS, *numbers)
    else:
        header = struct.pack(">HHHH", *ports, total - 20, 0)
    ip = struct.pack(">BBHHHBBHII", 0x45, 0, total, source.getrandbits(16), 0x4000, 64,
                     6 if is_tcp else 17, 0, *addresses)
    return (ethernet + ip + header).ljust(size, b"\0")


def records(file):
    """Times in the file's unit, and records without them, of a little-endian pcap file."""
    header = file.read(24)
    magic = struct.unpack_from("<I", header)[0]
    if len(header) < 24 or magic not in (0xA1B2C3D4, 0xA1B23C4D):
        sys.exit(f"{file.name}: is no little-endian pcap file; convert it (editcap -F pcap)")
    per_second = 1_000_000 if magic == 0xA1B2C3D4 else 1_000_000_000
    yield header, per_second
    while len(head := file.read(16)) == 16:
        seconds, fraction, captured, wire = struct.unpack("<IIII", head)
        yield seconds * per_second + fraction, head[8:] + file.read(captured)


def main():
    if not 3 <= len(sys.argv) <= 5:
        sys.exit(__doc__)
    packets = int(sys.argv[3]) if len(sys.argv) > 3 else 150_000
    others = int(sys.argv[4]) if len(sys.argv) > 4 else 19
    source = random.Random(1)
    pool = [struct.pack("<II", size, size) + other_frame(source, size)
            for size in (source.choice(SIZES) for _ in range(POOL))]
    with open(sys.argv[1], "rb") as file, open(sys.argv[2], "wb", buffering=1 << 20) as out:
        traced = records(file)
        header, per_second = next(traced)
        out.write(header)
        time, record = next(traced)
        for _ in range(packets):
            out.write(struct.pack("<II", *divmod(time, per_second)) + record)
            after, record = next(traced, (time, None))
            for place in range(1, others + 1):
                between = time + (after - time) * place // (others + 1)
                out.write(struct.pack("<II", *divmod(between, per_second)) + source.choice(pool))
            time = after
            if record is None:
                break


if __name__ == "__main__":
    main()
