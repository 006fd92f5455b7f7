package tcprt.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What file and options say together, to be compared with what they say later.
 *
 * @param given settings as they were written, without those that have their defaults
 */
record RunConfiguration(Settings settings, Map<Setting, String> given) {
    /** These take effect while a run goes on. */
    private static final Set<Setting> CHANGEABLE =
            EnumSet.of(Setting.STATS, Setting.STATS_INTERVAL);

    /** A way to learn what they say now. */
    interface Source {
        RunConfiguration read() throws ConfigurationException;
    }

    /** Keys whose values differ from those here and take effect with the next start only. */
    List<String> needingRestart(RunConfiguration later) {
        List<String> keys = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            @Nullable String before = given.get(setting);
            @Nullable String after = later.given.get(setting);
            boolean same = before == null ? after == null : before.equals(after);
            if (!same && !CHANGEABLE.contains(setting)) {
                keys.add(setting.key());
            }
        }
        return keys;
    }
}
