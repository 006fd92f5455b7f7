package tcprt.cli;

/**
 * Size of an output file when it is a ring: past it the oldest data is dropped.
 *
 * @param count sub-buffers
 * @param bytes length of one sub-buffer
 */
record BufferSize(int count, int bytes) {}
