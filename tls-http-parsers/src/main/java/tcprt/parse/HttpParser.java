package tcprt.parse;

import java.nio.ByteBuffer;
import tcprt.task.Effects;
import tcprt.task.MessageParser;

/**
 * The messages of a connection on a port in http mode; the traced host is the server.
 *
 * <p>Reads heads and skips bodies. A task has the letter C while the only answer to its request,
 * which says {@code Expect: 100-continue} (RFC 9110 10.1.1), is interim, and nothing of the
 * request's body had come before it.
 *
 * <p>Where the next head begins is lost with missing bytes and with what is not HTTP/1. Then all is
 * ordinary data until, after the host has spoken, a segment begins with a request line, and the
 * host's next one with a status line. After HTTP/2's preface, an upgrade or a tunnel there are no
 * more heads.
 */
public final class HttpParser implements MessageParser {
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final RequestLine requestLine = new RequestLine();
    private final StatusLine statusLine = new StatusLine();
    private final HttpHead requestHead = new HttpHead(requestLine);
    private final HttpHead responseHead = new HttpHead(statusLine);
    private final HttpBody requestBody = new HttpBody();
    private final HttpBody responseBody = new HttpBody();
    private final RequestQueue unanswered = new RequestQueue();

    /** The client's last byte ended a head that expects 100-continue, and all else is answered. */
    private boolean expecting;

    /** That head has its final answer: the client may leave out the body. */
    private boolean bodyOptional;

    // Of the task, as far as it goes.
    private boolean responding;
    private boolean finalSeen;
    private boolean saidContinue;

    private boolean statusJudged;

    // Where heads begin is not known.
    private boolean clientLost;
    private boolean hostLost;

    /** There are no more heads. */
    private boolean over;

    private int timesLost;

    /** Effects of the present call. */
    private long effects;

    @Override
    public long onBytes(
            boolean fromHost, ByteBuffer data, int offset, int capturedLength, int wireLength) {
        if (over) {
            return Effects.PLAIN;
        }
        effects = Effects.PLAIN;
        int end = offset + capturedLength;
        if (fromHost) {
            readFromHost(data, offset, end);
        } else {
            readFromClient(data, offset, end);
        }
        if (wireLength > capturedLength) {
            skip(fromHost, wireLength - capturedLength);
        }
        return effects;
    }

    @Override
    public long onHole(boolean fromHost, long length) {
        if (over) {
            return Effects.PLAIN;
        }
        effects = Effects.PLAIN;
        if (fromHost) {
            responding = true;
        } else {
            beginRequesting();
            bodyOptional = false;
        }
        skip(fromHost, length);
        return effects;
    }

    @Override
    public long onFin(boolean fromHost) {
        return 0;
    }

    @Override
    public int timesLost() {
        return timesLost;
    }

    /** The client speaks. @return whether that begins a task: the host has spoken before */
    private boolean beginRequesting() {
        expecting = false;
        if (!responding) {
            return false;
        }
        responding = false;
        finalSeen = false;
        saidContinue = false;
        if (hostLost) {
            unanswered.clear(); // The answers were among what could not be read.
        }
        return true;
    }

    private void readFromClient(ByteBuffer data, int offset, int end) {
        boolean optional = bodyOptional;
        bodyOptional = false;
        boolean newTask = beginRequesting();
        if (offset == end) {
            return;
        }
        boolean mayBeRequest = RequestLine.canBegin(data.get(offset));
        if (clientLost && newTask && mayBeRequest) {
            clientLost = false;
            requestBody.beginEmpty();
            requestHead.reset();
        } else if (optional && mayBeRequest) {
            requestBody.beginEmpty();
        }
        int at = offset;
        while (at < end && !clientLost && !over) {
            expecting = false;
            if (requestBody.isOver()) {
                at = requestHead.read(data, at, end);
                judgeRequestHead();
            } else {
                at = requestBody.read(data, at, end);
                if (requestBody.isBroken()) {
                    lose();
                }
            }
        }
    }

