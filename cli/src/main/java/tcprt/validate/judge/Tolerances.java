package tcprt.validate.judge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import tcprt.validate.record.Field;

/** How far our values may be from the kernel's, field by field; one that is not named is exact. */
public final class Tolerances {
    private static final String SHIPPED = "/tcprt/validate/tolerances.json";

    /**
     * The tolerance of one field.
     *
     * @param absolute in the unit of the field
     * @param relative part of the kernel's value that comes on top
     */
    public record Tolerance(long absolute, double relative) {
        static final Tolerance EXACT = new Tolerance(0, 0);

        public boolean isExact() {
            return absolute == 0 && relative == 0;
        }

        /** Whether ours is near enough. */
        public boolean covers(long kernel, long ours) {
            return Math.abs(ours - kernel) <= absolute + relative * Math.abs(kernel);
        }

        @Override
        public String toString() {
            if (isExact()) {
                return "exact";
            }
            String percent = relative == 0 ? "" : " + %d %%".formatted(Math.round(100 * relative));
            return absolute + " us" + percent;
        }
    }

    private final Map<Field, Tolerance> tolerances = new EnumMap<>(Field.class);

    private Tolerances() {}

    /** Those that come with the program. */
    public static Tolerances shipped() {
        try (InputStream in = Tolerances.class.getResourceAsStream(SHIPPED)) {
            return read(new Tolerances(), SHIPPED, Objects.requireNonNull(in, SHIPPED));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a table: {@code {"rt": [250, 0.01], ...}}. What it does not name stays as shipped;
     * names that begin with an underscore are comments.
     *
     * @param name of the file, for messages
     * @throws IOException if it cannot be read or is no such table; the message is complete
     */
    public static Tolerances read(String name, InputStream in) throws IOException {
        return read(shipped(), name, in);
    }

    private static Tolerances read(Tolerances table, String name, InputStream in)
            throws IOException {
        try (JsonParser json = new JsonFactory().createParser(in)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw refused(name, json, "begins with something else");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                if (field.startsWith("_")) {
                    json.skipChildren();
                } else {
                    table.tolerances.put(field(name, json, field), tolerance(name, json));
                }
            }
        } catch (JsonProcessingException e) {
            throw new IOException(name + ": is no JSON: " + e.getOriginalMessage(), e);
        }
        return table;
    }

    private static Field field(String file, JsonParser json, String title) throws IOException {
        for (Field field : Field.values()) {
            if (field.title().equals(title)) {
                return field;
            }
        }
        throw refused(
                file,
                json,
                title
                        + " is no field; fields are "
                        + String.join(
                                ", ", Arrays.stream(Field.values()).map(Field::title).toList()));
    }

    private static Tolerance tolerance(String file, JsonParser json) throws IOException {
        boolean array = json.currentToken() == JsonToken.START_ARRAY;
        if (array && json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            long absolute = json.getLongValue();
            if (json.nextToken().isNumeric()) {
                double relative = json.getDoubleValue();
                if (json.nextToken() == JsonToken.END_ARRAY && absolute >= 0 && relative >= 0) {
                    return new Tolerance(absolute, relative);
                }
            }
        }
        throw refused(file, json, "a tolerance is two numbers from 0 up");
    }

    private static IOException refused(String file, JsonParser json, String what) {
        return new IOException(
                "%s:%d: %s; write {\"rt\": [250, 0.01], ...}, microseconds and part of the value"
                        .formatted(file, json.currentLocation().getLineNr(), what));
    }

    public Tolerance of(Field field) {
        return tolerances.getOrDefault(field, Tolerance.EXACT);
    }
}
