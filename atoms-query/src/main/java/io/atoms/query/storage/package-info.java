/**
 * Keeps queries and mutations in a storage of atoms-utils. Begin with {@link
 * io.atoms.query.storage.StorageQueryPersister} for data, and with {@link
 * io.atoms.query.storage.StorageMutationPersister} for changes that were made offline.
 */
@NullMarked
package io.atoms.query.storage;

import org.jspecify.annotations.NullMarked;
