package io.atoms.samples.board.client;

import io.atoms.query.ConflictResolver;
import io.atoms.samples.board.model.Edit;
import io.atoms.samples.board.model.Task;
import java.util.Optional;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** Resolves conflicts: the edit is made of what others have made of the task. */
final class Merging implements ConflictResolver<Edit, Task> {

    private static final int MOST_ROUNDS = 100;

    private final Consumer<String> notices;

    Merging(Consumer<String> notices) {
        this.notices = notices;
    }

    @Override
    public Optional<Task> serverVersion(Throwable error) {
        return error instanceof ConflictException conflict ? Optional.of(conflict.theirs()) : Optional.empty();
    }

    @Override
    public Mono<Resolution<Edit>> resolve(Conflict<Edit, Task> conflict) {
        return Mono.fromSupplier(() -> {
            Edit merged = conflict.variables().merge(conflict.server());
            notices.accept("merged: " + merged);
            return new Resolution.Merge<>(merged);
        });
    }

    @Override
    public int maxRounds() {
        return MOST_ROUNDS;
    }
}
