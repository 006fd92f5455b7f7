package tcprt.validate.judge;

/**
 * A number of a statistics row that cannot be explained by the capture's records.
 *
 * @param row the kernel's row
 * @param field of it
 * @param kernel the kernel's number
 * @param least smallest number the capture allows
 * @param most largest one
 */
public record StatsDifference(
        String row, String field, long kernel, long least, long most, Cause cause) {}
