package io.atoms.samples.snippets;

import io.atoms.AtomStore;
import io.atoms.WritableAtom;
import io.atoms.utils.ReducerAtom;
import java.io.PrintStream;

/** The snippets of {@code docs/utilities/reducer-atom.md}. */
final class ReducerAtomSnippets {
    private ReducerAtomSnippets() {}

    // tag::actions
    sealed interface Command permits Deposit, Withdraw, Print {}

    record Deposit(int amount) implements Command {}

    record Withdraw(int amount) implements Command {}

    record Print() implements Command {}

    static final WritableAtom<Integer, Command> BALANCE = ReducerAtom.<Integer, Command>of(
                    0,
                    ReducerAtom.<Integer, Command>cases()
                            .on(Deposit.class, (balance, deposit) -> balance + deposit.amount())
                            .on(
                                    Withdraw.class,
                                    (balance, withdraw) ->
                                            withdraw.amount() > balance ? balance : balance - withdraw.amount()))
            .named("balance");
    // end::actions

    static void reducing(PrintStream out) {
        // tag::reducing
        AtomStore store = AtomStore.create();
        store.subscribe(BALANCE, (previous, current) -> out.println(previous + " -> " + current));

        store.set(BALANCE, new Deposit(50));
        store.set(BALANCE, new Withdraw(20));
        store.set(BALANCE, new Withdraw(1000)); // the same state: no change
        store.set(BALANCE, new Print()); // no case for it: no change
        // end::reducing
    }

    static void function(PrintStream out) {
        // tag::function
        WritableAtom<Integer, String> steps = ReducerAtom.of(0, (n, word) -> word.equals("back") ? n - 1 : n + 1);
        AtomStore store = AtomStore.create();

        store.set(steps, "on");
        store.set(steps, "on");
        store.set(steps, "back");
        out.println(store.get(steps));
        // end::function
    }
}
