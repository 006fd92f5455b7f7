package tcprt.cli;

/**
 * The configuration cannot be honoured. The message is complete: where, what was found, what is
 * allowed.
 */
final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1;

    ConfigurationException(String message) {
        super(message);
    }
}
