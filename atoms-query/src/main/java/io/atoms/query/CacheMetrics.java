package io.atoms.query;

/**
 * Counts of a client at one moment.
 *
 * @param entries all entries
 * @param active those with an enabled observer
 * @param resting those that nobody observes and nothing fetches; only these are bounded
 * @param fetching those whose function runs, or waits for its next attempt or its turn
 * @param paused those whose function must not run now
 * @param pendingPatches optimistic changes that are neither committed nor undone
 * @param droppedEvents how many events slow subscribers of {@link QueryClient#events} have lost
 */
public record CacheMetrics(
        int entries, int active, int resting, int fetching, int paused, int pendingPatches, long droppedEvents) {}
