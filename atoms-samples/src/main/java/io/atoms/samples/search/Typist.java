package io.atoms.samples.search;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Decides what a person would type: words or their beginnings, corrections, and pauses to look at what was found. */
final class Typist {

    private static final int SHORTEST = 2;

    /** The field is cleared once in so many words. */
    private static final int CLEARED = 10;

    private final Pace pace;
    private final SplittableRandom random;

    Typist(Pace pace, long seed) {
        this.pace = pace;
        this.random = new SplittableRandom(seed);
    }

    /** So many keystrokes, starting from an empty field. */
    List<Keystroke> script(int keys) {
        List<Keystroke> script = new ArrayList<>();
        String text = "";
        while (script.size() < keys) {
            String word = nextWord();
            Duration after = pace.randomLook(random);
            while (!text.equals(word) && script.size() < keys) {
                text = towards(word, text);
                script.add(new Keystroke(after, text));
                after = pace.randomKey(random);
            }
        }
        return script;
    }

    /** A word, the beginning of one, or now and then none. */
    private String nextWord() {
        if (random.nextInt(CLEARED) == 0) {
            return "";
        }
        String word = Words.ALL.get(random.nextInt(Words.ALL.size()));
        return word.substring(0, random.nextInt(SHORTEST, word.length() + 1));
    }

    /** One key: a letter more, a letter less, or one that replaces all because the words have nothing in common. */
    private static String towards(String word, String text) {
        if (word.startsWith(text)) {
            return word.substring(0, text.length() + 1);
        }
        return word.startsWith(text.substring(0, 1))
                ? text.substring(0, text.length() - 1)
                : word.substring(0, Math.min(1, word.length()));
    }
}
