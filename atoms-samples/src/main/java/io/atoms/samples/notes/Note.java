package io.atoms.samples.notes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A note.
 *
 * @param id see {@link NoteId}
 * @param tags in order, without the sign before them
 * @param done whether it is done with
 * @param created when it was written
 * @param changed when it was changed last
 */
record Note(String id, String text, List<String> tags, boolean done, Instant created, Instant changed) {

    Note {
        tags = List.copyOf(tags);
    }

    static Note of(String id, String text, Collection<String> tags, Instant now) {
        return new Note(id, text, sorted(tags), false, now, now);
    }

    Note withText(String newText, Instant now) {
        return new Note(id, newText, tags, done, created, now);
    }

    Note withDone(boolean newDone, Instant now) {
        return new Note(id, text, tags, newDone, created, now);
    }

    Note withTags(Collection<String> more, Instant now) {
        List<String> all = new ArrayList<>(tags);
        all.addAll(more);
        return new Note(id, text, sorted(all), done, created, now);
    }

    Note withoutTags(Collection<String> less, Instant now) {
        Set<String> left = new TreeSet<>(tags);
        left.removeAll(less);
        return new Note(id, text, sorted(left), done, created, now);
    }

    /** Whether all the words, in small letters, occur somewhere in its text or tags. */
    boolean hasAll(Collection<String> words) {
        String all = (text + "\n" + String.join("\n", tags)).toLowerCase(Locale.ROOT);
        return words.stream().allMatch(all::contains);
    }

    private static List<String> sorted(Collection<String> tags) {
        return List.copyOf(new TreeSet<>(tags));
    }
}
