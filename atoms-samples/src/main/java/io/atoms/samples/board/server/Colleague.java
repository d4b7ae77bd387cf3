package io.atoms.samples.board.server;

import io.atoms.samples.board.model.Change;
import io.atoms.samples.board.model.Task;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Another user, who adds and changes tasks until he is disposed. What he does follows from the seed. */
public final class Colleague implements Disposable {

    private static final long SHORTEST_PAUSE = 400;
    private static final long LONGEST_PAUSE = 1_000;
    private static final int ALL = 100;
    private static final int ADDS = 12;
    private static final int RENAMES = 40;

    private final TaskTable table;
    private final SplittableRandom random;
    private final Disposable working;
    private int changes;

    /**
     * Begins.
     *
     * @param told what he has done
     */
    public Colleague(TaskTable table, long seed, Scheduler time, Consumer<Task> told) {
        this.table = table;
        this.random = new SplittableRandom(seed);
        this.working = Mono.defer(() -> Mono.delay(pause(), time))
                .doOnNext(tick -> told.accept(work()))
                .repeat()
                .subscribe();
    }

    private Duration pause() {
        return Duration.ofMillis(random.nextLong(SHORTEST_PAUSE, LONGEST_PAUSE));
    }

    private Task work() {
        List<Task> all = table.all();
        Task task = all.get(random.nextInt(all.size()));
        int choice = random.nextInt(ALL);
        changes++;
        if (choice < ADDS) {
            return table.add(Titles.of(all.size()));
        }
        Change change = choice < RENAMES
                ? Change.title(Titles.of(task.id() - 1) + ", " + changes)
                : Change.lane(task.lane().next());
        return table.change(task.id(), change);
    }

    @Override
    public void dispose() {
        working.dispose();
    }

    @Override
    public boolean isDisposed() {
        return working.isDisposed();
    }
}
