package tcprt.capture.live;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.IgnoreError;
import org.jspecify.annotations.Nullable;

/**
 * The functions of libpcap that are used, named and described as in its manual pages. {@code p} is
 * always a {@code pcap_t *}.
 *
 * <p>None has more than five arguments, and none may: jnr-ffi corrupts a sixth one that is an
 * integer (jnr/jnr-ffi#181).
 */
public interface LibPcap {
    /** {@code PCAP_ERRBUF_SIZE}. */
    int ERROR_BUFFER_BYTES = 256;

    /** {@code PCAP_ERROR_NO_SUCH_DEVICE}. */
    int NO_SUCH_DEVICE = -5;

    /** {@code PCAP_ERROR_PERM_DENIED}. */
    int PERMISSION_DENIED = -8;

    /** {@code PCAP_ERROR_IFACE_NOT_UP}. */
    int INTERFACE_NOT_UP = -9;

    /** {@code PCAP_ERROR_PROMISC_PERM_DENIED}. */
    int PROMISCUOUS_PERMISSION_DENIED = -11;

    /** {@code PCAP_TSTAMP_ADAPTER}: the adapter's time stamps, in step with the host's clock. */
    int TIME_STAMPS_OF_ADAPTER = 3;

    /** {@code PCAP_TSTAMP_PRECISION_NANO}. */
    int NANOSECONDS = 1;

    /** {@code PCAP_NETMASK_UNKNOWN}. */
    int NETMASK_UNKNOWN = 0xffffffff;

    Pointer pcap_create(String device, Pointer errorBuffer);

    int pcap_set_snaplen(Pointer p, int bytes);

    int pcap_set_promisc(Pointer p, int on);

    int pcap_set_timeout(Pointer p, int ms);

    int pcap_set_buffer_size(Pointer p, int bytes);

    int pcap_set_tstamp_precision(Pointer p, int precision);

    int pcap_set_tstamp_type(Pointer p, int type);

    int pcap_activate(Pointer p);

    int pcap_setnonblock(Pointer p, int on, Pointer errorBuffer);

    int pcap_get_selectable_fd(Pointer p);

    int pcap_get_tstamp_precision(Pointer p);

    int pcap_datalink(Pointer p);

    int pcap_set_datalink(Pointer p, int dlt);

    int pcap_compile(Pointer p, Pointer program, String filter, int optimize, int netmask);

    int pcap_setfilter(Pointer p, Pointer program);

    void pcap_freecode(Pointer program);

    /** Called per frame, so without the copy of errno that jnr-ffi would make. */
    @IgnoreError
    int pcap_next_ex(Pointer p, Pointer header, Pointer data);

    int pcap_stats(Pointer p, Pointer stats);

    String pcap_geterr(Pointer p);

    String pcap_statustostr(int status);

    void pcap_close(Pointer p);

    int pcap_findalldevs(Pointer first, Pointer errorBuffer);

    void pcap_freealldevs(@Nullable Pointer first);
}
