package tcprt.cli;

import java.util.List;

/** Guesses which known word a mistyped one was meant to be. */
final class Spelling {
    private Spelling() {}

    /**
     * What to do about an unknown word: the nearest known one if one is near, else all of them.
     *
     * @param known at least one word
     */
    static String hint(String word, List<String> known) {
        return isNear(word, known)
                ? "did you mean " + nearest(word, known) + "?"
                : "allowed are " + String.join(", ", known);
    }

    /** Whether one of the known words may have been meant. */
    static boolean isNear(String word, List<String> known) {
        String nearest = nearest(word, known);
        // With more than half of its letters changed it is another word.
        return distance(word, nearest) <= nearest.chars().filter(Character::isLetter).count() / 2;
    }

    private static String nearest(String word, List<String> known) {
        String nearest = known.get(0);
        for (String candidate : known) {
            if (distance(word, candidate) < distance(word, nearest)) {
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Characters to insert, delete or replace (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
