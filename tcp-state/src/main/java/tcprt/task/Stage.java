package tcprt.task;

/** Where a connection is within a task ({@code enum tcp_rt_stage}). */
enum Stage {
    /** No task has begun yet. */
    NONE,
    /** A request is under way. */
    REQUEST,
    /** A response is under way, or complete and waiting for the next request. */
    RESPONSE
}
