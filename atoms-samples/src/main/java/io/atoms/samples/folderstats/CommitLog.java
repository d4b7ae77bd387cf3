package io.atoms.samples.folderstats;

import io.atoms.inspect.ChangeSet;
import io.atoms.inspect.StoreObserver;
import java.util.ArrayList;
import java.util.List;

/** Keeps what the commits of a store did until somebody asks. Safe for use by several threads. */
final class CommitLog implements StoreObserver {

    private final List<ChangeSet> commits = new ArrayList<>();

    @Override
    public synchronized void committed(ChangeSet changes) {
        commits.add(changes);
    }

    /** The commits since the last call. */
    synchronized List<ChangeSet> drain() {
        List<ChangeSet> drained = List.copyOf(commits);
        commits.clear();
        return drained;
    }
}
