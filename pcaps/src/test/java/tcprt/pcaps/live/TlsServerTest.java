package tcprt.pcaps.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * nginx, asked by openssl and curl: the letters that follow from what the client was told to do.
 * The number of tasks behind each E shows that Finished, tickets and alerts opened none.
 */
@Timeout(120)
class TlsServerTest {
    private static final String FULL_12 = "R.H R.H R.A E=3";
    private static final String ABBREVIATED_12 = "R.H R.A E=2";
    private static final String ANY_13 = "R.H(us) R.A E=2";

    /** Fields of a V7 line before its tails. */
    private static final int V7_WORDS = 18;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Lab lab;

    @SuppressWarnings("NullAway.Init")
    private Child run;

    @BeforeEach
    void traceNginx() throws IOException {
        lab = new Lab(directory);
        Child.run(
                directory,
                Tool.command(
                        "openssl",
                        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=server"
                                + " -keyout key.pem -out certificate.pem"));
        lab.startNginx(
                """
                server {
                    listen %2$s:443 ssl;
                    root %1$s/www;
                    ssl_certificate %1$s/certificate.pem;
                    ssl_certificate_key %1$s/key.pem;
                    ssl_protocols TLSv1.2 TLSv1.3;
                    ssl_early_data on;
                    # A client's goodbye that comes before close() would turn its FIN into a reset.
                    lingering_close always;
                }
                # Whoever passes a body on has to read it, so says 100 and waits for it.
                server { listen unix:%1$s/upstream; location / { return 200; } }
                server { listen %2$s:8080; location / { proxy_pass http://unix:%1$s/upstream; } }
                """);
        Path config =
                Files.writeString(
                        directory.resolve("tcprt.yaml"),
                        """
                        per-port:
                          - port: 443
                            mode: https
                          - port: 8080
                            mode: http
                        """);
        run =
                lab.keep(
                        Tcprt.run(
                                lab.server,
                                "-i srv0 -c " + config + " -o " + directory.resolve("out")));
    }

    @AfterEach
    @SuppressWarnings("NullAway") // null where there are no namespaces
    void disconnect() throws IOException {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void tls12HasTwoHandshakeTasksAndOneWhenResumed() throws IOException {
        ask("-tls1_2 -sess_out session");
        ask("-tls1_2 -sess_in session");
        assertEquals(FULL_12 + " " + ABBREVIATED_12, letters());
    }

    @Test
    void tls13HasOneTimedHandshakeTaskResumedOrNot() throws IOException {
        ask("-tls1_3 -sess_out session");
        ask("-tls1_3 -sess_in session");
        assertEquals(ANY_13 + " " + ANY_13, letters());
    }

    @Test
    void earlyDataIsPartOfTheHandshakeTask() throws IOException {
        Files.writeString(
                directory.resolve("early"), "GET /small HTTP/1.1\r\nHost: server\r\n\r\n");
        ask("-tls1_3 -sess_out session");
        ask("-tls1_3 -sess_in session -early_data early");
        assertEquals(ANY_13 + " R.ZH(us) R.A E=2", letters());
    }

    @Test
    void alertOfTheClientBelongsToTheLastTask() throws IOException {
        // Standard input ends after the response, and s_client says goodbye.
        String request = "(printf 'GET /small HTTP/1.1\\r\\nHost: server\\r\\n\\r\\n'; sleep 0.5)";
        openssl(request, "-no_ign_eof -tls1_2");
        openssl(request, "-no_ign_eof -tls1_3");
        assertEquals(FULL_12 + " " + ANY_13, letters());
    }

    @Test
    void requestThatExpects100ContinueIsATaskOfItsOwn() throws IOException {
        Path body = Files.write(directory.resolve("body"), new byte[5000]);
        String url = "http://" + Lab.SERVER + ":8080/";
        lab.client.run(
                Tool.command(
                        "curl", "-sf -H Expect:100-continue --data-binary @" + body + " " + url));
        lab.client.run(Tool.command("curl", "-sf -H Expect: --data-binary @" + body + " " + url));
        assertEquals("R.C R E=2 R E=1", letters());
    }

    /** One request, answered and followed by the server's close_notify. */
    private void ask(String options) throws IOException {
        openssl("printf 'GET /small HTTP/1.0\\r\\n\\r\\n'", options);
    }

    private void openssl(String request, String options) throws IOException {
        String command =
                "%s | %s s_client -quiet -connect %s:443 %s"
                        .formatted(request, Tool.path("openssl"), Lab.SERVER, options);
        lab.client.run(Tool.path("sh"), "-c", command);
    }

    /** Types and letters of all records, with the handshake's tail and the tasks of each E. */
    private String letters() throws IOException {
        run.terminate(0);
        List<String> lines =
                Files.readAllLines(
                        directory.resolve("out/rt-network-log0"), StandardCharsets.US_ASCII);
        return lines.stream().map(TlsServerTest::letters).collect(Collectors.joining(" "));
    }

    private static String letters(String line) {
        String[] words = line.split(" ", -1);
        if (words[1].equals("E")) {
            return "E=" + words[6];
        }
        boolean timed = words.length > V7_WORDS + 1 && words[V7_WORDS].equals("H");
        return words[1] + (timed ? "(us)" : "");
    }
}
