package io.atoms.utils.storage;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes bytes of a value, and the value of the bytes. The usual one is {@link JacksonCodec}.
 *
 * <p><b>Rules.</b> {@code decode(encode(x), version())} equals {@code x}. Both are pure functions of their arguments.
 * The bytes are stored together with {@link #version}, which {@code decode} is given back, so that a later codec still
 * reads what an earlier one wrote.
 *
 * <p><b>Threads.</b> Any, several at a time.
 *
 * <p><b>Errors.</b> An exception of {@code encode} is reported and nothing is written. An exception of {@code decode}
 * means that these bytes can't be read by anybody: they are set aside. If they are good and only must not be read
 * by <em>this</em> program, a newer version or one that needs another key, it throws a {@link StorageException} made by
 * {@link StorageException#refused}: then the atom fails and the bytes stay where they are.
 *
 * @param <T> the type of the value
 */
public interface Codec<T extends @Nullable Object> {

    /** {@return the version of what {@link #encode} makes; positive} Default: 1. */
    default int version() {
        return 1;
    }

    /**
     * {@return the bytes of the value} The caller may keep and change the array.
     *
     * @param value what to store
     * @throws Exception if that fails
     */
    byte[] encode(T value) throws Exception;

    /**
     * {@return the value of the bytes}
     *
     * @param version the version of the codec that made the bytes
     * @param bytes what was stored
     * @throws Exception if that fails
     */
    T decode(byte[] bytes, int version) throws Exception;

    /**
     * {@return a codec for another type, whose values are stored as those of this one} To leave something out, to pack, or to
     * store a type of which this codec knows nothing.
     *
     * @param <V> the other type
     * @param toStored what to store for a value
     * @param fromStored the value of what was stored
     */
    default <V extends @Nullable Object> Codec<V> mapped(
            Function<? super V, ? extends T> toStored, Function<? super T, ? extends V> fromStored) {
        Objects.requireNonNull(toStored, "toStored");
        Objects.requireNonNull(fromStored, "fromStored");
        Codec<T> stored = this;
        return new Codec<>() {
            @Override
            public int version() {
                return stored.version();
            }

            @Override
            public byte[] encode(V value) throws Exception {
                return stored.encode(toStored.apply(value));
            }

            @Override
            public V decode(byte[] bytes, int version) throws Exception {
                return fromStored.apply(stored.decode(bytes, version));
            }
        };
    }
}
