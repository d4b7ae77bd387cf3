package io.atoms.samples.notes;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The passphrase, asked for at most once: from the environment, or from a person. */
final class Passphrase {

    static final String VARIABLE = "NOTES_PASSPHRASE";

    private final Surroundings surroundings;
    private char @Nullable [] known;

    Passphrase(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** That of something that is encrypted already. */
    char[] get() {
        char[] answer = known;
        if (answer == null) {
            answer = ask("Passphrase");
            known = answer;
        }
        return answer;
    }

    /** One for something new; a person is asked twice. */
    char[] choose() {
        boolean asked = known == null && !isGiven();
        char[] answer = get();
        if (asked && !Arrays.equals(answer, ask("Once more"))) {
            throw new NotesException("The two passphrases differ. Nothing was changed.");
        }
        return answer;
    }

    private boolean isGiven() {
        return surroundings.environment().containsKey(VARIABLE);
    }

    private char[] ask(String question) {
        String given = surroundings.environment().get(VARIABLE);
        char[] answer =
                given != null ? given.toCharArray() : surroundings.passwords().apply(question);
        if (answer == null) {
            throw new NotesException("There is no terminal to ask for the passphrase. Set " + VARIABLE + ".");
        }
        if (answer.length == 0) {
            throw new NotesException("The passphrase is empty. Nothing was changed.");
        }
        return answer;
    }
}
