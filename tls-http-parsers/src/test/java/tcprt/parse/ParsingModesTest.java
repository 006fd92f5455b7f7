package tcprt.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import tcprt.task.MessageParser;

final class ParsingModesTest {
    @Test
    void everyConnectionHasItsOwnParser() {
        Supplier<MessageParser> maker = ParsingModes.parser("https");
        assertInstanceOf(TlsParser.class, maker.get());
        assertNotSame(maker.get(), maker.get());
        assertInstanceOf(HttpParser.class, ParsingModes.parser("http").get());
        assertEquals(Set.of("http", "https"), ParsingModes.names());
    }

    @Test
    void unknownModeIsNamedWithThoseThatExist() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> ParsingModes.parser("mqtt"));
        assertEquals("mode is mqtt; allowed are http, https", e.getMessage());
    }
}
