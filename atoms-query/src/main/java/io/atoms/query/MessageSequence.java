package io.atoms.query;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which messages of {@link LiveUpdates} come next, by their numbers. Used by one at a time. */
final class MessageSequence<M, T> {

    private final LiveUpdates<?, M, T> updates;

    /** The number of the last message that was folded; null if unknown. The data knows better, if it does. */
    private @Nullable Long last;

    MessageSequence(LiveUpdates<?, M, T> updates) {
        this.updates = updates;
    }

    /** Whether the data tells which messages it contains. */
    boolean isInData() {
        return updates.numberOfData != null;
    }

    /** Takes whatever comes next. */
    void forget() {
        last = null;
    }

    void reached(Folded<M, T> folded) {
        last = folded.last();
    }

    /**
     * Data with messages.
     *
     * @param rest those from the first gap on
     */
    record Folded<M, T>(T data, @Nullable Long last, List<M> rest) {}

    /** Changes nothing here, since it may be called several times. */
    Folded<M, T> fold(T data, List<M> messages) {
        T now = data;
        Long at = updates.numberOfData == null ? last : Long.valueOf(updates.numberOfData.applyAsLong(data));
        for (int i = 0; i < messages.size(); i++) {
            M message = messages.get(i);
            if (updates.numberOfMessage != null) {
                long number = updates.numberOfMessage.applyAsLong(message);
                if (at != null && number > at + 1) {
                    return new Folded<>(now, at, messages.subList(i, messages.size()));
                }
                if (at != null && number <= at) {
                    continue;
                }
                at = number;
            }
            now = Objects.requireNonNull(updates.fold.apply(now, message), "the fold of live updates gave null");
        }
        return new Folded<>(now, at, List.of());
    }
}
