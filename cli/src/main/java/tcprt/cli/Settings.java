package tcprt.cli;

import tcprt.TracerSettings;
import tcprt.emit.Ipv6Text;

/**
 * Everything the file and the command line say about tracing, checked and merged. Where the output
 * goes is not part of it.
 *
 * @param tracer what to trace and how
 * @param stats whether statistics are kept and written
 * @param statsIntervalS seconds between two rows of a port
 * @param logBuffers size of a log file as a ring
 * @param statsBuffers size of the statistics file as a ring
 * @param ipv6Text how IPv6 addresses are printed
 * @param format how records are written, a name of {@link tcprt.emit.Outputs}
 */
record Settings(
        TracerSettings tracer,
        boolean stats,
        int statsIntervalS,
        BufferSize logBuffers,
        BufferSize statsBuffers,
        Ipv6Text ipv6Text,
        String format) {}
