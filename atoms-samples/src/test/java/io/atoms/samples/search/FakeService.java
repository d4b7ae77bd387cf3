package io.atoms.samples.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;

/** Answers when the test says so. Requests are counted from 0. */
final class FakeService implements SearchService {

    final List<String> asked = new ArrayList<>();
    private final List<TestPublisher<Answer>> requests = new ArrayList<>();
    private final Supplier<TestPublisher<Answer>> kind;

    private FakeService(Supplier<TestPublisher<Answer>> kind) {
        this.kind = kind;
    }

    static FakeService obedient() {
        return new FakeService(TestPublisher::create);
    }

    /** One whose answers come although the request was cancelled. */
    static FakeService stubborn() {
        return new FakeService(() -> TestPublisher.createNoncompliant(TestPublisher.Violation.DEFER_CANCELLATION));
    }

    @Override
    public Mono<Answer> search(String query) {
        return Mono.defer(() -> {
            TestPublisher<Answer> request = kind.get();
            asked.add(query);
            requests.add(request);
            return request.mono();
        });
    }

    void answer(int request, String... hits) {
        requests.get(request).emit(new Answer(asked.get(request), List.of(hits)));
    }

    void fail(int request) {
        requests.get(request).error(new SearchFailedException(503));
    }

    boolean isCancelled(int request) {
        return requests.get(request).wasCancelled();
    }
}
