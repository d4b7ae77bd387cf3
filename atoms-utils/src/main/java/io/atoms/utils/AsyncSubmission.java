package io.atoms.utils;

import io.atoms.ActionAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Getter;
import io.atoms.Setter;
import io.atoms.StoreClosedException;
import io.atoms.utils.Form.Rejection;
import io.atoms.utils.Form.Status;
import io.atoms.utils.FormState.Call;
import io.atoms.utils.Submission.Busy;
import io.atoms.utils.Submission.Submitted;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Submits a form in stages, each of which is one commit: it begins; when all validators have answered it is decided; what
 * was sent is accepted or rejected.
 */
final class AsyncSubmission<V extends @Nullable Object, R> {

    private final Form form;
    private final Function<? super Getter, ? extends V> request;
    private final BiFunction<? super Setter, ? super V, ? extends Mono<? extends R>> send;

    AsyncSubmission(
            Form form,
            Function<? super Getter, ? extends V> request,
            BiFunction<? super Setter, ? super V, ? extends Mono<? extends R>> send) {
        this.form = form;
        this.request = Objects.requireNonNull(request, "request");
        this.send = Objects.requireNonNull(send, "send");
    }

    /**
     * The setter is valid as long as the Mono. What may fail is inside, a listener that throws at the first commit
     * included, so that a call that has begun always ends.
     */
    Mono<Submission<R>> start(Setter set) {
        Call call = new Call();
        return Mono.fromCallable(() -> inOneCommit(set, "begin", tx -> form.begin(tx, call)))
                .<Submission<R>>flatMap(begun -> begun ? proceed(set, call) : Mono.just(new Busy<>()))
                .doOnError(error -> concludeUnlessClosed(set, call, FormState.failed(error)))
                .doOnCancel(() -> concludeUnlessClosed(set, call, FormState.IDLE))
                .doFinally(signal -> call.end());
    }

    private Mono<Submission<R>> proceed(Setter set, Call call) {
        Mono<Submission<R>> decided = Mono.defer(() -> inOneCommit(set, "decide", tx -> decide(tx, set, call)));
        return validated(set).then(decided).repeatWhenEmpty(again -> again);
    }

    /**
     * Completes when all validators have answered. Observing them keeps them at it. If the store is closed the action ends
     * by that error, and so the end of the Flux must not be taken for an answer.
     */
    private Mono<Void> validated(Setter set) {
        return store(set)
                .flatMap(store ->
                        store.flux(form.validating()).filter(open -> !open).next())
                .switchIfEmpty(Mono.never())
                .then();
    }

    /** If listeners may run at once, it goes on outside of their round, so that what comes next does not hold them up. */
    private static Mono<AtomStore> store(Setter set) {
        return Mono.defer(() -> {
            Sinks.One<AtomStore> known = Sinks.one();
            set.afterCommit(known::tryEmitValue);
            return known.asMono();
        });
    }

    /** The next stage; empty if somebody has written meanwhile, so that validators are at it again. */
    private Mono<Submission<R>> decide(Setter tx, Setter later, Call call) {
        if (tx.get(form.validating())) {
            return Mono.empty();
        }
        if (!tx.get(form.valid())) {
            form.conclude(tx, call, FormState.of(Status.INVALID));
            return Mono.just(form.invalid(tx));
        }
        List<Sent<?>> sent = form.sent(tx);
        V made = request.apply(tx);
        return send(later, made)
                .map(result -> accepting(call, sent, result))
                .defaultIfEmpty(accepting(call, sent, null))
                .onErrorResume(Rejection.class, rejection -> Mono.just(rejecting(call, sent, rejection)))
                .map(ending -> inOneCommit(later, "end", ending));
    }

    private Mono<R> send(Setter set, V made) {
        return Mono.defer(
                () -> Objects.requireNonNull(send.apply(set, made), "the function of a submission returned no Mono"));
    }

    private Function<Setter, Submission<R>> accepting(Call call, List<Sent<?>> sent, @Nullable R result) {
        return set -> {
            form.accept(set, sent);
            form.conclude(set, call, FormState.of(Status.SUBMITTED));
            return new Submitted<>(result);
        };
    }

    private Function<Setter, Submission<R>> rejecting(Call call, List<Sent<?>> sent, Rejection rejection) {
        return set -> {
            form.conclude(set, call, FormState.of(Status.INVALID));
            return form.reject(set, sent, rejection);
        };
    }

    private <X> X inOneCommit(Setter set, String verb, Function<Setter, X> body) {
        ActionAtom<@Nullable Void, X> action =
                Atom.<@Nullable Void, X>action((tx, none) -> body.apply(tx)).named(form.name() + "." + verb);
        return set.run(action);
    }

    private void concludeUnlessClosed(Setter set, Call call, FormState ending) {
        try {
            form.conclude(set, call, ending);
        } catch (StoreClosedException closed) {
            // Nobody can see the status any more.
        }
    }
}
