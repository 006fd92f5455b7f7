package tcprt.pcaps;

/** A script that cannot be read: {@code file:line: found …; expected …}. */
final class ScriptSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Says where, what was found and what is allowed.
     *
     * @param file name of the script
     * @param line from 1
     * @param found the text that does not fit
     * @param expected what would fit
     */
    ScriptSyntaxException(String file, int line, String found, String expected) {
        super(file + ":" + line + ": found " + found + "; expected " + expected);
    }
}
