package io.atoms.query;

import io.atoms.query.storage.StorageMutationPersister;
import io.atoms.utils.storage.FileStorage;
import io.atoms.utils.storage.Storage;
import java.nio.file.Path;

/**
 * A process with a queue of orders in a folder. {@code ask} queues three while offline, {@code go on} is online; both tell
 * what they have done, a line each, and go on until they are killed.
 */
final class OfflineQueueChild {

    record Order(String item) {}

    private OfflineQueueChild() {}

    public static void main(String[] arguments) throws InterruptedException {
        boolean asks = arguments[0].equals("ask");
        int port = Integer.parseInt(arguments[2]);
        MutationDefinition<Order, String> order = MutationDefinition.<Order, String>blocking(
                        (variables, context) -> OrderServer.ask(port, context.idempotencyKey(), variables.item()))
                .named("order")
                .scope(variables -> "orders");
        ConnectivityManager.Switch online = ConnectivityManager.manual();
        online.setOnline(!asks);
        Storage storage = FileStorage.open(Path.of(arguments[1]));
        QueryClient client = QueryClient.builder()
                .online(online)
                .register(order)
                .mutationPersister(StorageMutationPersister.of(storage).with(order, Order.class))
                .build();
        if (asks) {
            for (String item : new String[] {"one", "two", "three"}) {
                client.mutate(order, new Order(item));
            }
        }
        int wanted = asks ? 3 : 0;
        while (storage.keys().size() != wanted || client.isMutating() != wanted) {
            Thread.onSpinWait();
        }
        System.out.print("ready\n");
        System.out.flush();
        Thread.currentThread().join(); // until it is killed
    }
}
