package io.atoms.async.scenario;

import java.util.ArrayList;
import java.util.List;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** The calls of one async atom, which the script answers, also against the rules of Reactive Streams. */
final class Server {
    private final List<Call> calls = new ArrayList<>();

    /** One subscription. */
    static final class Call implements Subscription {
        private final Subscriber<? super Integer> subscriber;
        private boolean cancelled;
        private boolean ended;
        private long requested;
        private long emitted;

        Call(Subscriber<? super Integer> subscriber) {
            this.subscriber = subscriber;
        }

        void next(int value) {
            emitted++;
            subscriber.onNext(value);
        }

        void fail(Throwable error) {
            ended = true;
            subscriber.onError(error);
        }

        void complete() {
            ended = true;
            subscriber.onComplete();
        }

        boolean isLive() {
            return !cancelled && !ended;
        }

        /** How many more values are asked for. */
        long demand() {
            return requested - emitted;
        }

        @Override
        public void request(long n) {
            requested = requested + n < 0 ? Long.MAX_VALUE : requested + n;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    Publisher<Integer> publisher() {
        return subscriber -> {
            Call call = new Call(subscriber);
            calls.add(call);
            subscriber.onSubscribe(call);
        };
    }

    /** The newest, or one before; null if there were not as many. */
    Call back(int back) {
        return back < calls.size() ? calls.get(calls.size() - 1 - back) : null;
    }

    List<Call> calls() {
        return calls;
    }
}
