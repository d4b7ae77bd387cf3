package io.atoms.samples.snippets;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.utils.FlowBridge;
import java.io.PrintStream;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;

/** The snippets of {@code docs/utilities/flow-bridge.md}. */
final class FlowBridgeSnippets {
    private FlowBridgeSnippets() {}

    static void publisherAsAtom(PrintStream out) {
        // tag::publisherAsAtom
        SubmissionPublisher<Integer> thermometer = new SubmissionPublisher<>(Runnable::run, 8);
        AsyncAtom<Integer> temperature = FlowBridge.atom(thermometer);
        Atom<String> shown =
                Atom.map(temperature, reading -> reading.map(t -> t + " °C").orElse("-"));
        AtomStore store = AtomStore.create();
        out.println(store.get(shown)); // subscribes

        thermometer.submit(20);
        thermometer.submit(21);
        out.println(store.get(shown));
        // end::publisherAsAtom
    }

    static void atomAsPublisher(PrintStream out) {
        // tag::atomAsPublisher
        PrimitiveAtom<Integer> count = Atom.of(1);
        AtomStore store = AtomStore.create();
        FlowBridge.publisher(store, count).subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(2);
            }

            @Override
            public void onNext(Integer value) {
                out.println(value);
            }

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onComplete() {
                out.println("closed");
            }
        });

        store.set(count, 2);
        store.set(count, 3); // nobody has requested it
        store.close();
        // end::atomAsPublisher
    }
}