    private void judgeRequestHead() {
        if (requestHead.isBroken()) {
            if (requestLine.isHttp2()) {
                timesLost++;
                over = true;
            } else {
                lose();
            }
            return;
        }
        if (!requestHead.isComplete()) {
            return;
        }
        HttpFieldLine fields = requestHead.fields();
        boolean endless = fields.isTransferEncoded() && !fields.isChunked();
        if (endless || !unanswered.add(kindOfRequest())) {
            lose();
            return;
        }
        if (fields.isChunked()) {
            requestBody.beginChunked();
        } else {
            requestBody.beginCounted(Math.max(0, fields.contentLength()));
        }
        expecting = fields.expectsContinue() && unanswered.size() == 1;
        requestHead.reset();
    }

    private int kindOfRequest() {
        if (requestLine.isHead()) {
            return RequestQueue.HEAD;
        }
        return requestLine.isConnect() ? RequestQueue.CONNECT : RequestQueue.ORDINARY;
    }

    private void readFromHost(ByteBuffer data, int offset, int end) {
        responding = true;
        if (offset == end) {
            return;
        }
        if (hostLost && !clientLost && unanswered.size() > 0 && data.get(offset) == 'H') {
            hostLost = false;
            responseBody.beginEmpty();
            responseHead.reset();
            statusJudged = false;
        }
        int at = offset;
        while (at < end && !hostLost && !over) {
            if (responseBody.isOver()) {
                at = responseHead.read(data, at, end);
                judgeStatus();
                judgeResponseHead();
            } else {
                finalSeen = true;
                at = responseBody.read(data, at, end);
                if (responseBody.isBroken()) {
                    lose();
                }
            }
        }
    }

    private boolean isInterim() {
        int status = statusLine.status();
        return status / 100 == 1 && status != SWITCHING_PROTOCOLS;
    }

    private void judgeStatus() {
        if (statusJudged || statusLine.status() == 0) {
            return;
        }
        statusJudged = true;
        if (!isInterim()) {
            finalSeen = true;
            takeBackContinue();
            bodyOptional = expecting && !requestBody.isOver();
        } else if (expecting && !finalSeen && !saidContinue) {
            saidContinue = true;
            effects |= Effects.CONTINUE;
        }
    }

    private void takeBackContinue() {
        if (saidContinue) {
            saidContinue = false;
            effects |= Effects.NOT_CONTINUE;
        }
        if ((effects & Effects.CONTINUE) != 0) {
            effects &= ~(Effects.CONTINUE | Effects.NOT_CONTINUE);
        }
    }

    private void judgeResponseHead() {
        if (responseHead.isBroken()) {
            lose();
            return;
        }
        if (!responseHead.isComplete()) {
            return;
        }
        int status = statusLine.status();
        if (status == SWITCHING_PROTOCOLS) {
            over = true;
            return;
        }
        if (!isInterim()) {
            beginResponseBody(status, unanswered.take());
        }
        responseHead.reset();
        statusJudged = false;
    }

    /** RFC 9112 6.3. */
    private void beginResponseBody(int status, int kind) {
        HttpFieldLine fields = responseHead.fields();
        if (kind == RequestQueue.CONNECT && status / 100 == 2) {
            over = true;
        } else if (kind == RequestQueue.HEAD || status == NO_CONTENT || status == NOT_MODIFIED) {
            responseBody.beginEmpty();
        } else if (fields.isChunked()) {
            responseBody.beginChunked();
        } else if (fields.isTransferEncoded() || fields.contentLength() < 0) {
            responseBody.beginUntilClose();
        } else {
            responseBody.beginCounted(fields.contentLength());
        }
    }

    /** Takes bytes that are not in the capture. */
    private void skip(boolean fromHost, long count) {
        expecting = false;
        finalSeen |= fromHost;
        HttpBody body = fromHost ? responseBody : requestBody;
        boolean lost = fromHost ? hostLost : clientLost;
        if (!lost && !over && body.skip(count) < count) {
            lose();
        }
    }

    private void lose() {
        if (!hostLost) {
            timesLost++;
        }
        clientLost = true;
        hostLost = true;
        expecting = false;
        bodyOptional = false;
        unanswered.clear();
        takeBackContinue();
    }
}
