package tcprt.parse;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import tcprt.task.Effects;
import tcprt.task.MessageParser;

/** What client and host say to one another, segment by segment, for parsers to listen to. */
final class Talk {
    /** A segment; without bytes it is a FIN. */
    static final class Part {
        private final boolean fromHost;
        private final byte[] bytes;

        Part(boolean fromHost, byte[] bytes) {
            this.fromHost = fromHost;
            this.bytes = bytes;
        }

        boolean fromHost() {
            return fromHost;
        }

        byte[] bytes() {
            return bytes;
        }

        boolean isFin() {
            return bytes.length == 0;
        }
    }

    final List<Part> parts = new ArrayList<>();

    Talk client(byte[]... bytes) {
        parts.add(new Part(false, Bytes.join(bytes)));
        return this;
    }

    Talk host(byte[]... bytes) {
        parts.add(new Part(true, Bytes.join(bytes)));
        return this;
    }

    Talk client(String text) {
        return client(Bytes.text(text));
    }

    Talk host(String text) {
        return host(Bytes.text(text));
    }

    Talk clientFin() {
        return client(new byte[0]);
    }

    Talk hostFin() {
        return host(new byte[0]);
    }

    /** Shows all to a new parser. @return the effects of each segment, by name */
    List<String> effects(Supplier<MessageParser> maker) {
        MessageParser parser = maker.get();
        return parts.stream().map(part -> name(show(parser, part))).toList();
    }

    /** Shows all to a new parser and applies the effects. @return the tasks they make */
    TaskModel tasks(Supplier<MessageParser> maker) {
        TaskModel tasks = new TaskModel();
        MessageParser parser = maker.get();
        for (Part part : parts) {
            tasks.apply(part.fromHost(), show(parser, part));
        }
        tasks.release();
        return tasks;
    }

    static long show(MessageParser parser, Part part) {
        byte[] bytes = part.bytes();
        if (part.isFin()) {
            return parser.onFin(part.fromHost());
        }
        return parser.onBytes(
                part.fromHost(), ByteBuffer.wrap(bytes), 0, bytes.length, bytes.length);
    }

    /** The same, with a segment cut in two at every place that there is. */
    List<Talk> cutOnce() {
        List<Talk> all = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            for (int at = 1; at < parts.get(i).bytes().length; at++) {
                Talk cut = new Talk();
                cut.parts.addAll(parts);
                Part whole = cut.parts.remove(i);
                cut.parts.add(i, new Part(whole.fromHost(), Bytes.from(whole.bytes(), at)));
                cut.parts.add(i, new Part(whole.fromHost(), Bytes.upTo(whole.bytes(), at)));
                all.add(cut);
            }
        }
        return all;
    }

    /** The same, in segments of at most {@code limit} bytes; their sizes by chance, or one. */
    Talk cutSmall(int limit, Random random) {
        Talk cut = new Talk();
        for (Part part : parts) {
            byte[] rest = part.bytes();
            while (rest.length > 1) {
                int size = limit == 1 ? 1 : 1 + random.nextInt(Math.min(limit, rest.length));
                cut.parts.add(new Part(part.fromHost(), Bytes.upTo(rest, size)));
                rest = Bytes.from(rest, size);
            }
            if (rest.length > 0 || part.isFin()) {
                cut.parts.add(new Part(part.fromHost(), rest));
            }
        }
        return cut;
    }

    static String name(long effects) {
        String[] names = {
            "DATA", "SAME", "C", "notC", "Z", "H", "begins", "ends", "A", "A?", "A!", "A=data"
        };
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            if ((effects & (1L << i)) != 0) {
                text.append(text.isEmpty() ? "" : " ").append(names[i]);
            }
        }
        if (effects >= Effects.ALERT_WAS_DATA << 1) {
            text.append(" unknown");
        }
        return text.isEmpty() ? "-" : text.toString();
    }
}
