package io.atoms.graph;

import java.util.Collection;
import java.util.List;

/** Of a graph that nothing embeds. */
class NoHost implements Host {
    @Override
    public Object facade(Reads reads) {
        return reads;
    }

    @Override
    public Object beforeWrite(Definition source, Object present, Object proposed) {
        return proposed;
    }

    @Override
    public Runnable mount(Definition definition) {
        return null;
    }

    @Override
    public boolean mayWait() {
        return true;
    }

    @Override
    public boolean failed(String source, Throwable error) {
        return false;
    }

    @Override
    public RuntimeException cycle(List<Definition> path) {
        return new IllegalStateException();
    }

    @Override
    public boolean isCycle(Throwable error) {
        return false;
    }

    @Override
    public RuntimeException writeWhileComputing(Definition running) {
        return new IllegalStateException();
    }

    @Override
    public RuntimeException readerOutsideItsRun() {
        return new IllegalStateException();
    }

    @Override
    public RuntimeException lockOrder(Host outer) {
        return new IllegalStateException();
    }

    @Override
    public RuntimeException unsettled(int rounds, Collection<String> names) {
        return new IllegalStateException();
    }

    @Override
    public RuntimeException closed() {
        return new IllegalStateException();
    }

    @Override
    public RuntimeException viewClosed() {
        return new IllegalStateException();
    }

    @Override
    public void ended() {}
}
