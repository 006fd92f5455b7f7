package tcprt.pcaps;

import java.util.List;

/** The words of one script line, read from left to right, and where to say it goes wrong. */
final class LineWords {
    private final String file;
    private final int line;
    private final List<String> words;
    private int next;

    LineWords(String file, int line, String text) {
        this.file = file;
        this.line = line;
        this.words = List.of(text.strip().split("\\s+"));
    }

    int line() {
        return line;
    }

    boolean atEnd() {
        return next == words.size();
    }

    /** The next word without taking it; empty at the end of the line. */
    String peek() {
        return atEnd() ? "" : words.get(next);
    }

    /** Takes the next word. */
    String take(String expected) {
        if (atEnd()) {
            throw error("the end of the line", expected);
        }
        return words.get(next++);
    }

    /** Takes the next word if it is this one. */
    boolean takeIf(String word) {
        if (!peek().equals(word)) {
            return false;
        }
        next++;
        return true;
    }

    /** Takes the next word, which must be this one. */
    void takeWord(String word) {
        String expected = '"' + word + '"';
        String found = take(expected);
        if (!found.equals(word)) {
            throw error(found, expected);
        }
    }

    /** Takes everything that is left, with single blanks in between. */
    String takeRest() {
        String rest = String.join(" ", words.subList(next, words.size()));
        next = words.size();
        return rest;
    }

    /** Takes a number, decimal or 0x, up to a largest value. */
    long takeNumber(String what, long largest) {
        String expected = what + ", 0.." + largest;
        String found = take(expected);
        return number(found, expected, largest);
    }

    /** Reads a number, decimal or 0x, up to a largest value. */
    long number(String found, String expected, long largest) {
        try {
            long value = Long.decode(found.matches("0+[0-9]+") ? stripZeros(found) : found);
            if (value >= 0 && value <= largest) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, with what would be one.
        }
        throw error(found, expected);
    }

    private static String stripZeros(String digits) {
        // Long.decode would take a leading zero for octal.
        return digits.replaceFirst("^0+(?=[0-9])", "");
    }

    /** There must be nothing left. */
    void end() {
        if (!atEnd()) {
            throw error(peek(), "the end of the line");
        }
    }

    ScriptSyntaxException error(String found, String expected) {
        return new ScriptSyntaxException(file, line, found, expected);
    }
}
