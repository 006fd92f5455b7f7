package tcprt.validate.judge;

import tcprt.task.RecordType;
import tcprt.validate.record.Entry;
import tcprt.validate.record.Field;

/**
 * By how much the kernel's four moments of a task are later than ours: begin and end of the
 * request, begin and end of the response. Times are differences of moments, so one moment that was
 * late shows in every time it belongs to, and a single wrong number does not look like that.
 *
 * @param requestBegins start
 * @param requestEnds R: start + upload; P: last request segment left
 * @param responseBegins R: request end + server time; P: first response segment came
 * @param responseEnds start + total
 */
record Instants(long requestBegins, long requestEnds, long responseBegins, long responseEnds) {
    /** Moments of a pair of R or P records. */
    static Instants of(Entry kernel, Entry ours) {
        long begins = later(kernel, ours, Field.START);
        long ends = begins + later(kernel, ours, Field.TOTAL);
        long server = later(kernel, ours, Field.SERVER_TIME);
        if (kernel.type() == RecordType.P) {
            long response = ends - later(kernel, ours, Field.RECV_TIME);
            return new Instants(begins, response - server, response, ends);
        }
        long requestEnds = begins + later(kernel, ours, Field.UPLOAD_TIME);
        return new Instants(begins, requestEnds, requestEnds + server, ends);
    }

    /**
     * The same as a tap on the host would have it: with the clocks aligned by what the host
     * receives, what it sends reaches a tap away from it later by the way there and back.
     */
    Instants nextTo(long awayMicros) {
        return new Instants(requestBegins, requestEnds, responseBegins + awayMicros, responseEnds);
    }

    private static long later(Entry kernel, Entry ours, Field field) {
        return kernel.value(field) - ours.value(field);
    }

    /**
     * Whether nothing but the request was processed late: its begin, its end, or both.
     *
     * @param slackMicros less does not count as late
     */
    boolean isLateRequest(RecordType type, long slackMicros) {
        boolean beginsLate = requestBegins > slackMicros;
        boolean endsLate = requestEnds > slackMicros;
        // The end of P's request is in no time but one, so alone it proves nothing.
        if (!beginsLate && (!endsLate || type == RecordType.P)) {
            return false;
        }
        long late = beginsLate ? requestBegins : requestEnds;
        boolean beginsFits = beginsLate || isPunctual(requestBegins, late);
        boolean endsFits =
                endsLate ? isPunctual(requestEnds - late, late) : isPunctual(requestEnds, late);
        return beginsFits
                && endsFits
                && isPunctual(responseBegins, late)
                && isPunctual(responseEnds, late);
    }

    /** Whether nothing but the begin of the response was late. */
    boolean isLateResponse(long slackMicros) {
        return responseBegins > slackMicros
                && isPunctual(requestBegins, responseBegins)
                && isPunctual(requestEnds, responseBegins)
                && isPunctual(responseEnds, responseBegins);
    }

    /** Whether a moment did not move, seen beside one that did. */
    private static boolean isPunctual(long later, long lateMicros) {
        return Math.abs(later) <= lateMicros / 2;
    }
}
