package io.atoms.samples.board;

import io.atoms.query.MetricsListener;
import io.atoms.query.QueryKey;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what the cache does. */
final class Traffic implements MetricsListener {

    private final AtomicInteger hits = new AtomicInteger();
    private final AtomicInteger staleHits = new AtomicInteger();
    private final AtomicInteger misses = new AtomicInteger();
    private final AtomicInteger joined = new AtomicInteger();
    private final AtomicInteger retried = new AtomicInteger();
    private final AtomicInteger rolledBack = new AtomicInteger();

    /**
     * What it has done so far.
     *
     * @param hits how often fresh data was there
     * @param staleHits how often data was there that was fetched again
     * @param misses how often there was none
     * @param joined how often it was being fetched already
     * @param retried how often a query was tried again
     * @param rolledBack the patches that were undone
     */
    record Counts(int hits, int staleHits, int misses, int joined, int retried, int rolledBack) {}

    Counts counts() {
        return new Counts(hits.get(), staleHits.get(), misses.get(), joined.get(), retried.get(), rolledBack.get());
    }

    @Override
    public void hit(String query, QueryKey<?> key) {
        hits.incrementAndGet();
    }

    @Override
    public void staleHit(String query, QueryKey<?> key) {
        staleHits.incrementAndGet();
    }

    @Override
    public void miss(String query, QueryKey<?> key) {
        misses.incrementAndGet();
    }

    @Override
    public void joined(String query, QueryKey<?> key) {
        joined.incrementAndGet();
    }

    @Override
    public void retried(String query, QueryKey<?> key, Throwable error) {
        retried.incrementAndGet();
    }

    @Override
    public void rolledBack(String query, QueryKey<?> key) {
        rolledBack.incrementAndGet();
    }
}
