package tcprt.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why the system refuses a file. Java's own message is often nothing but the file's name. */
final class FileProblem {
    private FileProblem() {}

    /** The reason, as it can stand behind the name and a colon. */
    static String reason(IOException refusal) {
        if (refusal instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (refusal instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (refusal instanceof FileAlreadyExistsException) {
            return "a file is in its place";
        }
        if (refusal instanceof FileSystemException e && e.getReason() != null) {
            return e.getReason();
        }
        return String.valueOf(refusal.getMessage());
    }
}
