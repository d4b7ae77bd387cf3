package io.atoms.async;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A server under the control of a test: each subscription of a Publisher made here is a call, which the test answers
 * when and how it likes, also against the rules of Reactive Streams. Safe for many threads.
 *
 * @param <T> the type of the answers
 */
final class Calls<T> {
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    /** One subscription. */
    final class Call implements Subscription {
        private final String request;
        private final Subscriber<? super T> subscriber;
        private volatile boolean cancelled;
        private volatile boolean ended;
        private volatile long requested;

        Call(String request, Subscriber<? super T> subscriber) {
            this.request = request;
            this.subscriber = subscriber;
        }

        /** A value and the end. */
        void succeed(T value) {
            next(value);
            complete();
        }

        /** A value. */
        Call next(T value) {
            subscriber.onNext(value);
            return this;
        }

        /** The end. */
        void complete() {
            ended = true;
            subscriber.onComplete();
        }

        /** An error. */
        void fail(Throwable error) {
            ended = true;
            subscriber.onError(error);
        }

        boolean isCancelled() {
            return cancelled;
        }

        boolean isLive() {
            return !cancelled && !ended;
        }

        long requested() {
            return requested;
        }

        String request() {
            return request;
        }

        @Override
        public void request(long n) {
            requested = requested + n < 0 ? Long.MAX_VALUE : requested + n;
        }

        @Override
        public void cancel() {
            cancelled = !ended;
        }

        @Override
        public String toString() {
            return request + (cancelled ? " cancelled" : ended ? " ended" : " live");
        }
    }

    private Publisher<T> publisher(Object request) {
        return subscriber -> {
            Call call = new Call(String.valueOf(request), subscriber);
            calls.add(call);
            subscriber.onSubscribe(call);
        };
    }

    /** A Mono that obeys whatever the test does, also two values. */
    Mono<T> mono(Object request) {
        return Mono.fromDirect(publisher(request));
    }

    /** A Flux that obeys whatever the test does. */
    Flux<T> flux(Object request) {
        return Flux.from(publisher(request));
    }

    /** The call with that number, from 0. */
    Call get(int number) {
        return calls.get(number);
    }

    /** The newest call. */
    Call last() {
        return calls.get(calls.size() - 1);
    }

    /** How many there were. */
    int count() {
        return calls.size();
    }

    /** Those that are neither cancelled nor ended. */
    List<Call> live() {
        return calls.stream().filter(Call::isLive).collect(Collectors.toList());
    }

    /** All, as text. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        calls.forEach(call -> lines.add(call.toString()));
        return lines;
    }
}
