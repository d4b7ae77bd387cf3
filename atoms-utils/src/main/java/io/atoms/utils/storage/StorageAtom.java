package io.atoms.utils.storage;

import io.atoms.ActionAtom;
import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.Getter;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import io.atoms.Unobserved;
import io.atoms.WritableAtom;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

/**
 * State that outlives the process: a key, a type and a default value. Its value is kept by the {@link Storage} that the store holds
 * in {@link Storage#CURRENT}.
 *
 * <pre>{@code
 * record Settings(String theme, int fontSize) {}
 * StorageAtom<Settings> settings = StorageAtom.of("settings", Settings.class, new Settings("light", 12));
 *
 * try (AtomStore store = AtomStore.create();
 *         Storage files = FileStorage.open(Path.of("data"))) {
 *     store.set(Storage.CURRENT, files);
 *     store.update(settings.value(), s -> new Settings("dark", s.fontSize()));
 * } // it is in data/settings.atom
 * }</pre>
 *
 * <p><b>Rules.</b> The stored value is loaded at the first use in each store, by a read or by a write, never at definition.
 * If there is none, the value is the default. A write takes effect in memory at once, as any write does; the storage
 * writes it later, see {@link Storage}. A write that is rolled back is never stored. A value equal to the present one is
 * no change and is not stored. {@code reset} returns to the default and, unless {@link #keepOnReset}, removes what is
 * stored. When another storage is set, the atom has the value of that one.
 *
 * <p>A blocking storage (the default) is read by whoever uses the atom first, in a read function if need be. With a
 * storage that {@linkplain Storage#loadsLater loads later} the value is the default until the stored one has come, and {@link
 * #loadable} tells the difference; a write that comes before it wins.
 *
 * <p>One key belongs to one definition at a time: make it a static field, or with an {@link io.atoms.AtomFamily}. One that is
 * used for the first time after another, when a family has made its atom again, finds what was written through that. Two that are in use
 * together don't see each other's writes, and while something of one is unsaved a write of the other is refused.
 *
 * <p><b>Threads.</b> Any.
 *
 * <p><b>Errors.</b> A damaged entry is set aside and reported, and the value is that of the last backup, if the storage has one,
 * or the default. An entry that must not be read by this program ({@link StorageException.Kind#REFUSED}: a newer
 * version, another key of encryption) makes the atom fail; it can't be written either, so nothing is lost, until {@link
 * #purge} or {@link #reload}. Without a storage the atom fails with a {@link StorageException} that says so.
 *
 * @param <T> the type of the value
 */
public final class StorageAtom<T extends @Nullable Object> {

    /*
     * What is shown: what was written in this store, if anything was; else what the storage had at first use. In a shared storage
     * there is a third source, a stream of what others stored, and the newest of the three is shown, by the
     * storage's version; what is not stored yet counts as newest.
     *
     * `written` is set only together with the log, and both are primitive atoms, so rollback and snapshots hold for
     * them as for any state. `loaded` is derived, so nothing is read before it is needed.
     */

    private final String key;
    private final Codec<T> codec;
    private final T defaultValue;
    private final Atom<? extends Storage> storage;
    private final boolean keepOnReset;
    private final BiPredicate<? super T, ? super T> equality;

    private final Written<T> nothing;
    private final PrimitiveAtom<Written<T>> written;
    private final PrimitiveAtom<Integer> reloads;
    private final Atom<Loaded<T>> loadedNow;
    private final AsyncAtom<Loaded<T>> loadedLater;
    private final AsyncAtom<Loaded<T>> foreign;
    private final WritableAtom<T, T> value;
    private final Atom<Loadable<T>> loadable;
    private final ActionAtom<@Nullable Void, @Nullable Void> purge;
    private final ActionAtom<@Nullable Void, @Nullable Void> reload;

