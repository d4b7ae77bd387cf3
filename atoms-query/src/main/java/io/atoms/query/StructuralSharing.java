package io.atoms.query;

/**
 * Replaces new data by what is equal of the data before, so that what has not changed keeps its identity: observers of a
 * selected part are not told, and comparisons are quick. Also used for selected data.
 *
 * <p><b>Threads.</b> Called by any, without a lock; must not change what it is given.
 */
@FunctionalInterface
public interface StructuralSharing {

    /**
     * Returns data that is equal to {@code now}, made of as many parts of {@code before} as possible. What it throws is the
     * error of the fetch.
     *
     * @param <T> the type of the data
     * @param before the old data
     * @param now the new data
     * @return the data to keep
     */
    <T> T share(T before, T now);

    /**
     * Keeps the old data if the new is equal; else in lists, sets and maps the elements that are equal. The default.
     *
     * @return the sharing
     */
    static StructuralSharing elements() {
        return SharedElements.ELEMENTS;
    }

    /**
     * As {@link #elements}, and looks into records as well: one that has changed is rebuilt by its canonical constructor
     * from the components that have not. A record that can't be rebuilt is taken as it is.
     *
     * @return the sharing
     */
    static StructuralSharing deep() {
        return SharedElements.DEEP;
    }

    /**
     * Takes new data as it is.
     *
     * @return the sharing
     */
    static StructuralSharing none() {
        return SharedElements.NONE;
    }
}
