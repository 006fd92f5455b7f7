package tcprt.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.UnicodeReader;
import tcprt.flow.PortRules.PortRange;

/**
 * The service's configuration file, {@code tcprt.yaml}: every key is honoured or refused, with file
 * and line.
 *
 * <p>The document is composed into nodes and never constructed into objects, so tags in it can
 * create nothing. Scalars are taken as written: {@code 56789,56800} and {@code "443"} mean the same
 * to every YAML reader here.
 */
final class TcprtYaml {
    private static final String PER_PORT = "per-port";
    private static final List<String> SECTIONS = List.of("global", PER_PORT, "init", "tcprt");

    private final String fileName;
    private final SettingsBuilder into;

    private TcprtYaml(String fileName, SettingsBuilder into) {
        this.fileName = fileName;
        this.into = into;
    }

    /**
     * Reads a file over the settings collected so far.
     *
     * @param fileName as the user wrote it; messages repeat it
     * @throws ConfigurationException if the file is missing, is not YAML, or holds anything that
     *     cannot be honoured
     */
    static void read(String fileName, SettingsBuilder into) throws ConfigurationException {
        InputStream in = new ByteArrayInputStream(bytes(fileName));
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new UnicodeReader(in));
            if (root != null) {
                new TcprtYaml(fileName, into).readDocument(root);
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new ConfigurationException(
                    fileName + ":" + line + ": not readable as YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new ConfigurationException(fileName + ": not readable as YAML: " + firstLine(e));
        }
    }

    private static byte[] bytes(String fileName) throws ConfigurationException {
        Path path = new Value("--config", fileName).path();
        if (Files.isDirectory(path)) {
            throw new ConfigurationException(
                    fileName
                            + ": is a directory; name the file in it, as in "
                            + path.resolve("tcprt.yaml"));
        }
        try {
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(fileName + ": no such file");
        } catch (IOException e) {
            throw new ConfigurationException(
                    fileName + ": cannot be read: " + FileProblem.reason(e));
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private void readDocument(Node root) throws ConfigurationException {
        Map<String, Node> sections = map(root, "the file", "", SECTIONS);
        boolean peer = readGlobal(sections.get("global"));
        readPerPort(sections.get(PER_PORT), peer);
        readSection(sections.get("init"), Setting.Section.INIT, List.of());
        readSection(sections.get("tcprt"), Setting.Section.TCPRT, List.of());
    }

    /** Returns the side that entries of per-port are on unless they say otherwise. */
    private boolean readGlobal(@Nullable Node node) throws ConfigurationException {
        Map<String, Node> values = readSection(node, Setting.Section.GLOBAL, List.of("peer"));
        Node peer = values.get("peer");
        return peer != null && truth(peer, "global.peer");
    }

    private Map<String, Node> readSection(
            @Nullable Node node, Setting.Section section, List<String> otherKeys)
            throws ConfigurationException {
        if (node == null || isEmpty(node)) {
            return Map.of();
        }
        List<String> keys = new ArrayList<>(otherKeys);
        for (Setting setting : Setting.values()) {
            if (setting.section() == section) {
                keys.add(setting.key());
            }
        }
        String path = Value.spelling(section);
        Map<String, Node> values = map(node, path, path + ".", keys);
        for (Setting setting : Setting.values()) {
            Node value = values.get(setting.key());
            if (setting.section() == section && value != null) {
                setting.read(into, value(value, path + "." + setting.key(), setting.isList()));
            }
        }
        return values;
    }

    private void readPerPort(@Nullable Node node, boolean defaultPeer)
            throws ConfigurationException {
        if (node == null || isEmpty(node)) {
            return;
        }
        if (!(node instanceof SequenceNode list)) {
            throw error(
                    node,
                    PER_PORT + " is " + kind(node) + "; it is a list, every entry starts with -");
        }
        int index = 0;
        for (Node entry : list.getValue()) {
            readEntry(entry, PER_PORT + "[" + index++ + "]", defaultPeer);
        }
    }

    private void readEntry(Node node, String path, boolean defaultPeer)
            throws ConfigurationException {
        Map<String, Node> values =
                map(node, path, path + ".", List.of("port", "mode", "peer", "first_frame"));
        Node portNode = values.get("port");
        if (portNode == null) {
            throw error(node, path + " has no port; write port: 443, or port: 56789,56800");
        }
        Value port = value(portNode, path + ".port", false);
        PortRange range = port.portOrRange();
        Node peer = values.get("peer");
        Value mode = optional(values.get("mode"), path + ".mode");
        Value firstFrame = optional(values.get("first_frame"), path + ".first_frame");
        if (mode != null) {
            mode.oneOf(Mode.class);
        }
        if (firstFrame != null) {
            firstFrame.enabled();
        }
        into.addPort(
                new PortEntry(
                        range,
                        !port.text().contains(","),
                        peer == null ? defaultPeer : truth(peer, path + ".peer"),
                        mode,
                        firstFrame));
    }

    private @Nullable Value optional(@Nullable Node node, String path)
            throws ConfigurationException {
        return node == null ? null : value(node, path, false);
    }

    private boolean truth(Node node, String path) throws ConfigurationException {
        return value(node, path, false).isTrue();
    }

    private Value value(Node node, String path, boolean list) throws ConfigurationException {
        String place = fileName + ":" + line(node) + ": " + path;
        if (node instanceof ScalarNode scalar) {
            return new Value(place, scalar.getValue());
        }
        if (list && node instanceof SequenceNode sequence) {
            List<String> parts = new ArrayList<>();
            for (Node part : sequence.getValue()) {
                parts.add(value(part, path, false).text());
            }
            return new Value(place, String.join(",", parts));
        }
        throw error(
                node,
                path + " is " + kind(node) + "; it takes one value" + (list ? " or a list" : ""));
    }

    /** The pairs of a map, every key known and none twice. */
    private Map<String, Node> map(Node node, String path, String prefix, List<String> known)
            throws ConfigurationException {
        if (!(node instanceof MappingNode mapping)) {
            throw error(
                    node,
                    path + " is " + kind(node) + "; it is a map of " + String.join(", ", known));
        }
        Map<String, Node> values = new LinkedHashMap<>();
        Map<String, Integer> lines = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node keyNode = tuple.getKeyNode();
            String key = keyNode instanceof ScalarNode scalar ? scalar.getValue() : kind(keyNode);
            if (!known.contains(key)) {
                throw error(keyNode, prefix + key + " is not a key; " + Spelling.hint(key, known));
            }
            Integer earlier = lines.put(key, line(keyNode));
            if (earlier != null) {
                throw error(
                        keyNode,
                        prefix + key + " occurs again, first in line " + earlier + "; keep one");
            }
            values.put(key, tuple.getValueNode());
        }
        return values;
    }

    private static boolean isEmpty(Node node) {
        return node instanceof ScalarNode && Tag.NULL.equals(node.getTag());
    }

    private static String kind(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue().isEmpty() ? "empty" : scalar.getValue();
        }
        return node instanceof SequenceNode ? "a list" : "a map";
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private ConfigurationException error(Node node, String message) {
        return new ConfigurationException(fileName + ":" + line(node) + ": " + message);
    }
}
