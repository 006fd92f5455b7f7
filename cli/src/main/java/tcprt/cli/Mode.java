package tcprt.cli;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tcprt.parse.ParsingModes;
import tcprt.task.MessageParser;

/** What is recognised in a port's data: the {@code mode} of the service's file. */
enum Mode {
    /** Any stream of requests and responses. */
    DEFAULT,
    /** HTTP/1.1; on a peer port the same as {@link #DEFAULT}. */
    HTTP,
    /** TLS; on a peer port the same as {@link #DEFAULT}. */
    HTTPS;

    /** What makes the parser of a new connection; null if nothing is parsed. */
    @Nullable Supplier<MessageParser> parsers() {
        return this == DEFAULT ? null : ParsingModes.parser(Value.spelling(this));
    }
}