    private StorageAtom(
            String key,
            Codec<T> codec,
            T defaultValue,
            Atom<? extends Storage> storage,
            boolean keepOnReset,
            BiPredicate<? super T, ? super T> equality) {
        this.key = key;
        this.codec = codec;
        this.defaultValue = defaultValue;
        this.storage = storage;
        this.keepOnReset = keepOnReset;
        this.equality = equality;
        this.nothing = Written.nothing(defaultValue, new Object());
        this.written = Atom.<Written<T>>of(nothing).named(key + ".written");
        this.reloads = Atom.of(0).named(key + ".reloads");
        this.loadedNow = Atom.<Loaded<T>>derived(get -> {
                    get.get(reloads);
                    return get.get(storage).load(this);
                })
                .named(key + ".loaded");
        this.loadedLater = Atom.<Loaded<T>>async(get -> {
                    get.get(reloads);
                    return loading(get.get(storage));
                })
                .whenUnobserved(Unobserved.keep())
                .named(key + ".loading");
        this.foreign = Atom.<Loaded<T>>stream(get -> get.get(storage).changes(this))
                .whenUnobserved(Unobserved.keep())
                .named(key + ".foreign");
        this.value = Atom.<T, T>writable(this::read, this::write)
                .onReset(this::reset)
                .equality(equality)
                .named(key);
        this.loadable = Atom.<Loadable<T>>derived(this::readLoadable).named(key + ".loadable");
        this.purge = Atom.<@Nullable Void, @Nullable Void>action((set, none) -> {
                    put(set, Written.removal(set.get(storage), defaultValue, false));
                    return null;
                })
                .named(key + ".purge");
        this.reload = Atom.<@Nullable Void, @Nullable Void>action((set, none) -> {
                    set.update(reloads, n -> n + 1);
                    return null;
                })
                .named(key + ".reload");
    }

    /**
     * {@return an atom stored as JSON by a {@link JacksonCodec}}
     *
     * @param <T> the type of the value
     * @param key identifies the value in the storage, and is the atom's name
     * @param type the type of the value
     * @param defaultValue the value where none is stored
     */
    public static <T> StorageAtom<T> of(String key, Class<T> type, T defaultValue) {
        return of(key, JacksonCodec.of(type), defaultValue);
    }

    /**
     * {@return an atom of a generic type, stored as JSON: {@code new TypeReference<List<Note>>() {}}}
     *
     * @param <T> the type of the value
     * @param key identifies the value in the storage, and is the atom's name
     * @param type the type of the value
     * @param defaultValue the value where none is stored
     */
    public static <T> StorageAtom<T> of(String key, TypeReference<T> type, T defaultValue) {
        return of(key, JacksonCodec.of(type), defaultValue);
    }

