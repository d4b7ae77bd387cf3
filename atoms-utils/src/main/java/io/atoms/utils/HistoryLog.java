package io.atoms.utils;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a history in one store: the states before, between and after them. The state at the position is the present
 * one; it is in the atoms themselves, so its place here is empty.
 *
 * @param states one more than labels; each is the list of the values of the atoms
 * @param labels one for each step
 * @param position how many of the steps are in force
 * @param joinable whether the newest step may take in further transactions
 * @param began when the newest step was made, in nanoseconds of the store's clock
 */
record HistoryLog(
        List<List<@Nullable Object>> states, List<String> labels, int position, boolean joinable, long began) {

    private static final List<@Nullable Object> HERE = List.of();

    static final HistoryLog EMPTY = new HistoryLog(List.of(HERE), List.of(), 0, false, 0);

    /** Another step from the state before it to the present one; drops what was undone, and the oldest beyond the limit. */
    HistoryLog step(List<@Nullable Object> before, String label, int limit, boolean mayJoin, long now) {
        List<List<@Nullable Object>> newStates = new ArrayList<>(states.subList(0, position));
        newStates.add(before);
        newStates.add(HERE);
        List<String> newLabels = new ArrayList<>(labels.subList(0, position));
        newLabels.add(label);
        int surplus = Math.max(0, newLabels.size() - limit);
        return new HistoryLog(
                List.copyOf(newStates.subList(surplus, newStates.size())),
                List.copyOf(newLabels.subList(surplus, newLabels.size())),
                newLabels.size() - surplus,
                mayJoin,
                now);
    }

    /** Whether a transaction at that time belongs to the newest step. */
    boolean joins(long now, long interval) {
        return joinable && now >= began && now - began < interval;
    }

    List<@Nullable Object> beforeNewest() {
        return states.get(position - 1);
    }

    String newestLabel() {
        return labels.get(position - 1);
    }

    /** Without the newest step, which must be in force; it goes on with the present state. */
    HistoryLog withoutNewest() {
        List<List<@Nullable Object>> newStates = new ArrayList<>(states.subList(0, position - 1));
        newStates.add(HERE);
        return new HistoryLog(
                List.copyOf(newStates), List.copyOf(labels.subList(0, position - 1)), position - 1, false, 0);
    }

    /** The state at another position is the present one from now on. */
    HistoryLog at(int target, List<@Nullable Object> present) {
        List<List<@Nullable Object>> newStates = new ArrayList<>(states);
        newStates.set(position, present);
        newStates.set(target, HERE);
        return new HistoryLog(List.copyOf(newStates), labels, target, false, 0);
    }
}
