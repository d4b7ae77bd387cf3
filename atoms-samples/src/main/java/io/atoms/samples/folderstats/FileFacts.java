package io.atoms.samples.folderstats;

/**
 * What one reading of a file told: the value of the file's atom.
 *
 * @param kind which of the other parts mean something
 * @param lines how many lines it has, the last one counted even if it is not ended; 0 unless it is text
 * @param bytes how long it is; 0 unless it is text
 * @param problem why it could not be read; empty unless it is unreadable
 */
record FileFacts(Kind kind, long lines, long bytes, String problem) {

    /** The value of a file's atom until the file was read. */
    static final FileFacts UNREAD = new FileFacts(Kind.UNREAD, 0, 0, "");

    /** A file that is left out of the totals. */
    static final FileFacts BINARY = new FileFacts(Kind.BINARY, 0, 0, "");

    enum Kind {
        UNREAD,
        TEXT,
        BINARY,
        UNREADABLE
    }

    static FileFacts text(long lines, long bytes) {
        return new FileFacts(Kind.TEXT, lines, bytes, "");
    }

    static FileFacts unreadable(String problem) {
        return new FileFacts(Kind.UNREADABLE, 0, 0, problem);
    }

    /** In the words of a report. */
    @Override
    public String toString() {
        return switch (kind) {
            case UNREAD -> "not read";
            case TEXT -> Text.count(lines, "line") + ", " + Text.bytes(bytes);
            case BINARY -> "binary";
            case UNREADABLE -> "unreadable: " + problem;
        };
    }
}
