// The controls: what LMDB does when nothing stands between it and the records.
#ifndef CONCORD_BENCHMARKS_RAW_H
#define CONCORD_BENCHMARKS_RAW_H

#include <stddef.h>
#include <stdint.h>

// Appends `count` records of `size` bytes to a new environment in `directory`, `per_commit` a
// commit, each commit flushed. Returns the seconds it took, or a negative LMDB or errno code.
double raw_append(const char *directory, size_t size, uint64_t count, uint64_t per_commit);

// Opens the environment in `directory` and begins to read. Returns the seconds it took, or a
// negative LMDB or errno code.
double raw_open(const char *directory);

// Reads every byte of the table "events" of the environment in `directory`. Returns the seconds it
// took, or a negative LMDB or errno code.
double raw_scan(const char *directory);

// How often fdatasync and fsync were called in this process.
uint64_t raw_flush_count(void);

#endif
