package tcprt.parse;

import java.nio.ByteBuffer;
import tcprt.task.Effects;
import tcprt.task.MessageParser;

/** The messages of a connection on a port in Http mode. */
public final class HttpParser implements MessageParser {
    @Override
    public long onBytes(
            boolean fromHost, ByteBuffer data, int offset, int capturedLength, int wireLength) {
        return Effects.PLAIN;
    }

    @Override
    public long onHole(boolean fromHost, long length) {
        return Effects.PLAIN;
    }

    @Override
    public long onFin(boolean fromHost) {
        return 0;
    }
}
