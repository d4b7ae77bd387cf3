package io.atoms.utils.storage;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Who has a lock, in words, for the messages of who wants it too. */
final class LockOwner {

    private LockOwner() {}

    /** This process, from now on. */
    static String thisProcess() {
        return "process " + ProcessHandle.current().pid() + " on " + host() + " since "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    /** What is to be told of a text that was found in a lock file, which may be empty. */
    static String of(String text) {
        String owner = text.strip();
        return owner.isEmpty() ? "another process" : owner;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "this machine";
        }
    }
}
