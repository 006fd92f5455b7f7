package tcprt.pcaps.publiccaptures;

/** One HTTP/1 request and the response that tshark found for it. Times are since 1970-01-01 UTC. */
record PublicRequest(TsvTable.Row row) {
    int stream() {
        return row.number("stream");
    }

    /** Whether both were found whole. */
    boolean isComplete() {
        return row.isNumber("t_req_first")
                && row.isNumber("t_req_last")
                && row.isNumber("t_resp_first");
    }

    /** T0: first segment of the request. */
    long requestBeginsNs() {
        return row.secondsAsNs("t_req_first");
    }

    /** T1: last segment of the request. */
    long requestEndsNs() {
        return row.secondsAsNs("t_req_last");
    }

    /** T2: first segment of the response. */
    long responseBeginsNs() {
        return row.secondsAsNs("t_resp_first");
    }
}
