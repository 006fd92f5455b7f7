package tcprt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RunConfigurationTest {
    @Test
    void whatTakesEffectAtOnceNeedsNoRestart() throws Exception {
        RunConfiguration before = configuration(Setting.STATS, "disable");
        assertEquals(List.of(), before.needingRestart(configuration(Setting.STATS, "enable")));
    }

    @Test
    void whatDoesNotIsNamedWhetherItWasThereOrNot() throws Exception {
        RunConfiguration host = configuration(Setting.VANTAGE, "host");
        RunConfiguration mirror = configuration(Setting.VANTAGE, "mirror");
        RunConfiguration larger = configuration(Setting.LOG_BUF_NUM, "16");

        assertEquals(List.of("vantage"), host.needingRestart(mirror));
        assertEquals(List.of("log_buf_num", "vantage"), host.needingRestart(larger));
        assertEquals(List.of(), mirror.needingRestart(mirror));
    }

    private static RunConfiguration configuration(Setting setting, String text)
            throws ConfigurationException {
        SettingsBuilder builder = new SettingsBuilder();
        setting.read(builder, new Value(setting.key(), text));
        return new RunConfiguration(builder.build(), builder.given);
    }
}
