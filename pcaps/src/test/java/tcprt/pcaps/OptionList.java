package tcprt.pcaps;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The TCP options at the end of a packet line: {@code <mss 1460,sackOK,wscale 7>}. */
final class OptionList {
    private static final String EXPECTED =
            "TCP options <mss N,sackOK,TS val N ecr N,wscale N,sack N:N …,FO HEX,id N,ttl N>";
    private static final long MAX_U32 = 0xFFFF_FFFFL;
    private static final Pattern TIMESTAMPS = Pattern.compile("val ([0-9]+) ecr ([0-9]+)");
    private static final Pattern BLOCK = Pattern.compile("([0-9]+):([0-9]+)");
    private static final Pattern COOKIE = Pattern.compile("[0-9a-fA-F]{16}");

    private @Nullable Integer mssBytes;
    private @Nullable Integer windowScale;
    private boolean sackPermitted;
    private final List<SegmentOptions.Block> sackBlocks = new ArrayList<>();
    private SegmentOptions.@Nullable Timestamps timestamps;
    private @Nullable Long fastOpenCookie;

    private int ipId;
    private int ttl = SegmentOptions.DEFAULT_TTL;

    private OptionList() {}

    /** Takes the options that end a packet line, if there are any. */
    static SegmentOptions read(LineWords words) {
        if (words.atEnd()) {
            return SegmentOptions.NONE;
        }
        String text = words.takeRest();
        if (!text.matches("<[^<>]+>")) {
            throw words.error(text, EXPECTED);
        }
        OptionList list = new OptionList();
        for (String option : text.substring(1, text.length() - 1).split(",", -1)) {
            list.add(words, option.strip());
        }
        return list.toOptions();
    }

    private void add(LineWords words, String option) {
        int blank = option.indexOf(' ');
        String kind = blank < 0 ? option : option.substring(0, blank);
        String value = blank < 0 ? "" : option.substring(blank + 1).strip();
        switch (kind) {
            case "mss" -> mssBytes = (int) words.number(value, "an MSS, 0..65535", 65_535);
            case "wscale" -> windowScale = (int) words.number(value, "a shift, 0..255", 255);
            case "sackOK" -> sackPermitted = true;
            case "sack" -> addBlocks(words, value);
            case "TS" -> {
                Matcher matcher = match(words, TIMESTAMPS, value, "TS val N ecr N");
                timestamps =
                        new SegmentOptions.Timestamps(
                                words.number(matcher.group(1), "a TSval", MAX_U32),
                                words.number(matcher.group(2), "a TSecr", MAX_U32));
            }
            case "FO" ->
                    fastOpenCookie =
                            Long.parseUnsignedLong(
                                    match(words, COOKIE, value, "16 hexadecimal digits").group(),
                                    16);
            case "id" -> ipId = (int) words.number(value, "an identification", 65_535);
            case "ttl" -> ttl = (int) words.number(value, "a time to live, 0..255", 255);
            default -> throw words.error(option, EXPECTED);
        }
    }

    private void addBlocks(LineWords words, String value) {
        for (String block : value.split(" +", -1)) {
            Matcher matcher = match(words, BLOCK, block, "sack left:right, up to four times");
            sackBlocks.add(
                    new SegmentOptions.Block(
                            words.number(matcher.group(1), "a sequence number", MAX_U32),
                            words.number(matcher.group(2), "a sequence number", MAX_U32)));
        }
    }

    private static Matcher match(LineWords words, Pattern pattern, String value, String expected) {
        Matcher matcher = pattern.matcher(value);
        if (!matcher.matches()) {
            throw words.error(value.isEmpty() ? "nothing" : value, expected);
        }
        return matcher;
    }

    private SegmentOptions toOptions() {
        return new SegmentOptions(
                mssBytes,
                windowScale,
                sackPermitted,
                List.copyOf(sackBlocks),
                timestamps,
                fastOpenCookie,
                ipId,
                ttl);
    }
}
