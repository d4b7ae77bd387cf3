package io.atoms.samples.snippets;

import io.atoms.AtomStore;
import io.atoms.utils.Progress;
import java.io.PrintStream;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The snippets of {@code docs/utilities/progress.md}. */
final class ProgressSnippets {
    private ProgressSnippets() {}

    static void following(PrintStream out) {
        // tag::following
        Progress<List<String>, Integer> importing = Progress.<List<String>, Integer>of((report, files) ->
                        Flux.fromIterable(files)
                                .index()
                                .doOnNext(file -> {
                                    report.message("importing " + file.getT2());
                                    report.done(file.getT1() + 1, files.size());
                                })
                                .then(Mono.just(files.size())))
                .named("import");
        AtomStore store = AtomStore.create();
        store.subscribe(importing.fraction(), value -> out.println(Math.round(value * 100) + " %"));
        store.subscribe(importing.status(), out::println);

        store.run(importing.start(), List.of("a.txt", "b.txt")).subscribe(n -> out.println(n + " files"));
        out.println(store.get(importing.state()));
        // end::following
    }

    static void cancelling(PrintStream out) {
        // tag::cancelling
        Progress<String, String> task = Progress.of((report, name) -> {
            report.fraction(0.5);
            return Mono.<String>never().doOnCancel(() -> out.println(name + " was stopped"));
        });
        AtomStore store = AtomStore.create();

        store.run(task.start(), "backup").subscribe();
        out.println(store.get(task.status()) + " at " + store.get(task.fraction()));
        store.run(task.cancel()); // from anywhere
        out.println(store.get(task.status()) + " at " + store.get(task.fraction()));
        // end::cancelling
    }
}
