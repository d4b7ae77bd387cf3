package io.atoms.samples.search;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** Hands queries on to a service, and keeps account of the requests. Each one that is sent has one end. */
final class Requests implements SearchService {

    private final SearchService service;
    private final Journal journal;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();

    Requests(SearchService service, Journal journal) {
        this.service = service;
        this.journal = journal;
    }

    /**
     * How many there were.
     *
     * @param sent all of them
     * @param answered those that had an answer
     * @param failed those that had an error
     * @param cancelled those that were cancelled before
     */
    record Counts(int sent, int answered, int failed, int cancelled) {

        /** Those that have no end yet. */
        int open() {
            return sent - answered - failed - cancelled;
        }
    }

    Counts counts() {
        return new Counts(sent.get(), answered.get(), failed.get(), cancelled.get());
    }

    @Override
    public Mono<Answer> search(String query) {
        return Mono.defer(() -> new Request(sent.incrementAndGet(), query).send());
    }

    /** An answer may race with a cancellation; the first one is its end. */
    private final class Request {

        private final String name;
        private final String query;
        private final long start = journal.now();
        private final AtomicBoolean ended = new AtomicBoolean();

        Request(int number, String query) {
            this.name = "#" + number + " \"" + query + "\"";
            this.query = query;
        }

        Mono<Answer> send() {
            journal.add("sent", name);
            return service.search(query)
                    .doOnNext(answer -> end("answered", answered))
                    .doOnError(error -> end("failed", failed))
                    .doOnCancel(() -> end("cancelled", cancelled));
        }

        private void end(String what, AtomicInteger count) {
            if (ended.compareAndSet(false, true)) {
                count.incrementAndGet();
                journal.add(what, name + " after " + (journal.now() - start) + " ms");
            }
        }
    }
}
