package io.atoms.samples.board.client;

import static io.atoms.samples.board.client.BoardKey.BOARD;

import io.atoms.query.EntryLifecycle;
import io.atoms.query.InfiniteData;
import io.atoms.query.LiveConnection;
import io.atoms.query.LiveUpdates;
import io.atoms.query.MutationContext;
import io.atoms.query.MutationDefinition;
import io.atoms.query.OptimisticPatches;
import io.atoms.query.PageParams;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryDefaults;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryFilters;
import io.atoms.query.QueryOptions;
import io.atoms.query.RetryPolicy;
import io.atoms.samples.board.model.Edit;
import io.atoms.samples.board.model.Task;
import io.atoms.samples.board.model.TaskDetail;
import io.atoms.samples.board.model.TaskEvent;
import io.atoms.samples.board.model.TaskPage;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the user asks the server for, and how: the list, the details, and edits. */
public final class BoardQueries {

    private static final int PAGE = 6;
    private static final int SERVER_ERROR = 500;
    private static final Duration FRESH = Duration.ofMinutes(1);

    /** What may pass is tried again until it does: the user's edits are not to be lost. */
    private static final RetryPolicy AGAIN = RetryPolicy.times(Integer.MAX_VALUE)
            .onlyIf(BoardQueries::mayPass)
            .delay(Duration.ofMillis(200))
            .jitter(0.5);

    private final BoardApi api;
    private final Consumer<String> notices;
    private final Edits edits = new Edits();
    private final AtomicInteger editsRetried = new AtomicInteger();
    private final AtomicBoolean isLive = new AtomicBoolean();
    private final QueryDefinition<BoardKey, InfiniteData<TaskPage, Integer>> list;
    private final QueryDefinition<TaskKey, TaskDetail> detail;
    private final MutationDefinition<Edit, Task> edit;

    /**
     * Asks nothing yet.
     *
     * @param notices is told what happens between user and server
     */
    public BoardQueries(BoardApi api, Consumer<String> notices) {
        this.api = api;
        this.notices = notices;
        this.list = QueryDefinition.infinite(
                        BoardKey.class,
                        (key, before, context) -> api.page(before, PAGE),
                        PageParams.cursor(Integer.MAX_VALUE, TaskPage::next))
                .named("list")
                .defaults(BoardQueries::defaults)
                .onEntryAdded(this::follow);
        this.detail = QueryDefinition.mono(TaskKey.class, (key, context) -> api.detail(key.id()))
                .named("detail")
                .defaults(BoardQueries::defaults);
        this.edit = MutationDefinition.<Edit, Task>mono(this::send)
                .named("edit")
                .scope(edit -> "task " + edit.task())
                .optimistic(this::patch)
                .retry(AGAIN)
                .onConflict(new Merging(notices));
    }

    private static QueryDefaults defaults(QueryDefaults defaults) {
        return defaults.staleTime(FRESH).retry(AGAIN).structuralSharing(new Newest());
    }

    private static boolean mayPass(Throwable error) {
        return error instanceof IOException
                || (error instanceof RequestFailedException failed && failed.status() >= SERVER_ERROR);
    }

    // ---- asking ----

    /** The list, as far as it was scrolled. */
    public QueryOptions<InfiniteData<TaskPage, Integer>, InfiniteData<TaskPage, Integer>> list() {
        return list.options(BOARD);
    }

    /** All about a task. Until it is there, what the list has of it. */
    public QueryOptions<TaskDetail, TaskDetail> detail(QueryClient client, int id) {
        return detail.options(new TaskKey(id)).placeholder(previous -> fromList(client, id));
    }

    private static @Nullable TaskDetail fromList(QueryClient client, int id) {
        return client.getQueryData(BOARD)
                .flatMap(pages -> Pages.find(pages, id))
                .map(task -> new TaskDetail(task, ""))
                .orElse(null);
    }

    // ---- live updates ----

    private Disposable follow(BoardKey board, EntryLifecycle<InfiniteData<TaskPage, Integer>> entry) {
        QueryClient client = entry.client();
        return LiveUpdates.<BoardKey, TaskEvent, InfiniteData<TaskPage, Integer>>of(
                        (key, connection) -> events(client, connection), Pages::fold)
                .sequence(TaskEvent::sequence, Pages::sequence)
                .reconnect(AGAIN)
                .onDisconnect((key, error) -> lost(error))
                .apply(board, entry);
    }

    /** The list is kept up to date by its hook; the details are in entries of their own. */
    private Flux<TaskEvent> events(QueryClient client, LiveConnection connection) {
        Runnable opened = () -> {
            isLive.set(true);
            notices.accept("live updates connected");
            connection.opened();
            client.invalidate(QueryFilters.type(TaskKey.class));
        };
        return api.events(opened).doOnNext(event -> updateDetail(client, event.task()));
    }

    private void lost(Throwable error) {
        if (isLive.getAndSet(false)) {
            notices.accept("live updates lost: " + error.getMessage());
        }
    }

    private static void updateDetail(QueryClient client, Task task) {
        client.updateQueryData(
                new TaskKey(task.id()),
                before -> before == null ? null : before.with(before.task().orNewer(task)));
    }

    // ---- editing ----

    /** How an edit is made. */
    MutationDefinition<Edit, Task> edit() {
        return edit;
    }

    /** What has become of the edits. */
    public Edits edits() {
        return edits;
    }

    /** How often an edit was sent again because there was no answer. */
    public int editsRetried() {
        return editsRetried.get();
    }

    private void patch(Edit edit, OptimisticPatches patches) {
        edits.asked(edit);
        patches.patch(BOARD, pages -> pages.mapPages(page -> page.map(task -> edits.show(edit, task))));
        patches.patch(new TaskKey(edit.task()), all -> all.with(edits.show(edit, all.task())));
    }

    private Mono<Task> send(Edit edit, MutationContext context) {
        if (context.attempt() > 1) {
            editsRetried.incrementAndGet();
        }
        return api.edit(edit, context.idempotencyKey())
                .doOnNext(task -> made(context.client(), edit, task))
                .doOnError(error -> failed(edit, error));
    }

    /** What the server answers is the newest: it goes into the cache before the patches are taken away. */
    private void made(QueryClient client, Edit edit, Task task) {
        edits.made(edit, task);
        notices.accept("edit " + edit.number() + " made: " + task);
        client.updateQueryData(BOARD, pages -> pages == null ? null : Pages.place(pages, task));
        updateDetail(client, task);
    }

    private void failed(Edit edit, Throwable error) {
        if (!mayPass(error) && !(error instanceof ConflictException)) {
            edits.refused(edit);
        }
        notices.accept("edit " + edit.number() + " not made: " + error.getMessage());
    }
}
