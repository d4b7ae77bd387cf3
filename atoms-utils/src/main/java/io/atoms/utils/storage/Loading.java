package io.atoms.utils.storage;

import io.atoms.utils.storage.Envelope.DamageException;
import io.atoms.utils.storage.Storage.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Makes the value of an atom of what a storage has for it, and deals with what is bad. It may run several times for one
 * reader, so whatever it does to the storage it does only once: what was set aside is not there the next time, and then
 * the backup is used again.
 */
final class Loading<T extends @Nullable Object> {

    private final Storage storage;
    private final StorageAtom<T> atom;
    private final String key;

    Loading(Storage storage, StorageAtom<T> atom) {
        this.storage = storage;
        this.atom = atom;
        this.key = atom.key();
    }

    Loaded<T> load() {
        Entry entry;
        try {
            entry = storage.read(key);
        } catch (StorageException e) {
            throw e;
        } catch (Exception e) {
            storage.report(Reports.unreadable(storage.name(), key, e, "The default is used."));
            return Loaded.unread(atom.defaultValue());
        }
        byte[] bytes = entry.bytes();
        return bytes == null ? replacement(entry.version()) : decode(bytes, entry.version());
    }

    private Loaded<T> decode(byte[] bytes, long version) {
        try {
            Envelope envelope = Envelope.open(key, bytes);
            return Loaded.present(atom.codec().decode(envelope.payload(), envelope.version()), version);
        } catch (DamageException e) {
            return bad(bytes, version, (kept, instead) -> Reports.damaged(storage.name(), key, e.why(), kept, instead));
        } catch (StorageException e) {
            return Loaded.refused(atom.defaultValue(), version, Reports.refused(storage.name(), key, e));
        } catch (Exception | StackOverflowError e) {
            return bad(bytes, version, (kept, instead) -> Reports.undecodable(storage.name(), key, e, kept, instead));
        }
    }

    private Loaded<T> bad(byte[] bytes, long version, Report report) {
        String kept;
        boolean there = false;
        try {
            String place = storage.setAsideIf(key, bytes);
            if (place == null) {
                return load(); // it was replaced meanwhile
            }
            kept = "It was set aside as " + place + ".";
            storage.keysChanged();
        } catch (Exception e) {
            there = true;
            kept = "It could not be set aside (" + Reports.reason(e) + ") and nothing is written until it can.";
        }
        Loaded<T> instead = replacement(version);
        storage.report(report.of(kept, substitute(instead)));
        return there ? Loaded.unread(instead.value()) : instead;
    }

    private String substitute(Loaded<T> instead) {
        if (instead.refused() != null) {
            return "The last backup is refused.";
        }
        return instead.present() ? "The last backup is used." : "The default is used.";
    }

    /** The backup, if it is good, or the default. A backup that must not be read is refused like a value. */
    private Loaded<T> replacement(long version) {
        try {
            byte[] bytes = storage.readBackup(key);
            if (bytes != null) {
                Envelope envelope = Envelope.open(key, bytes);
                return Loaded.present(atom.codec().decode(envelope.payload(), envelope.version()), version);
            }
        } catch (StorageException e) {
            return Loaded.refused(atom.defaultValue(), version, Reports.refused(storage.name(), key, e));
        } catch (Exception | StackOverflowError e) {
            // A backup is a gift: if it is bad, it is as if there were none, and it stays where it is.
        }
        return Loaded.absent(atom.defaultValue(), version);
    }

    private interface Report {
        StorageException of(String kept, String instead);
    }
}
