package io.atoms.samples.notes;

/**
 * What a note is known by: a number, and the name of the session that wrote it, such as {@code 7-k3f9a0qd}. Two terminals
 * that add at the same moment may both take the number 7; the whole id is still nobody else's. People use the number
 * alone wherever it stands for one note.
 */
final class NoteId {

    private NoteId() {}

    static String of(long number, String session) {
        return number + "-" + session;
    }

    /** The number, in digits. */
    static String number(String id) {
        int end = id.indexOf('-');
        return end < 0 ? id : id.substring(0, end);
    }

    /** The number; 0 if it is none of ours. */
    static long value(String id) {
        String number = number(id);
        return number.matches("[0-9]{1,18}") ? Long.parseLong(number) : 0;
    }
}