    /**
     * {@return an atom stored as the codec says}
     *
     * @param <T> the type of the value
     * @param key identifies the value in the storage, and is the atom's name; any text, but not the empty one
     * @param codec makes bytes of the value
     * @param defaultValue the value where none is stored
     */
    public static <T extends @Nullable Object> StorageAtom<T> of(String key, Codec<T> codec, T defaultValue) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(codec, "codec");
        if (key.isEmpty()) {
            throw new IllegalArgumentException("The key of a storage atom must not be empty.");
        }
        if (codec.version() < 1) {
            throw new IllegalArgumentException("The version of the codec of " + key + " must be positive.");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(key)) {
            throw new IllegalArgumentException(
                    "The key of a storage atom must be well-formed text; this one has half of a surrogate pair.");
        }
        return new StorageAtom<>(key, codec, defaultValue, Storage.CURRENT, false, Objects::equals);
    }

    /**
     * {@return a new definition whose storage is held by the given atom, not by {@link Storage#CURRENT}}
     *
     * @param other has the storage
     */
    public StorageAtom<T> in(Atom<? extends Storage> other) {
        Objects.requireNonNull(other, "other");
        return new StorageAtom<>(key, codec, defaultValue, other, keepOnReset, equality);
    }

    /** {@return a new definition whose {@code reset} stores the default value instead of removing what is stored} */
    public StorageAtom<T> keepOnReset() {
        return new StorageAtom<>(key, codec, defaultValue, storage, true, equality);
    }

    /**
     * {@return a new definition with another equality; an equal value is no change} Default: {@link Objects#equals}.
     *
     * @param other whether two values are the same
     */
    public StorageAtom<T> equality(BiPredicate<? super T, ? super T> other) {
        Objects.requireNonNull(other, "other");
        return new StorageAtom<>(key, codec, defaultValue, storage, keepOnReset, other);
    }

    /** {@return the key, which is the atom's name too} */
    public String key() {
        return key;
    }

    /** {@return the value that is used where none is stored} */
    public T defaultValue() {
        return defaultValue;
    }

    /** {@return the value} */
    public WritableAtom<T, T> value() {
        return value;
    }

    /**
     * {@return the value as a Loadable: loading until a storage that {@linkplain Storage#loadsLater loads later} has answered, failed
     * where {@link #value} throws} Null, which a Loadable can't carry, is failed.
     */
    public Atom<Loadable<T>> loadable() {
        return loadable;
    }

    /**
     * Returns to the default and removes what is stored, even what must not be read by this program.
     *
     * @return the action
     */
    public ActionAtom<@Nullable Void, @Nullable Void> purge() {
        return purge;
    }

    /**
     * Reads the storage again, for an atom that failed and has been repaired. What was written in this store stays.
     *
     * @return the action
     */
    public ActionAtom<@Nullable Void, @Nullable Void> reload() {
        return reload;
    }

    @Override
    public String toString() {
        return "StorageAtom[" + key + "]";
    }

    // ---- reading ----

    private T read(Getter get) {
        Loadable<Shown<T>> shown = shown(get);
        if (shown.isLoading()) {
            return defaultValue;
        }
        return shown.orElseThrow().value();
    }

    private Loadable<T> readLoadable(Getter get) {
        try {
            return shown(get).flatMap(this::asLoadable);
        } catch (StorageException e) {
            return Loadable.failed(e);
        }
    }

    @SuppressWarnings("NullAway") // on JDK 17 it does not know that T may be null here and is not there
    private Loadable<T> asLoadable(Shown<T> shown) {
        T shownValue = shown.value();
        return shownValue != null
                ? Loadable.ready(shownValue)
                : Loadable.failed(new IllegalStateException(
                        "The value of " + key + " is null, which a Loadable can't carry. Read value() instead."));
    }

    /** What is to be seen; throws if it was refused. A record around it, because a Loadable carries no null. */
    private Loadable<Shown<T>> shown(Getter get) {
        Storage from = get.get(storage);
        Written<T> mine = get.get(written).in(from);
        if (mine != null && (mine.version == Written.UNSAVED || !from.isShared())) {
            return Loadable.ready(new Shown<>(mine.value));
        }
        // The stream is read first, so that it is on before the storage is read and no change is missed between.
        Loadable<Loaded<T>> others = from.isShared() ? get.get(foreign) : Loadable.loading();
        Loadable<Loaded<T>> first = stored(get, from);
        Loaded<T> newest = newer(others.valueOrPrevious(), first.valueOrPrevious());
        if (mine != null && (newest == null || newest.version() <= mine.version)) {
            return Loadable.ready(new Shown<>(mine.value));
        }
        return newest != null ? Loadable.ready(new Shown<>(newest.get())) : first.map(none -> new Shown<>(none.get()));
    }

    /** What the storage had at first, or others have written since; null if it is not known yet. */
    private @Nullable Loaded<T> newest(Getter get, Storage from) {
        Loaded<T> others = from.isShared() ? get.get(foreign).valueOrPrevious() : null;
        return newer(others, stored(get, from).valueOrPrevious());
    }

    private Loadable<Loaded<T>> stored(Getter get, Storage from) {
        return from.loadsLater() ? get.get(loadedLater) : Loadable.ready(get.get(loadedNow));
    }

    private static <T extends @Nullable Object> @Nullable Loaded<T> newer(
            @Nullable Loaded<T> a, @Nullable Loaded<T> b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.version() >= b.version() ? a : b;
    }

    private Mono<Loaded<T>> loading(Storage from) {
        return from.loadsLater()
                ? Mono.fromCallable(() -> from.load(this))
                        .subscribeOn(from.options().scheduler())
                : Mono.empty();
    }

    private record Shown<T extends @Nullable Object>(T value) {}

    // ---- writing ----

    private void write(Setter set, T newValue) {
        Loadable<Shown<T>> before = shown(set);
        if (before.isReady() && equality.test(before.orElseThrow().value(), newValue)) {
            return;
        }
        put(set, Written.value(set.get(storage), newValue, isBlind(set, before)));
    }

    /** Whether it is not known yet what is stored. It stays so for further writes, which hide what comes in. */
    private boolean isBlind(Setter set, Loadable<Shown<T>> before) {
        Written<T> mine = set.get(written).in(set.get(storage));
        return mine != null ? mine.blind : before.isLoading();
    }

    private void reset(Setter set) {
        Loadable<Shown<T>> before = shown(set);
        if (keepOnReset) {
            write(set, defaultValue);
        } else if (before.isLoading() || isStored(set)) {
            put(set, Written.removal(set.get(storage), defaultValue, isBlind(set, before)));
        }
    }

    private boolean isStored(Setter set) {
        Storage from = set.get(storage);
        Written<T> mine = set.get(written).in(from);
        if (mine != null && !from.isShared()) {
            return !mine.removed;
        }
        Loaded<T> newest = newest(set, from);
        if (mine != null && (newest == null || mine.version >= newest.version())) {
            return !mine.removed;
        }
        return newest == null || newest.present();
    }

    private void put(Setter set, Written<T> write) {
        Storage to = Objects.requireNonNull(write.storage);
        Written<T> before = set.get(written);
        boolean known = before.in(to) != null;
        set.set(written, write.after(before));
        set.update(WriteLog.HEAD, head -> new WriteLog(this, to, head));
        if (!known) {
            set.afterCommit(store -> to.session(store).wrote(store, this));
        }
    }

    // ---- for the session ----

    Codec<T> codec() {
        return codec;
    }

    Object tokenOfNothing() {
        return nothing.token;
    }

    /** What the storage should hold, as of the getter, if it is for this storage or a snapshot took the write back. */
    @Nullable
    Written<T> toStore(Getter get, Storage from) {
        Written<T> mine = get.get(written).in(from);
        if (mine != null) {
            return mine;
        }
        if (get.get(storage) != from) {
            return null;
        }
        Loaded<T> newest = newest(get, from);
        return newest == null || newest.refused() != null || newest.unread() ? null : takenBack(from, newest);
    }

    private Written<T> takenBack(Storage from, Loaded<T> before) {
        return before.present()
                ? Written.again(from, before.value(), false, nothing.token)
                : Written.again(from, defaultValue, true, nothing.token);
    }

    /** What the storage had, if it was read in this store. */
    @Nullable
    Loaded<T> loaded(Getter get, Storage from) {
        return get.get(storage) == from ? stored(get, from).valueOrPrevious() : null;
    }

    /** Notes that this is to be stored, which a restored snapshot brought back. */
    void markUnsaved(Setter set, Written<?> write) {
        @SuppressWarnings("unchecked") // it came from this atom
        Written<T> own = (Written<T>) write;
        set.set(written, own.savedAs(Written.UNSAVED).after(set.get(written)));
        logMark(set);
    }

    /** Notes that a write has become that version of the storage, unless there is a newer write. */
    void markStored(Setter set, Object token, long version) {
        Written<T> saved = set.get(written).savedAs(token, version);
        if (saved != null) {
            set.set(written, saved);
            logMark(set);
        }
    }

    /** So that who restores a snapshot of before this is noticed. */
    private void logMark(Setter set) {
        set.update(WriteLog.HEAD, head -> new WriteLog(this, null, head));
    }
}
