package io.atoms.graph;

import java.util.ArrayList;
import java.util.List;

/** The living watchers and effects of a graph, so that closing finds them. Guarded by the graph's lock. */
final class Registry {

    private final List<Observer> observers = new ArrayList<>();

    void add(Observer observer) {
        observer.place(observers.size());
        observers.add(observer);
    }

    void remove(Observer observer) {
        int place = observer.place();
        if (place < 0) {
            return;
        }
        Observer last = observers.remove(observers.size() - 1);
        if (last != observer) {
            observers.set(place, last);
            last.place(place);
        }
        observer.place(-1);
    }

    List<Observer> copy() {
        return new ArrayList<>(observers);
    }
}
