package tcprt.emit;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;

/** Members of a record's JSON object whose values are numbers and truths. Allocates nothing. */
final class JsonMembers {
    private final JsonGenerator json;

    JsonMembers(JsonGenerator json) {
        this.json = json;
    }

    void number(SerializedString name, long value) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(value);
    }

    void numberOrNull(SerializedString name, long value, boolean known) throws IOException {
        json.writeFieldName(name);
        if (known) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }

    void truth(SerializedString name, boolean value) throws IOException {
        json.writeFieldName(name);
        json.writeBoolean(value);
    }
}
