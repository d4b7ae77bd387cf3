package io.atoms.graph;

import java.util.Arrays;
import java.util.List;

/** The living watchers and effects of a graph, so that closing finds them. Guarded by the graph's lock. */
abstract class Registry {

    private static final Observer[] NOBODY = {};

    private Observer[] observers = NOBODY;
    private int count;

    final void add(Observer observer) {
        if (count == observers.length) {
            observers = Arrays.copyOf(observers, Math.max(4, count + (count >> 1)));
        }
        observer.place(count);
        observers[count++] = observer;
    }

    @SuppressWarnings("NullAway") // the freed element of a non-null array
    final void remove(Observer observer) {
        int place = observer.place();
        if (place < 0) {
            return;
        }
        Observer last = observers[--count];
        observers[place] = last;
        last.place(place);
        observers[count] = null;
        observer.place(-1);
    }

    /** A copy. */
    final List<Observer> living() {
        return Arrays.asList(Arrays.copyOf(observers, count));
    }
}
