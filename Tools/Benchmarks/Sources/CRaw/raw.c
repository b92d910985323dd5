#define _GNU_SOURCE
#include "raw.h"

#include <dlfcn.h>
#include <lmdb.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static atomic_uint_fast64_t flushes;

// The executable's definitions win over libc's, so LMDB's calls are counted too.
int fdatasync(int descriptor) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  atomic_fetch_add_explicit(&flushes, 1, memory_order_relaxed);
  return real(descriptor);
}

int fsync(int descriptor) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  atomic_fetch_add_explicit(&flushes, 1, memory_order_relaxed);
  return real(descriptor);
}

uint64_t raw_flush_count(void) {
  return atomic_load_explicit(&flushes, memory_order_relaxed);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static int append_all(MDB_env *env, size_t size, uint64_t count, uint64_t per_commit) {
  unsigned char *record = calloc(1, size);
  int code = 0;
  if (!record) return MDB_PANIC;
  for (size_t i = 0; i < size; i++) record[i] = (unsigned char)(i * 31);
  for (uint64_t next = 0; next < count && !code;) {
    MDB_txn *txn;
    MDB_dbi table;
    if ((code = mdb_txn_begin(env, NULL, 0, &txn))) break;
    if ((code = mdb_dbi_open(txn, "events", MDB_CREATE, &table))) {
      mdb_txn_abort(txn);
      break;
    }
    for (uint64_t i = 0; i < per_commit && next < count && !code; i++, next++) {
      uint64_t key = __builtin_bswap64(next);
      memcpy(record, &next, sizeof next);
      MDB_val k = {sizeof key, &key}, v = {size, record};
      code = mdb_put(txn, table, &k, &v, MDB_APPEND);
    }
    if (code) {
      mdb_txn_abort(txn);
      break;
    }
    code = mdb_txn_commit(txn);
  }
  free(record);
  return code;
}

double raw_append(const char *directory, size_t size, uint64_t count, uint64_t per_commit) {
  MDB_env *env;
  int code = mdb_env_create(&env);
  if (code) return -1;
  mdb_env_set_maxdbs(env, 4);
  mdb_env_set_mapsize(env, (size_t)1 << 38);
  code = mdb_env_open(env, directory, MDB_NOTLS, 0600);
  double start = now();
  if (!code) code = append_all(env, size, count, per_commit);
  double seconds = now() - start;
  mdb_env_close(env);
  return code ? -(double)abs(code) : seconds;
}

static int open_for_reading(const char *directory, MDB_env **env, MDB_txn **txn) {
  int code = mdb_env_create(env);
  if (code) return code;
  mdb_env_set_maxdbs(*env, 8);
  mdb_env_set_mapsize(*env, (size_t)1 << 38);
  code = mdb_env_open(*env, directory, MDB_NOTLS | MDB_RDONLY | MDB_NOLOCK | MDB_NORDAHEAD, 0600);
  return code ? code : mdb_txn_begin(*env, NULL, MDB_RDONLY, txn);
}

double raw_open(const char *directory) {
  MDB_env *env = NULL;
  MDB_txn *txn = NULL;
  double start = now();
  int code = open_for_reading(directory, &env, &txn);
  double seconds = now() - start;
  if (txn) mdb_txn_abort(txn);
  mdb_env_close(env);
  return code ? -(double)abs(code) : seconds;
}

// The sum of all bytes, so that the optimiser can't leave the reading out.
static volatile uint64_t sink;

static int read_all(MDB_txn *txn) {
  MDB_dbi table;
  MDB_cursor *cursor;
  MDB_val key, value;
  uint64_t sum = 0;
  int code = mdb_dbi_open(txn, "events", 0, &table);
  if (!code) code = mdb_cursor_open(txn, table, &cursor);
  if (code) return code;
  for (code = mdb_cursor_get(cursor, &key, &value, MDB_FIRST); !code;
       code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) {
    const unsigned char *bytes = value.mv_data;
    for (size_t i = 0; i < value.mv_size; i++) sum += bytes[i];
  }
  mdb_cursor_close(cursor);
  sink = sum;
  return code == MDB_NOTFOUND ? 0 : code;
}

double raw_scan(const char *directory) {
  MDB_env *env = NULL;
  MDB_txn *txn = NULL;
  int code = open_for_reading(directory, &env, &txn);
  double start = now();
  if (!code) code = read_all(txn);
  double seconds = now() - start;
  if (txn) mdb_txn_abort(txn);
  mdb_env_close(env);
  return code ? -(double)abs(code) : seconds;
}
